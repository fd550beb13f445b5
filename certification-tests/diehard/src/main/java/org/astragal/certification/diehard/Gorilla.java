package org.astragal.certification.diehard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.astragal.certification.battery.SampleException;

/**
 * For each place of a word, how many of the 2^t words of t bits are missing in the string of that
 * bit in 2^t + t - 1 data words. Marsaglia and Tsang (Some difficult-to-pass tests of randomness,
 * 2002) take t = 26; where data are too short for that, t is the greatest from 20 on that they
 * allow.
 *
 * <p>Their sigma of 4170 for t = 26 is by simulation. Here it is computed, 4091: simulated strings
 * of 10 to 18 bits agree with that.
 */
final class Gorilla implements Trial {
  private static final int FEWEST_BITS = 20;
  private static final int MOST_BITS = 26;

  /** The words of data for strings of the fewest and of the most bits. */
  static final int LEAST = words(FEWEST_BITS);

  static final int MOST = words(MOST_BITS);

  private final int from;
  private final int to;

  /** Looks at the places from the first up to before the last, counted from the lowest. */
  Gorilla(int from, int to) {
    this.from = from;
    this.to = to;
  }

  private static int words(int bits) {
    return (1 << bits) + bits - 1;
  }

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    int bits = MOST_BITS;
    while (bits > FEWEST_BITS && words(bits) > words.size()) {
      bits--;
    }
    // First the strings, then the words of one string after the other: one map of 8 MB at a time.
    int length = words(bits);
    long[][] strings = new long[to - from][length / Long.SIZE + 1];
    for (int i = 0; i < length; i++) {
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
      int missing = missing(string, bits);
      outcomes.add(
          Outcome.normal((missing - mean(bits)) / sigma(bits))
              .with(Map.of("bits", Integer.toString(bits), "missing", Integer.toString(missing))));
    }
    return outcomes;
  }

  /** {@return how many words of so many bits do not come in the string} */
  static int missing(long[] string, int bits) {
    long[] seen = new long[1 << (bits - 6)];
    int mask = (1 << bits) - 1;
    int window = 0;
    int length = words(bits);
    for (int i = 0; i < length; i++) {
      window = ((window << 1) | (int) ((string[i >>> 6] >>> i) & 1)) & mask;
      if (i >= bits - 1) {
        seen[window >>> 6] |= 1L << window;
      }
    }
    int missing = 1 << bits;
    for (long word : seen) {
      missing -= Long.bitCount(word);
    }
    return missing;
  }

  /** {@return the expected number: each of 2^t words is missing with probability 1 / e} */
  static double mean(int bits) {
    return Math.scalb(1 / Math.E, bits);
  }

  /**
   * {@return the standard deviation of that number}
   *
   * <p>Two words of which one can follow the other k bits later come together more often: they are
   * both missing with probability p^2 exp(2^-k), where p = 1 / e, and each word has 2^k such
   * partners before it and as many after it. That the places of all words are the same 2^t makes
   * p^2 (1 - (2 t - 1) 2^-t) of all other pairs. Summed over the pairs, what grows with t falls
   * out.
   */
  static double sigma(int bits) {
    double p = 1 / Math.E;
    double together = 0;
    for (int k = 1; k < bits; k++) {
      together += Math.scalb(Math.expm1(Math.scalb(1.0, -k)), k + 1) - 2;
    }
    return Math.sqrt(Math.scalb(p + p * p * (together - 2), bits));
  }
}
