package org.astragal.certification.sp80090b;

import java.util.Arrays;
import java.util.List;

/**
 * The eighteen statistics of section 5.1 that need no compressor, in the order and by the names of
 * the reference program. Not thread-safe: keeps its arrays for the next call.
 *
 * @spec sp800-90b.html#5.1 SP 800-90B, 5.1 Permutation testing
 */
final class PermutationStatistics {
  /** Their names, by index. */
  static final List<String> NAMES =
      List.of(
          "excursion",
          "numDirectionalRuns",
          "lenDirectionalRuns",
          "numIncreasesDecreases",
          "numRunsMedian",
          "lenRunsMedian",
          "avgCollision",
          "maxCollision",
          "periodicity(1)",
          "periodicity(2)",
          "periodicity(8)",
          "periodicity(16)",
          "periodicity(32)",
          "covariance(1)",
          "covariance(2)",
          "covariance(8)",
          "covariance(16)",
          "covariance(32)");

  private static final int[] LAGS = {1, 2, 8, 16, 32};
  private static final int DIRECTIONS = 1;
  private static final int ONLY_DIRECTION = 3;
  private static final int MEDIAN = 4;
  private static final int COLLISIONS = 6;
  private static final int PERIODICITY = 8;
  private static final int COVARIANCE = 13;

  /** So many products of bytes fit in an int. */
  private static final int PRODUCTS = 1 << 15;

  private final boolean binary;
  private final byte[] samples;
  private final double mean;
  private final int firstAboveMedian;

  /** The values of two symbols. */
  private final int low;

  private final int high;
  private final byte[] ones;
  private final byte[] packed;

  /** Creates one for the permutations of these samples. */
  PermutationStatistics(Dataset data) {
    binary = data.alphabet() == 2;
    // Two values are the bits 0 and 1, whatever they are.
    samples = binary ? data.symbols() : data.raw();
    mean = data.mean();
    firstAboveMedian = binary ? 1 : data.values()[data.firstAboveMedian()];
    low = data.values()[0];
    high = data.values()[data.alphabet() - 1];
    ones = new byte[binary ? (data.length() + 7) / 8 : 0];
    packed = new byte[ones.length];
  }

  /** {@return what is permuted; to be read only} */
  byte[] samples() {
    return samples;
  }

  /**
   * Computes them.
   *
   * @param s a permutation of the samples
   * @param wanted which ones, by index
   * @param into receives those that are wanted
   */
  void compute(byte[] s, boolean[] wanted, double[] into) {
    if (wanted[0]) {
      into[0] = excursion(s);
    }
    if (binary && anyOf(wanted, DIRECTIONS, into.length)) {
      convert(s);
    }
    // 5.1: for bits, conversion I counts the ones of eight, conversion II takes them as a number.
    byte[] counted = binary ? ones : s;
    if (anyOf(wanted, DIRECTIONS, ONLY_DIRECTION)) {
      directions(counted, into);
    } else if (wanted[ONLY_DIRECTION]) {
      into[ONLY_DIRECTION] = increasesOrDecreases(counted);
    }
    if (wanted[MEDIAN + 1]) {
      runsByMedian(s, into);
    } else if (wanted[MEDIAN]) {
      into[MEDIAN] = countRunsByMedian(s);
    }
    if (anyOf(wanted, COLLISIONS, PERIODICITY)) {
      collisions(binary ? packed : s, into);
    }
    for (int i = 0; i < LAGS.length; i++) {
      if (wanted[PERIODICITY + i]) {
        into[PERIODICITY + i] = periodicity(counted, LAGS[i]);
      }
      if (wanted[COVARIANCE + i]) {
        into[COVARIANCE + i] = products(binary ? ones : s, LAGS[i]);
      }
    }
  }

