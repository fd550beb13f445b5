package org.astragal.certification.sp80090b;

/** For each length, how often the most frequent tuple comes and how many pairs of tuples agree. */
final class RepeatedTuples {
  private final int[] most;
  private final long[] pairs;

  private RepeatedTuples(int[] most, long[] pairs) {
    this.most = most;
    this.pairs = pairs;
  }

  /**
   * Counts them.
   *
   * @param text the symbols, at least one
   */
  static RepeatedTuples of(byte[] text) throws InterruptedException {
    int[] order = SuffixArray.of(text);
    int[] shared = SuffixArray.commonPrefixes(text, order);
    int longest = 0;
    for (int length : shared) {
      longest = Math.max(longest, length);
    }
    var tuples = new RepeatedTuples(new int[longest + 1], new long[longest + 2]);
    tuples.count(order, shared);
    return tuples;
  }

  /** {@return the length of the longest repeated substring, 0 if no symbol repeats} */
  static int longestRepeat(byte[] text) throws InterruptedException {
    int longest = 0;
    for (int length : SuffixArray.commonPrefixes(text, SuffixArray.of(text))) {
      longest = Math.max(longest, length);
    }
    return longest;
  }

  /** {@return v, the length of the longest substring that comes twice} */
  int longest() {
    return most.length - 1;
  }

  /** {@return Q, how often the most frequent tuple of that length comes, from 1 to longest} */
  int most(int length) {
    return most[length];
  }

  /** {@return how many unordered pairs of places hold the same tuple of that length} */
  long pairs(int length) {
    return pairs[length];
  }

  // Suffixes that share their first l symbols are neighbours in the order: an interval. An interval
  // of c suffixes with the shared length l, in a larger one of shared length m, says that for every
  // length from m + 1 to l one tuple comes c times. Each interval is closed once, so this is
  // linear,
  // however long the repeats are.
  private void count(int[] order, int[] shared) {
    int n = order.length;
    int[] lengths = new int[longest() + 2];
    int[] starts = new int[longest() + 2];
    int top = 0;
    for (int i = 1; i <= n; i++) {
      int length = i < n ? shared[order[i]] : 0;
      int start = i - 1;
      while (lengths[top] > length) {
        int size = i - starts[top];
        int inner = lengths[top];
        start = starts[top];
        top--;
        close(size, inner, Math.max(lengths[top], length));
      }
      if (lengths[top] < length) {
        top++;
        lengths[top] = length;
        starts[top] = start;
      }
    }
    // Up to here most[l] knows only the intervals that end at l, and pairs are differences.
    for (int l = longest() - 1; l > 0; l--) {
      most[l] = Math.max(most[l], most[l + 1]);
      pairs[l] += pairs[l + 1];
    }
  }

  /** Counts a tuple that comes so often, for the lengths above outer up to inner. */
  private void close(int size, int inner, int outer) {
    most[inner] = Math.max(most[inner], size);
    long agreeing = (long) size * (size - 1) / 2;
    pairs[inner] += agreeing;
    pairs[outer] -= agreeing;
  }
}
