package org.astragal.certification.sp80090b;

import java.util.Arrays;

/**
 * Sorts the rotations of a ring of small numbers. Fast where they soon differ; where they do not,
 * by a suffix array of the ring written twice.
 *
 * <p>Not thread-safe: keeps its arrays for the next call.
 */
final class RingSort {
  private static final int KEY_BITS = 63;
  private static final int BUCKET_BITS = 16;
  private static final int INSERTION = 16;

  /** Keys compared before two rotations count as alike, and the suffix array is asked. */
  private static final int MAX_DEPTH = 32;

  /** Pivots tried before a bucket counts as hard. */
  private static final int MAX_SPLITS = 64;

  private long[] keys = new long[0];
  private int[] order = new int[0];
  private int count;
  private int perKey;

  /**
   * {@return where the rotations start, in order; valid up to the count, until the next call}
   *
   * @param ranks the ring
   * @param count how many numbers it has, at least one
   * @param different each number is below this
   */
  int[] order(int[] ranks, int count, int different) throws InterruptedException {
    this.count = count;
    if (order.length < count) {
      order = new int[count];
      keys = new long[count];
    }
    int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(different - 1));
    perKey = KEY_BITS / bits;
    makeKeys(ranks, bits);
    int[] ends = distribute(perKey * bits);
    int from = 0;
    for (int end : ends) {
      if (end - from > 1 && !sort(from, end, 0, MAX_SPLITS)) {
        return bySuffixArray(ranks, different);
      }
      from = end;
    }
    return order;
  }

  /** The key of a rotation is its first numbers, the first one highest. */
  private void makeKeys(int[] ranks, int bits) {
    long key = 0;
    for (int i = 0; i < perKey; i++) {
      key = (key << bits) | ranks[i % count];
    }
    int top = (perKey - 1) * bits;
    for (int i = count - 1; i >= 0; i--) {
      key = (key >>> bits) | ((long) ranks[i] << top);
      keys[i] = key;
    }
  }

  /** Orders the rotations by the highest bits of their keys, and returns where each bucket ends. */
  private int[] distribute(int keyBits) {
    int shift = Math.max(0, keyBits - BUCKET_BITS);
    int[] ends = new int[1 << BUCKET_BITS];
    for (int i = 0; i < count; i++) {
      ends[(int) (keys[i] >>> shift)]++;
    }
    int sum = 0;
    for (int i = 0; i < ends.length; i++) {
      int size = ends[i];
      ends[i] = sum;
      sum += size;
    }
    for (int i = 0; i < count; i++) {
      order[ends[(int) (keys[i] >>> shift)]++] = i;
    }
    return ends;
  }

  /** Sorts a part of the order by the keys from that depth on; false if it is too much alike. */
  private boolean sort(int from, int to, int depth, int splits) {
    if (to - from <= INSERTION) {
      return insertionSort(from, to, depth);
    }
    if (depth == MAX_DEPTH || splits == 0) {
      return false;
    }
    long a = key(order[from], depth);
    long b = key(order[(from + to) >>> 1], depth);
    long c = key(order[to - 1], depth);
    long pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    int low = from;
    int high = to;
    for (int i = from; i < high; ) {
      int rotation = order[i];
      long key = key(rotation, depth);
      if (key < pivot) {
        order[i++] = order[low];
        order[low++] = rotation;
      } else if (key > pivot) {
        order[i] = order[--high];
        order[high] = rotation;
      } else {
        i++;
      }
    }
    return sort(from, low, depth, splits - 1)
        && sort(low, high, depth + 1, MAX_SPLITS)
        && sort(high, to, depth, splits - 1);
  }

  private boolean insertionSort(int from, int to, int depth) {
    for (int i = from + 1; i < to; i++) {
      int rotation = order[i];
      int at = i;
      while (at > from) {
        int compared = compare(order[at - 1], rotation, depth);
        if (compared == 0) {
          return false;
        }
        if (compared < 0) {
          break;
        }
        order[at] = order[at - 1];
        at--;
      }
      order[at] = rotation;
    }
    return true;
  }

  private int compare(int a, int b, int depth) {
    for (int d = depth; d < MAX_DEPTH; d++) {
      long x = key(a, d);
      long y = key(b, d);
      if (x != y) {
        return x < y ? -1 : 1;
      }
    }
    return 0;
  }

  private long key(int rotation, int depth) {
    int at = rotation + depth * perKey;
    return keys[at < count ? at : at % count];
  }

  private int[] bySuffixArray(int[] ranks, int different) throws InterruptedException {
    int[] twice = Arrays.copyOf(ranks, 2 * count);
    System.arraycopy(ranks, 0, twice, count, count);
    int at = 0;
    for (int start : SuffixArray.of(twice, different)) {
      if (start < count) {
        order[at++] = start;
      }
    }
    return order;
  }
}
