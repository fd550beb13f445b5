package org.astragal.rng;

/**
 * Turns words of even bits into integers below n, each exactly as likely as any other. A word is
 * taken only below the largest multiple of n that the words can count to, and then modulo n; other
 * words are thrown away, and counted. Modulo without that rule, or a floating-point product, is
 * biased. Not thread-safe.
 */
final class UniformDraw {
  /** What {@link #below} gives when no word was taken. */
  static final long NONE = -1;

  /**
   * The most words for one draw. More than half of all words are taken whatever n is, so a good
   * source comes here with probability below 2^-128: it is a fault, not bad luck.
   */
  static final int MAXIMUM_WORDS = 128;

  private final long greatest;
  private long rejected;

  /**
   * Creates one.
   *
   * @param wordBits bits in a word, 1 to 64; 64 in play, fewer where every word can be tried
   */
  UniformDraw(int wordBits) {
    greatest = -1L >>> (64 - wordBits);
  }

  /** Where the words come from. */
  @FunctionalInterface
  interface Words {
    /** {@return the next word, in the low bits} */
    long next() throws RngException;
  }

  /**
   * {@return a value from 0 to n - 1, or {@link #NONE} after {@link #MAXIMUM_WORDS} words}
   *
   * @param n how many values, 1 to 2^63 - 1, and at most as many as there are words
   */
  long below(long n, Words words) throws RngException {
    // The number of words modulo n, without ever holding 2^64.
    long excess = (Long.remainderUnsigned(greatest, n) + 1) % n;
    long greatestTaken = greatest - excess;
    for (int i = 0; i < MAXIMUM_WORDS; i++) {
      long word = words.next();
      if (Long.compareUnsigned(word, greatestTaken) <= 0) {
        return Long.remainderUnsigned(word, n);
      }
      rejected++;
    }
    return NONE;
  }

  /** {@return words that were thrown away} */
  long rejected() {
    return rejected;
  }
}
