package org.astragal.certification.diehard;

import java.util.ArrayList;
import java.util.List;
import org.astragal.certification.battery.SampleException;

/**
 * For each place of a word, how many of 2^26 words of 26 bits are missing in the string of that bit
 * in 2^26 + 25 data words. Mean and sigma are those of Marsaglia and Tsang (Some difficult-to-pass
 * tests of randomness, 2002).
 */
final class Gorilla implements Trial {
  private static final int BITS = 26;
  static final long WORDS = (1L << BITS) + BITS - 1;
  private static final double MEAN = 24_687_971;
  private static final double SIGMA = 4170;

  private final int from;
  private final int to;

  /** Looks at the places from the first up to before the last, counted from the lowest. */
  Gorilla(int from, int to) {
    this.from = from;
    this.to = to;
  }

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    long[][] seen = new long[to - from][1 << (BITS - 6)];
    int[] windows = new int[to - from];
    int mask = (1 << BITS) - 1;
    for (long i = 0; i < WORDS && !words.exhausted(); i++) {
      int word = words.next() >>> from;
      for (int b = 0; b < windows.length; b++) {
        int window = ((windows[b] << 1) | ((word >>> b) & 1)) & mask;
        windows[b] = window;
        if (i >= BITS - 1) {
          seen[b][window >>> 6] |= 1L << window;
        }
      }
    }
    var outcomes = new ArrayList<Outcome>();
    for (long[] place : seen) {
      int missing = 1 << BITS;
      for (long word : place) {
        missing -= Long.bitCount(word);
      }
      outcomes.add(Outcome.normal((missing - MEAN) / SIGMA));
    }
    return outcomes;
  }
}
