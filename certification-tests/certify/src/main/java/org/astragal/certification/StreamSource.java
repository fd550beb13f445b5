package org.astragal.certification;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalLong;

/** A stream, such as the standard input. It is copied into the folder of the report. */
final class StreamSource implements DataSource {
  private static final int BUFFER = 1 << 18;

  private final InputStream in;
  private boolean read;

  StreamSource(InputStream in) {
    this.in = in;
  }

  @Override
  public String kind() {
    return "stream";
  }

  @Override
  public String name() {
    return "standard input";
  }

  @Override
  public FileSample first(RunFolder folder, OptionalLong bytes, Progress progress)
      throws CertifyException, InterruptedException {
    Path file = folder.data(Phase.FIRST);
    if (!folder.hasData(Phase.FIRST)) {
      read = true;
      long copied = copy(file, bytes, progress);
      if (copied < bytes.orElse(1)) {
        delete(file);
        throw DataSource.tooShort("the standard input", copied, bytes.orElse(1));
      }
    }
    return FileSample.open(file, 0, FileSample.sizeOf(file));
  }

  @Override
  public Optional<FileSample> fresh(RunFolder folder, Survey before, long bytes, Progress progress)
      throws CertifyException, InterruptedException {
    Path file = folder.data(Phase.RETEST);
    if (!folder.hasData(Phase.RETEST)) {
      if (!read && !skipKnown(before)) {
        return Optional.empty();
      }
      if (copy(file, OptionalLong.of(bytes), progress) < bytes) {
        delete(file);
        return Optional.empty();
      }
    }
    return Optional.of(FileSample.open(file, 0, bytes));
  }

  private long copy(Path file, OptionalLong bytes, Progress progress)
      throws CertifyException, InterruptedException {
    try {
      return Spool.copy(in, file, bytes, progress);
    } catch (IOException e) {
      throw broken(e);
    } finally {
      progress.end();
    }
  }

  /** A run that goes on is given the same stream again, and what it knows comes first. */
  private boolean skipKnown(Survey before) throws CertifyException, InterruptedException {
    read = true;
    MessageDigest hash = Sha256.begin();
    try {
      byte[] buffer = new byte[BUFFER];
      for (long left = before.bytes(); left > 0; ) {
        int count = in.read(buffer, 0, (int) Math.min(left, BUFFER));
        if (count < 0) {
          return false;
        }
        hash.update(buffer, 0, count);
        left -= count;
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw broken(e);
    }
    return Sha256.end(hash).equals(before.sha256());
  }

  private static void delete(Path file) throws CertifyException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new CertifyException(
          CertifyException.Fault.DISK, "cannot remove " + file + ": " + Reasons.of(e), e);
    }
  }

  private static CertifyException broken(IOException e) {
    return new CertifyException(
        CertifyException.Fault.SOURCE, "the standard input broke off: " + Reasons.of(e), e);
  }
}
