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
  static final int WORDS = (1 << BITS) + BITS - 1;
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
    // First the strings, then the words of one string after the other: one map of 8 MB at a time.
    long[][] strings = new long[to - from][WORDS / Long.SIZE + 1];
    for (int i = 0; i < WORDS; i++) {
      int word = words.next() >>> from;
      for (int b = 0; b < strings.length; b++) {
        strings[b][i >>> 6] |= ((word >>> b) & 1L) << i;
      }
    }
    var outcomes = new ArrayList<Outcome>();
    for (long[] string : strings) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      outcomes.add(Outcome.normal((missing(string) - MEAN) / SIGMA));
    }
    return outcomes;
  }

  private static int missing(long[] string) {
    long[] seen = new long[1 << (BITS - 6)];
    int mask = (1 << BITS) - 1;
    int window = 0;
    for (int i = 0; i < WORDS; i++) {
      window = ((window << 1) | (int) ((string[i >>> 6] >>> i) & 1)) & mask;
      if (i >= BITS - 1) {
        seen[window >>> 6] |= 1L << window;
      }
    }
    int missing = 1 << BITS;
    for (long word : seen) {
      missing -= Long.bitCount(word);
    }
    return missing;
  }
}
