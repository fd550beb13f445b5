package org.astragal.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a body, as they arrive. Whoever gave the body bounds it, and so each line. Used by
 * one thread.
 */
final class Lines {
  private static final int FIRST_BUFFER = 64 * 1024;

  private final InputStream body;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int start;
  private int end;

  Lines(InputStream body) {
    this.body = body;
  }

  /**
   * {@return the next line without its line feed, which the last one may lack; empty at the end}
   *
   * @throws IOException if the body breaks off
   */
  Optional<byte[]> next() throws IOException {
    var seen = start;
    while (true) {
      for (; seen < end; seen++) {
        if (buffer[seen] == '\n') {
          var line = Arrays.copyOfRange(buffer, start, seen);
          start = seen + 1;
          return Optional.of(line);
        }
      }
      seen -= start;
      makeRoom();
      var read = body.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return rest();
      }
      end += read;
    }
  }

  private Optional<byte[]> rest() {
    if (start == end) {
      return Optional.empty();
    }
    var line = Arrays.copyOfRange(buffer, start, end);
    start = end;
    return Optional.of(line);
  }

  /** Moves what is left to the front; a line longer than the buffer gets a larger one. */
  private void makeRoom() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.multiplyExact(end, 2));
    }
  }
}
