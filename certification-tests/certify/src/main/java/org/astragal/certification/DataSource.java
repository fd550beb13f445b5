package org.astragal.certification;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the data come from. Use by one thread. */
sealed interface DataSource permits FileSource, StreamSource, ApplianceSource {
  /** {@return {@code file}, {@code stream} or {@code appliance}} */
  String kind();

  /** {@return how people call it: the name of a file, the address of an appliance} */
  String name();

  /** {@return the stage of the generator, where it is known} */
  default Optional<String> stage() {
    return Optional.empty();
  }

  /**
   * Makes the data of the first run available.
   *
   * @param folder keeps them, unless they lie in a file already
   * @param bytes how many; all there are if empty
   * @return a sample that the caller closes
   * @throws CertifyException if there are fewer, or they cannot be read
   */
  FileSample first(RunFolder folder, OptionalLong bytes, Progress progress)
      throws CertifyException, InterruptedException;

  /**
   * Makes data available that the first run has not seen.
   *
   * @param folder keeps them, unless they lie in a file already
   * @param before what the first run has seen
   * @param bytes how many
   * @return a sample that the caller closes; nothing if there are fewer
   * @throws CertifyException if they cannot be read
   */
  Optional<FileSample> fresh(RunFolder folder, Survey before, long bytes, Progress progress)
      throws CertifyException, InterruptedException;

  /** The data are shorter than they were said to be. */
  static CertifyException tooShort(String name, long bytes, long wanted) {
    return new CertifyException(
        CertifyException.Fault.SOURCE,
        String.format(
            Locale.ROOT,
            "%s has %,d bytes, and %,d are asked for: give more data, or a smaller --bits",
            name,
            bytes,
            wanted));
  }
}
