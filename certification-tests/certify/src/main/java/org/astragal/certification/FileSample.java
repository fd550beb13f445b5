package org.astragal.certification;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;

/**
 * A part of a file as a sample. Reads at positions, so that its memory does not grow with the file.
 *
 * <p>Thread safety: for any threads. An interrupt of one of them during a read ends the sample for
 * all.
 */
final class FileSample implements Sample, AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final long offset;
  private final long size;
  private final FileTime modified;

  private FileSample(Path file, FileChannel channel, long offset, long size, FileTime modified) {
    this.file = file;
    this.channel = channel;
    this.offset = offset;
    this.size = size;
    this.modified = modified;
  }

  /**
   * Opens a part of a file.
   *
   * @param offset of the first byte
   * @param size in bytes
   * @throws CertifyException if it cannot be read, or is shorter
   */
  static FileSample open(Path file, long offset, long size) throws CertifyException {
    try {
      FileTime modified = Files.getLastModifiedTime(file);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      if (channel.size() < offset + size) {
        channel.close();
        throw new CertifyException(
            CertifyException.Fault.SOURCE,
            file + " has become shorter than " + (offset + size) + " bytes");
      }
      return new FileSample(file, channel, offset, size, modified);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * {@return the size of a file in bytes}
   *
   * @throws CertifyException if there is no such file, or nobody may read it
   */
  static long sizeOf(Path file) throws CertifyException {
    if (!Files.exists(file)) {
      throw new CertifyException(
          CertifyException.Fault.SOURCE, "there is no file " + file + ": check --source");
    }
    if (!Files.isRegularFile(file)) {
      throw new CertifyException(
          CertifyException.Fault.SOURCE,
          file + " is not a regular file: pipe its bytes into --source - instead");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.size();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static CertifyException unreadable(Path file, IOException e) {
    return new CertifyException(
        CertifyException.Fault.SOURCE, "cannot read " + file + ": " + Reasons.of(e), e);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(long at, byte[] into) throws SampleException {
    if (at < 0 || at > size - into.length) {
      throw new IllegalArgumentException(into.length + " bytes at " + at + " of " + size);
    }
    ByteBuffer buffer = ByteBuffer.wrap(into);
    try {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, offset + at + buffer.position()) < 0) {
          throw new SampleException(
              file + " has become shorter while it was read", new IOException());
        }
      }
    } catch (IOException e) {
      throw new SampleException("cannot read " + file + ": " + Reasons.of(e), e);
    }
  }

  /** {@return whether the file has not been written to since it was opened} */
  boolean isUnchanged() {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).equals(modified)
          || Files.getLastModifiedTime(file).equals(modified);
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // It was only read from.
    }
  }
}
