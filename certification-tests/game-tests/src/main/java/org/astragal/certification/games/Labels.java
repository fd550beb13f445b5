package org.astragal.certification.games;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;

/** Names of outcomes, one on each line; empty lines are left out. Use by one thread. */
final class Labels {
  private static final int BLOCK_BYTES = 1 << 16;

  /** Bytes of a name at most. */
  private static final int LONGEST = 200;

  private final Sample sample;
  private byte[] block = {};
  private int next;
  private long at;
  private long line;

  Labels(Sample sample) {
    this.sample = sample;
  }

  /** {@return the next name, or nothing if there is none} */
  String next() throws SampleException, InterruptedException, BadDrawException {
    var bytes = new ByteArrayOutputStream();
    for (int c = read(); c >= 0; c = read()) {
      if (c == '\n') {
        line++;
        String label = text(bytes);
        if (!label.isEmpty()) {
          return label;
        }
        bytes.reset();
      } else {
        bytes.write(c);
        if (bytes.size() > LONGEST) {
          throw new BadDrawException(
              BadDrawException.Fault.NOT_READABLE,
              String.format(
                  Locale.ROOT,
                  "line %,d is longer than %d bytes: give one outcome on each line",
                  line + 1,
                  LONGEST));
        }
      }
    }
    return text(bytes);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).strip();
  }

  private int read() throws SampleException, InterruptedException {
    if (next == block.length) {
      int size = (int) Math.min(BLOCK_BYTES, sample.size() - at);
      if (size == 0) {
        return -1;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      block = new byte[size];
      sample.read(at, block);
      at += size;
      next = 0;
    }
    return block[next++] & 0xff;
  }
}
