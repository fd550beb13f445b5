package org.astragal.certification;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Optional;

/** Reads the lines of a file from its beginning, and knows where each ends. Use by one thread. */
final class LineFile {
  private static final int BUFFER = 1 << 16;

  private final RandomAccessFile file;
  private final int limit;
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int end;
  private long position;

  /**
   * Creates one.
   *
   * @param file at its beginning
   * @param limit longest line in bytes
   */
  LineFile(RandomAccessFile file, int limit) {
    this.file = file;
    this.limit = limit;
  }

  /**
   * {@return the next line without its end; empty at the end of the file, at a line that has no
   * end, and at one that is too long}
   */
  Optional<byte[]> next() throws IOException {
    var line = new ByteArrayOutputStream();
    while (line.size() <= limit) {
      if (next == end) {
        end = Math.max(0, file.read(buffer));
        next = 0;
        if (end == 0) {
          return Optional.empty();
        }
      }
      int from = next;
      while (next < end && buffer[next] != '\n') {
        next++;
      }
      line.write(buffer, from, next - from);
      if (next < end) {
        next++;
        position += line.size() + 1;
        return Optional.of(line.toByteArray());
      }
    }
    return Optional.empty();
  }

  /** {@return where the last line ended} */
  long position() {
    return position;
  }
}