  private static boolean anyOf(boolean[] wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (wanted[i]) {
        return true;
      }
    }
    return false;
  }

  private void convert(byte[] s) {
    Arrays.fill(ones, (byte) 0);
    Arrays.fill(packed, (byte) 0);
    for (int i = 0; i < s.length; i++) {
      ones[i >> 3] += s[i];
      packed[i >> 3] |= (byte) (s[i] << (7 - (i & 7)));
    }
  }

  // 5.1.1: the greatest distance of a partial sum from what the mean makes of it.
  private double excursion(byte[] s) {
    int zero = binary ? low : 0;
    int step = binary ? high - low : 1;
    double most = 0;
    long sum = 0;
    for (int i = 0; i < s.length; i++) {
      sum += zero + step * (s[i] & 0xff);
      double distance = Math.abs(sum - (i + 1) * mean);
      if (distance > most) {
        most = distance;
      }
    }
    return most;
  }

  // 5.1.2 to 5.1.4: runs of steps that do not fall and of steps that do.
  private static void directions(byte[] s, double[] into) {
    int runs = 1;
    int run = 0;
    int longest = 0;
    int falls = 0;
    int before = (s[0] & 0xff) > (s[1] & 0xff) ? 1 : 0;
    for (int i = 1; i < s.length; i++) {
      int fall = (s[i - 1] & 0xff) > (s[i] & 0xff) ? 1 : 0;
      int turn = fall ^ before;
      before = fall;
      falls += fall;
      runs += turn;
      run = (run & (turn - 1)) + 1;
      longest = Math.max(longest, run);
    }
    into[DIRECTIONS] = runs;
    into[DIRECTIONS + 1] = longest;
    into[ONLY_DIRECTION] = Math.max(falls, s.length - 1 - falls);
  }

  private static double increasesOrDecreases(byte[] s) {
    int falls = 0;
    for (int i = 1; i < s.length; i++) {
      falls += ((s[i] & 0xff) - (s[i - 1] & 0xff)) >>> 31;
    }
    return Math.max(falls, s.length - 1 - falls);
  }

  // 5.1.5 and 5.1.6: runs of samples below the median and of others. Which side a sample is on
  // cannot be foreseen: it is computed, so that the processor has no branch to guess.
  private void runsByMedian(byte[] s, double[] into) {
    int runs = 1;
    int run = 0;
    int longest = 0;
    int before = below(s[0]);
    for (byte sample : s) {
      int below = below(sample);
      int turn = below ^ before;
      before = below;
      runs += turn;
      run = (run & (turn - 1)) + 1;
      longest = Math.max(longest, run);
    }
    into[MEDIAN] = runs;
    into[MEDIAN + 1] = longest;
  }

  private double countRunsByMedian(byte[] s) {
    int runs = 1;
    for (int i = 1; i < s.length; i++) {
      runs += below(s[i]) ^ below(s[i - 1]);
    }
    return runs;
  }

  private int below(byte sample) {
    return ((sample & 0xff) - firstAboveMedian) >>> (Integer.SIZE - 1);
  }

  // 5.1.7 and 5.1.8: how many samples it takes until one comes again, over and over.
  private static void collisions(byte[] s, double[] into) {
    int[] seenIn = new int[256];
    int round = 1;
    int start = 0;
    int longest = 0;
    for (int i = 0; i < s.length; i++) {
      int symbol = s[i] & 0xff;
      if (seenIn[symbol] == round) {
        longest = Math.max(longest, i - start + 1);
        start = i + 1;
        round++;
      } else {
        seenIn[symbol] = round;
      }
    }
    into[COLLISIONS] = start / (double) (round - 1);
    into[COLLISIONS + 1] = longest;
  }

  // 5.1.9.
  private static double periodicity(byte[] s, int lag) {
    int equal = 0;
    for (int i = lag; i < s.length; i++) {
      equal += s[i - lag] == s[i] ? 1 : 0;
    }
    return equal;
  }

  // 5.1.10: what fits is added up in an int.
  private static double products(byte[] s, int lag) {
    long sum = 0;
    for (int from = lag; from < s.length; from += PRODUCTS) {
      int part = 0;
      int to = Math.min(s.length, from + PRODUCTS);
      for (int i = from; i < to; i++) {
        part += (s[i - lag] & 0xff) * (s[i] & 0xff);
      }
      sum += part;
    }
    return sum;
  }
}
