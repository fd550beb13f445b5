package org.astragal.certification.diehard;

import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;

/**
 * The data as 32-bit words, the lowest byte first, in order and each once. Beyond the end come
 * zeros: whoever read them looks at {@link #exhausted} and throws the result away.
 *
 * <p>Not thread-safe.
 */
final class Words {
  private static final int CHUNK = 1 << 16;

  private final Sample sample;
  private final long words;
  private final byte[] bytes = new byte[CHUNK * Integer.BYTES];
  private final int[] chunk = new int[CHUNK];
  private int at = CHUNK;
  private long loaded;

  Words(Sample sample) {
    this.sample = sample;
    words = sample.size() / Integer.BYTES;
  }

  /** {@return the next word} */
  int next() throws SampleException, InterruptedException {
    if (at == CHUNK) {
      load();
    }
    return chunk[at++];
  }

  /** {@return the next word as a number from 0 to 1, as dieharder makes it of a file} */
  double uniform() throws SampleException, InterruptedException {
    return (next() & 0xffffffffL) / 4294967295.0;
  }

  /** {@return the next such number that is not 0, or 0 at the end} */
  double positive() throws SampleException, InterruptedException {
    double u = uniform();
    while (u == 0 && !exhausted()) {
      u = uniform();
    }
    return u;
  }

  /** {@return whether a word beyond the end was read} */
  boolean exhausted() {
    return read() > words;
  }

  /** {@return how many words were read} */
  long read() {
    return loaded - CHUNK + at;
  }

  /** {@return how many words there are} */
  long size() {
    return words;
  }

  private void load() throws SampleException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    int count = (int) Math.max(0, Math.min(CHUNK, words - loaded));
    byte[] into = count == CHUNK ? bytes : new byte[count * Integer.BYTES];
    if (count > 0) {
      sample.read(loaded * Integer.BYTES, into);
    }
    for (int i = 0, b = 0; i < CHUNK; i++, b += Integer.BYTES) {
      chunk[i] =
          i < count
              ? (into[b] & 0xff)
                  | ((into[b + 1] & 0xff) << 8)
                  | ((into[b + 2] & 0xff) << 16)
                  | (into[b + 3] << 24)
              : 0;
    }
    loaded += CHUNK;
    at = 0;
  }
}
