package org.astragal.certification.sp80090b;

import java.util.Arrays;

/**
 * How often each symbol comes in each group of 50: two digits of runs, then the places 1 to 10 of a
 * move to front, then the end, which comes once. The counts of a group stand in two words, so that
 * one addition counts and a few add up groups.
 *
 * <p>Not thread-safe.
 */
final class GroupCounts {
  /** Digits come before places. */
  static final int DIGITS = 2;

  static final int SYMBOLS = DIGITS + RecentFirst.MOST;

  /** The two digits, in a word of their own. */
  static final long ONE = 1L;

  static final long TWO = 1L << Integer.SIZE;

  /** A count of at most 50; for the last symbol, which comes once, four bits are left. */
  private static final int COUNT_BITS = 6;

  private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;

  /** Every other count, with room to add up so many groups. */
  private static final long EVEN = 0xf03f_03f0_3f03_f03fL;

  private static final int LANE_BITS = 2 * COUNT_BITS;
  private static final int LANE_MASK = (1 << LANE_BITS) - 1;
  private static final int LANES = 6;
  private static final int ADDED = LANE_MASK / 50;

  private final long[] places;
  private final long[] digits;

  GroupCounts(int groups) {
    places = new long[groups];
    digits = new long[groups];
  }

  /** {@return what counts a place, from 1, once} */
  static long of(int place) {
    return 1L << (COUNT_BITS * (place - 1));
  }

  void set(int group, long placeCounts, long digitCounts) {
    places[group] = placeCounts;
    digits[group] = digitCounts;
  }

  /** {@return the weights of the symbols of a group, added up} */
  long weigh(int group, long[] weights) {
    long counts = places[group];
    long sum =
        (digits[group] & COUNT_MASK) * weights[0] + (digits[group] >>> Integer.SIZE) * weights[1];
    for (int v = DIGITS; v < SYMBOLS; v++) {
      sum += (counts & COUNT_MASK) * weights[v];
      counts >>>= COUNT_BITS;
    }
    return sum;
  }

  /**
   * Adds up groups of each kind.
   *
   * @param count how many groups
   * @param kinds by group
   * @param into by kind and symbol, what is overwritten; symbols beyond its length do not occur
   */
  void sum(int count, byte[] kinds, int[][] into) {
    long[] even = new long[into.length];
    long[] odd = new long[into.length];
    long[] runs = new long[into.length];
    int[][] sums = new int[into.length][DIGITS + 2 * LANES];
    for (int from = 0; from < count; from += ADDED) {
      int to = Math.min(count, from + ADDED);
      for (int g = from; g < to; g++) {
        int kind = kinds[g];
        even[kind] += places[g] & EVEN;
        odd[kind] += (places[g] >>> COUNT_BITS) & EVEN;
        runs[kind] += digits[g];
      }
      for (int kind = 0; kind < into.length; kind++) {
        for (int lane = 0; lane < LANES; lane++) {
          int v = DIGITS + 2 * lane;
          sums[kind][v] += (int) (even[kind] >>> (LANE_BITS * lane)) & LANE_MASK;
          sums[kind][v + 1] += (int) (odd[kind] >>> (LANE_BITS * lane)) & LANE_MASK;
        }
      }
      Arrays.fill(even, 0);
      Arrays.fill(odd, 0);
    }
    for (int kind = 0; kind < into.length; kind++) {
      sums[kind][0] = (int) runs[kind];
      sums[kind][1] = (int) (runs[kind] >>> Integer.SIZE);
      System.arraycopy(sums[kind], 0, into[kind], 0, into[kind].length);
    }
  }
}
