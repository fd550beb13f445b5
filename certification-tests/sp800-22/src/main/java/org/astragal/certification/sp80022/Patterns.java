package org.astragal.certification.sp80022;

/** Counts of short patterns at every place. */
final class Patterns {
  /** The longest pattern: its counts still fit a second-level cache. */
  static final int LONGEST = 16;

  private Patterns() {}

  /** {@return how often each pattern of so many bits stands in the sequence, which is a ring} */
  static int[] inRing(BitSequence bits, int patternBits) {
    int n = bits.length();
    int[] counts = new int[1 << patternBits];
    int whole = Math.max(0, n - patternBits + 1);
    count(bits, 0, whole, patternBits, counts);
    for (int i = whole; i < n; i++) {
      int pattern = 0;
      for (int j = 0; j < patternBits; j++) {
        pattern = (pattern << 1) | bits.bit((i + j) % n);
      }
      counts[pattern]++;
    }
    return counts;
  }

  /** Counts the patterns that start from one index to before another. */
  static void count(BitSequence bits, int start, int end, int patternBits, int[] counts) {
    long[] words = bits.words();
    int right = 64 - patternBits;
    int at = start;
    while (at < end) {
      int word = at >>> 6;
      int stop = Math.min(64, end - (word << 6));
      long high = words[word];
      long low = words[word + 1];
      for (int bit = at & 63; bit < stop; bit++) {
        counts[(int) (((high << bit) | (low >>> 1 >>> (63 - bit))) >>> right)]++;
      }
      at = (word + 1) << 6;
    }
  }

  /** {@return the counts of the patterns that are one bit shorter, in a ring} */
  static int[] shorter(int[] counts) {
    int[] half = new int[counts.length / 2];
    for (int i = 0; i < half.length; i++) {
      half[i] = counts[2 * i] + counts[2 * i + 1];
    }
    return half;
  }
}
