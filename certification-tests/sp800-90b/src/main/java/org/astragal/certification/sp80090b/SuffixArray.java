package org.astragal.certification.sp80090b;

/**
 * Suffix arrays by induced sorting (SA-IS: Nong, Zhang and Chan, 2009), in linear time, and the
 * common prefixes of neighbours by way of the text's own order (Kärkkäinen, Manzini and Puglisi,
 * 2009).
 *
 * <p>A suffix is L if it is greater than the one after it, S if smaller; the last is L. A leftmost
 * S (LMS) has an L before it. The order of the LMS suffixes gives the order of all by two sweeps.
 */
final class SuffixArray {
  private static final int EMPTY = -1;

  private SuffixArray() {}

  /**
   * Sorts the suffixes of a text.
   *
   * @param text unsigned bytes
   * @return where each suffix starts, in lexicographic order; a prefix comes before what it begins
   */
  static int[] of(byte[] text) throws InterruptedException {
    int[] wide = new int[text.length];
    int alphabet = 1;
    for (int i = 0; i < text.length; i++) {
      wide[i] = text[i] & 0xff;
      alphabet = Math.max(alphabet, wide[i] + 1);
    }
    return sort(wide, alphabet);
  }

  /**
   * Sorts the suffixes of a text.
   *
   * @param text numbers from 0
   * @param alphabet one more than the greatest of them may be
   * @return where each suffix starts, in lexicographic order
   */
  static int[] of(int[] text, int alphabet) throws InterruptedException {
    return sort(text, alphabet);
  }

  /**
   * Compares neighbours.
   *
   * @param text the text that was sorted
   * @param order its suffix array
   * @return by start of a suffix, how many symbols it shares with the suffix before it in the
   *     order; 0 for the first
   */
  static int[] commonPrefixes(byte[] text, int[] order) throws InterruptedException {
    int n = text.length;
    int[] before = new int[n];
    if (n == 0) {
      return before;
    }
    before[order[0]] = EMPTY;
    for (int i = 1; i < n; i++) {
      before[order[i]] = order[i - 1];
    }
    checkInterrupt();
    // In the text's order the shared length falls by at most one from a suffix to the next; the
    // array is overwritten behind the reader.
    int shared = 0;
    for (int i = 0; i < n; i++) {
      int j = before[i];
      if (j == EMPTY) {
        shared = 0;
      } else {
        int limit = n - Math.max(i, j);
        while (shared < limit && text[i + shared] == text[j + shared]) {
          shared++;
        }
      }
      before[i] = shared;
      shared = Math.max(0, shared - 1);
    }
    return before;
  }

  private static int[] sort(int[] text, int alphabet) throws InterruptedException {
    checkInterrupt();
    int n = text.length;
    int[] order = new int[n];
    if (n < 2) {
      return order;
    }
    int[] ends = bucketEnds(text, alphabet);
    int[] leftmost = leftmostSmaller(text);
    induce(text, ends, leftmost, order);
    if (leftmost.length > 0) {
      int[] sorted = sortLeftmost(text, order, leftmost);
      checkInterrupt();
      induce(text, ends, sorted, order);
    }
    return order;
  }

  /** {@return by symbol, one past the last place of the suffixes that begin with it} */
  private static int[] bucketEnds(int[] text, int alphabet) {
    int[] ends = new int[alphabet];
    for (int symbol : text) {
      ends[symbol]++;
    }
    for (int i = 1; i < alphabet; i++) {
      ends[i] += ends[i - 1];
    }
    return ends;
  }

  /** {@return the starts of the LMS suffixes, in the order of the text} */
  private static int[] leftmostSmaller(int[] text) {
    int[] found = new int[text.length / 2 + 1];
    int at = found.length;
    boolean smaller = false;
    for (int i = text.length - 2; i >= 0; i--) {
      boolean now = text[i] < text[i + 1] || (text[i] == text[i + 1] && smaller);
      if (smaller && !now) {
        found[--at] = i + 1;
      }
      smaller = now;
    }
    return java.util.Arrays.copyOfRange(found, at, found.length);
  }

  /**
   * Fills the order from the LMS suffixes. If they come sorted, the result is the suffix array; in
   * any order, it has them sorted by their LMS substrings.
   */
  private static void induce(int[] text, int[] ends, int[] leftmost, int[] order) {
    int n = text.length;
    java.util.Arrays.fill(order, EMPTY);
    int[] tails = ends.clone();
    for (int i = leftmost.length - 1; i >= 0; i--) {
      order[--tails[text[leftmost[i]]]] = leftmost[i];
    }
    // L suffixes, upwards. The last suffix has no successor to be induced from.
    int[] heads = new int[ends.length];
    System.arraycopy(ends, 0, heads, 1, ends.length - 1);
    order[heads[text[n - 1]]++] = n - 1;
    for (int i = 0; i < n; i++) {
      int j = order[i];
      if (j > 0) {
        int symbol = text[j - 1];
        if (symbol >= text[j]) {
          order[heads[symbol]++] = j - 1;
        }
      }
    }
    // S suffixes, downwards, over the places of the LMS. A suffix of this bucket is S if it lies in
    // the part that was already filled.
    System.arraycopy(ends, 0, tails, 0, ends.length);
    for (int i = n - 1; i >= 0; i--) {
      int j = order[i];
      if (j > 0) {
        int symbol = text[j - 1];
        int next = text[j];
        if (symbol < next || (symbol == next && i >= tails[symbol])) {
          order[--tails[symbol]] = j - 1;
        }
      }
    }
  }

  /** {@return the LMS suffixes in order, from an order that has them sorted by LMS substring} */
  private static int[] sortLeftmost(int[] text, int[] order, int[] leftmost)
      throws InterruptedException {
    int count = leftmost.length;
    // LMS suffixes are at least two apart: half the places tell them apart.
    int[] index = new int[text.length / 2 + 1];
    java.util.Arrays.fill(index, EMPTY);
    for (int i = 0; i < count; i++) {
      index[leftmost[i] / 2] = i;
    }
    int[] reduced = new int[count];
    int names = 0;
    int previous = EMPTY;
    for (int place : order) {
      int i = place < 0 ? EMPTY : index[place / 2];
      if (i != EMPTY && leftmost[i] == place) {
        if (previous != EMPTY && !sameSubstring(text, leftmost, previous, i)) {
          names++;
        }
        reduced[i] = names;
        previous = i;
      }
    }
    int[] sorted = new int[count];
    if (names + 1 == count) {
      for (int i = 0; i < count; i++) {
        sorted[reduced[i]] = leftmost[i];
      }
    } else {
      int[] ranks = sort(reduced, names + 1);
      for (int i = 0; i < count; i++) {
        sorted[i] = leftmost[ranks[i]];
      }
    }
    return sorted;
  }

  /** {@return whether two LMS substrings, both ends included, are the same} */
  private static boolean sameSubstring(int[] text, int[] leftmost, int a, int b) {
    if (a == leftmost.length - 1 || b == leftmost.length - 1) {
      // The last one runs to the end of the text: like no other.
      return false;
    }
    int length = leftmost[a + 1] - leftmost[a];
    if (length != leftmost[b + 1] - leftmost[b]) {
      return false;
    }
    for (int i = 0; i <= length; i++) {
      if (text[leftmost[a] + i] != text[leftmost[b] + i]) {
        return false;
      }
    }
    return true;
  }

  private static void checkInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
