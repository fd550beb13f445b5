package org.astragal.certification;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.OptionalLong;

/** Copies a stream into a file, whole or not at all: only a file can be read at any place. */
final class Spool {
  private static final int BUFFER = 1 << 18;

  private Spool() {}

  /**
   * Copies a stream.
   *
   * @param in the stream; stays open
   * @param to the file; there is none yet
   * @param limit most bytes to take; all of the stream if empty
   * @return how many bytes there were, at most {@code limit}
   * @throws CertifyException if the file cannot be written; there is none then
   * @throws IOException if the stream breaks; there is no file then
   */
  static long copy(InputStream in, Path to, OptionalLong limit, Progress progress)
      throws CertifyException, IOException, InterruptedException {
    requireSpace(to, limit);
    removeOld(part(to));
    return copyInto(part(to), in, to, limit, progress);
  }

  /** Copies into a part that becomes the file. */
  static long copyInto(Path part, InputStream in, Path to, OptionalLong limit, Progress progress)
      throws CertifyException, IOException, InterruptedException {
    boolean whole = false;
    try (FileOutputStream out = create(part)) {
      byte[] buffer = new byte[BUFFER];
      long copied = 0;
      while (limit.isEmpty() || copied < limit.getAsLong()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        int most = limit.isEmpty() ? BUFFER : (int) Math.min(BUFFER, limit.getAsLong() - copied);
        int read = read(in, buffer, most);
        if (read < 0) {
          break;
        }
        write(out, to, buffer, read, copied);
        copied += read;
        progress.read(copied, limit.orElse(-1));
      }
      whole = finish(out, part, to);
      return copied;
    } finally {
      if (!whole) {
        Files.deleteIfExists(part);
      }
    }
  }

  private static int read(InputStream in, byte[] buffer, int most)
      throws IOException, InterruptedException {
    try {
      return in.read(buffer, 0, most);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
  }

  /** {@return the name of a file that is not complete yet} */
  static Path part(Path to) {
    return to.resolveSibling(to.getFileName() + ".part");
  }

  private static FileOutputStream create(Path part) throws CertifyException {
    try {
      // Not a channel: an interrupt of the run must not look like a full disk.
      return new FileOutputStream(part.toFile());
    } catch (IOException e) {
      throw notWritten(part, 0, e);
    }
  }

  private static void write(FileOutputStream out, Path to, byte[] bytes, int length, long before)
      throws CertifyException {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw notWritten(to, before, e);
    }
  }

  private static boolean finish(FileOutputStream out, Path part, Path to) throws CertifyException {
    try {
      out.getFD().sync();
      Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      throw notWritten(to, 0, e);
    }
  }

  private static void removeOld(Path part) throws CertifyException {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw notWritten(part, 0, e);
    }
  }

  private static void requireSpace(Path to, OptionalLong limit) throws CertifyException {
    if (limit.isEmpty()) {
      return;
    }
    try {
      long space = Files.getFileStore(to.toAbsolutePath().getParent()).getUsableSpace();
      if (space < limit.getAsLong()) {
        throw new CertifyException(
            CertifyException.Fault.DISK,
            String.format(
                Locale.ROOT,
                "the samples need %,d bytes in %s, which has room for %,d: free some, or give"
                    + " another --report",
                limit.getAsLong(),
                to.getParent(),
                space));
      }
    } catch (IOException e) {
      throw notWritten(to, 0, e);
    }
  }

  private static CertifyException notWritten(Path to, long written, IOException e) {
    return new CertifyException(
        CertifyException.Fault.DISK,
        String.format(
            Locale.ROOT,
            "cannot write %s after %,d bytes: %s. Free space, or give another --report",
            to,
            written,
            Reasons.of(e)),
        e);
  }
}
