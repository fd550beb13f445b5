package org.astragal.certification.sp80090b;

/** How often a 0 and a 1 followed each context of bits, for all lengths up to one. */
final class BitContexts {
  /** Pairs of counts, for 0 and for 1. */
  final int[] counts;

  BitContexts(int longest) {
    counts = new int[2 << (longest + 1)];
  }

  /**
   * Finds the pair.
   *
   * @param length of the context
   * @param history whose lowest bits are the context, the latest lowest
   * @return where the count of 0 stands; that of 1 is next
   */
  static int index(int length, int history) {
    return ((1 << length) | (history & ((1 << length) - 1))) << 1;
  }
}
