package org.astragal.certification.sp80090b;

import java.util.Arrays;

/**
 * For each length, how often the most frequent tuple comes and how many pairs of tuples agree.
 * Where no long tuple repeats, by sorting the first symbols of all suffixes, which fit in a word
 * each; else by a suffix array.
 */
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
    var counter = new Counter();
    if (!new SuffixWords(text).compareNeighbours(counter)) {
      return bySuffixArray(text);
    }
    return counter.tuples();
  }

  /** The same, however much of the text repeats. */
  static RepeatedTuples bySuffixArray(byte[] text) throws InterruptedException {
    int[] order = SuffixArray.of(text);
    int[] shared = SuffixArray.commonPrefixes(text, order);
    var counter = new Counter();
    for (int i = 1; i < order.length; i++) {
      counter.next(shared[order[i]]);
    }
    return counter.tuples();
  }

  /** {@return the length of the longest repeated substring, 0 if no symbol repeats} */
  static int longestRepeat(byte[] text) throws InterruptedException {
    return of(text).longest();
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
  // linear, however long the repeats are.
  /** Takes how many symbols each suffix shares with the one before it, in their order. */
  static final class Counter {
    private static final int FIRST_ROOM = 256;

    /** The open intervals: what they share, rising, and where they start. */
    private int[] lengths = new int[FIRST_ROOM];

    private int[] starts = new int[FIRST_ROOM];
    private int top;
    private int suffixes = 1;
    private int longest;
    private int[] most = new int[FIRST_ROOM];
    private long[] pairs = new long[FIRST_ROOM];

    void next(int length) {
      int start = suffixes - 1;
      while (lengths[top] > length) {
        int size = suffixes - starts[top];
        int inner = lengths[top];
        start = starts[top];
        top--;
        close(size, inner, Math.max(lengths[top], length));
      }
      if (lengths[top] < length) {
        top++;
        if (top == lengths.length) {
          lengths = Arrays.copyOf(lengths, 2 * top);
          starts = Arrays.copyOf(starts, 2 * top);
        }
        lengths[top] = length;
        starts[top] = start;
      }
      suffixes++;
    }

    /** Counts a tuple that comes so often, for the lengths above outer up to inner. */
    private void close(int size, int inner, int outer) {
      if (inner > longest) {
        longest = inner;
        if (longest + 2 > most.length) {
          most = Arrays.copyOf(most, 2 * longest);
          pairs = Arrays.copyOf(pairs, 2 * longest);
        }
      }
      most[inner] = Math.max(most[inner], size);
      long agreeing = (long) size * (size - 1) / 2;
      pairs[inner] += agreeing;
      pairs[outer] -= agreeing;
    }

    /** {@return the counts, once all suffixes were taken} */
    RepeatedTuples tuples() {
      next(0);
      // Up to here most[l] knows only the intervals that end at l, and pairs are differences.
      for (int l = longest - 1; l > 0; l--) {
        most[l] = Math.max(most[l], most[l + 1]);
        pairs[l] += pairs[l + 1];
      }
      return new RepeatedTuples(
          Arrays.copyOf(most, longest + 1), Arrays.copyOf(pairs, longest + 2));
    }
  }
}
