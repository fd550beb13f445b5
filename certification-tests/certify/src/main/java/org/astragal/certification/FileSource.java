package org.astragal.certification;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file, read where it lies.
 *
 * @param file any regular file
 */
record FileSource(Path file) implements DataSource {
  @Override
  public String kind() {
    return "file";
  }

  @Override
  public String name() {
    return String.valueOf(file.getFileName());
  }

  @Override
  public FileSample first(RunFolder folder, OptionalLong bytes, Progress progress)
      throws CertifyException {
    long size = FileSample.sizeOf(file);
    if (size < bytes.orElse(1)) {
      throw DataSource.tooShort(file.toString(), size, bytes.orElse(1));
    }
    return FileSample.open(file, 0, bytes.orElse(size));
  }

  @Override
  public Optional<FileSample> fresh(RunFolder folder, Survey before, long bytes, Progress progress)
      throws CertifyException {
    return FileSample.sizeOf(file) - before.bytes() < bytes
        ? Optional.empty()
        : Optional.of(FileSample.open(file, before.bytes(), bytes));
  }
}
