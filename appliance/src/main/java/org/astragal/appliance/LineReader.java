package org.astragal.appliance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads lines as bytes, each up to a limit; a longer one is cut there and fails by itself. */
final class LineReader {
  private final InputStream in;
  private final int limit;
  private long number;

  LineReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** {@return the next line without its end, or nothing at the end of the input} */
  Optional<byte[]> next() throws IOException {
    var line = new ByteArrayOutputStream(2_048);
    int b = in.read();
    if (b < 0) {
      return Optional.empty();
    }
    number++;
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (line.size() < limit) {
        line.write(b);
      }
    }
    return Optional.of(line.toByteArray());
  }

  /** {@return the number of the line read last, from 1} */
  long number() {
    return number;
  }
}
