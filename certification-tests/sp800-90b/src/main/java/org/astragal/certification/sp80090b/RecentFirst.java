package org.astragal.certification.sp80090b;

/**
 * Move to front without a list. For each pair of up to eleven numbers one bit of a word says
 * whether the smaller was seen after the greater; the place of a number is how many were seen after
 * it, and seeing it sets its bits: two steps where a list takes a search and a shift.
 *
 * <p>The word is the caller's, so that a loop can keep it in a register: it starts as {@link
 * #START}, and {@link #place} must be asked before {@link #see}. Without state.
 */
final class RecentFirst {
  /** How many numbers there may be. */
  static final int MOST = 11;

  /** Nothing was seen: each number comes before those that are greater. */
  static final long START = -1L;

  /** By number: the bits of its pairs with greater ones. */
  private static final long[] GREATER = new long[MOST];

  /** By number: the bits of all its pairs. */
  private static final long[] ALL = new long[MOST];

  static {
    int bit = 0;
    for (int b = 0; b < MOST; b++) {
      for (int a = 0; a < b; a++) {
        GREATER[a] |= 1L << bit;
        ALL[a] |= 1L << bit;
        ALL[b] |= 1L << bit;
        bit++;
      }
    }
  }

  private RecentFirst() {}

  /** {@return how many numbers were seen after this one} */
  static int place(long word, int number) {
    return Long.bitCount((word ^ GREATER[number]) & ALL[number]);
  }

  /** {@return the word once this number was seen} */
  static long see(long word, int number) {
    return (word & ~ALL[number]) | GREATER[number];
  }
}
