package org.astragal.certification.sp80090b;

/**
 * How often a 0 and a 1 followed each context of bits, for all lengths up to one. Both counts stand
 * in one word, so that a step reads and writes once; they are compared without a branch, which
 * nobody could foresee.
 */
final class BitContexts {
  /** What counts a 1; a 0 is counted by one. */
  private static final int ONES = Integer.SIZE;

  /** By context, the two counts. */
  final long[] counts;

  BitContexts(int longest) {
    counts = new long[2 << longest];
  }

  /**
   * Finds the counts.
   *
   * @param length of the context
   * @param history whose lowest bits are the context, the latest lowest
   */
  static int index(int length, int history) {
    return (1 << length) | (history & ((1 << length) - 1));
  }

  /** {@return what is added to count that bit once} */
  static long one(int bit) {
    return 1L << (bit * ONES);
  }

  /** {@return how often that bit came} */
  static int count(long both, int bit) {
    return (int) (both >>> (bit * ONES));
  }

  /** {@return the bit that came more often; of equals, 1} */
  static int frequent(long both) {
    int zeros = (int) both;
    int ones = (int) (both >>> ONES);
    return 1 - ((ones - zeros) >>> (Integer.SIZE - 1));
  }
}
