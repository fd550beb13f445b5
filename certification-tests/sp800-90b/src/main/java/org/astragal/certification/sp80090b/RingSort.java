package org.astragal.certification.sp80090b;

import java.util.Arrays;

/**
 * The Burrows-Wheeler transform of a ring of small numbers: which number precedes each rotation, in
 * their order. Fast where rotations soon differ; where they do not, by a suffix array of the ring
 * written twice.
 *
 * <p>Each rotation becomes one word: the bits of its key below those that chose its bucket, where
 * it starts, and the number before it. So a bucket is sorted without a look elsewhere; only
 * rotations whose words agree in the key are compared further.
 *
 * <p>Not thread-safe: keeps its arrays for the next call.
 */
final class RingSort {
  private static final int KEY_BITS = 63;

  /** Bits that choose a bucket, and bits that choose a part of it. */
  private static final int BUCKET_BITS = 8;

  private static final int PART_BITS = 10;
  private static final int INSERTION = 16;

  /** Parts of up to this size are sorted by insertion. */
  private static final int SMALL = 24;

  /** Keys compared before two rotations count as alike, and the suffix array is asked. */
  private static final int MAX_DEPTH = 32;

  /** Pivots tried before a bucket counts as hard. */
  private static final int MAX_SPLITS = 64;

  private final int[] ends = new int[1 << BUCKET_BITS];
  private final int[] parts = new int[1 << PART_BITS];
  private long[] keys = new long[0];
  private long[] spread = new long[0];
  private long[] entries = new long[0];
  private int[] order = new int[0];
  private short[] before = new short[0];
  private int count;
  private int perKey;
  private int numberBits;
  private int indexBits;

  /**
   * {@return the number before each rotation, in their order; valid up to the count, until the next
   * call}
   *
   * @param ring the numbers
   * @param count how many there are, at least one and below 2^26
   * @param different each number is below this, and this at most 2^15
   */
  short[] transform(short[] ring, int count, int different) throws InterruptedException {
    this.count = count;
    if (order.length < count) {
      order = new int[count];
      keys = new long[count];
      spread = new long[count];
      entries = new long[count];
      before = new short[count];
    }
    numberBits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(different - 1));
    indexBits = Integer.SIZE - Integer.numberOfLeadingZeros(count);
    perKey = KEY_BITS / numberBits;
    makeKeys(ring);
    distribute(ring);
    sortBuckets();
    if (!compareFurther(ring)) {
      bySuffixArray(ring, different);
    }
    return before;
  }

  /** The key of a rotation is its first numbers, the first one highest. */
  private void makeKeys(short[] ring) {
    long key = 0;
    for (int i = 0; i < perKey; i++) {
      key = (key << numberBits) | ring[i % count];
    }
    int top = (perKey - 1) * numberBits;
    for (int i = count - 1; i >= 0; i--) {
      key = (key >>> numberBits) | ((long) ring[i] << top);
      keys[i] = key;
    }
  }

  /** Puts each rotation into the bucket of the highest bits of its key; notes where those end. */
  private void distribute(short[] ring) {
    int shift = Math.max(0, perKey * numberBits - BUCKET_BITS);
    long below = (1L << shift) - 1;
    // An entry keeps its highest bit free: it is compared as a signed number.
    int dropped = Math.max(0, shift - (KEY_BITS - indexBits - numberBits));
    Arrays.fill(ends, 0);
    for (int i = 0; i < count; i++) {
      ends[(int) (keys[i] >>> shift)]++;
    }
    startsOf(ends, 0);
    long previous = ring[count - 1];
    for (int i = 0; i < count; i++) {
      long key = keys[i];
      long place = ((key & below) >>> dropped << indexBits) | i;
      spread[ends[(int) (key >>> shift)]++] = (place << numberBits) | previous;
      previous = ring[i];
    }
  }

  /** Turns sizes into places where each begins; {@return the greatest size} */
  private static int startsOf(int[] sizes, int first) {
    int greatest = 0;
    int start = first;
    for (int i = 0; i < sizes.length; i++) {
      int size = sizes[i];
      greatest = Math.max(greatest, size);
      sizes[i] = start;
      start += size;
    }
    return greatest;
  }

  private void sortBuckets() {
    int shift = Math.min(perKey * numberBits - BUCKET_BITS, KEY_BITS - indexBits - numberBits);
    shift = Math.max(0, shift - PART_BITS) + indexBits + numberBits;
    int from = 0;
    for (int end : ends) {
      sortBucket(from, end, shift);
      from = end;
    }
  }

  private void sortBucket(int from, int to, int shift) {
    if (to - from <= SMALL) {
      System.arraycopy(spread, from, entries, from, to - from);
    } else if (partition(from, to, shift) > SMALL) {
      Arrays.sort(entries, from, to);
      return;
    }
    for (int i = from + 1; i < to; i++) {
      long entry = entries[i];
      int at = i;
      while (at > from && entries[at - 1] > entry) {
        entries[at] = entries[at - 1];
        at--;
      }
      entries[at] = entry;
    }
  }

  /** Puts the parts of a bucket in order; {@return the size of the greatest} */
  private int partition(int from, int to, int shift) {
    Arrays.fill(parts, 0);
    for (int i = from; i < to; i++) {
      parts[(int) (spread[i] >>> shift)]++;
    }
    int greatest = startsOf(parts, from);
    for (int i = from; i < to; i++) {
      entries[parts[(int) (spread[i] >>> shift)]++] = spread[i];
    }
    return greatest;
  }

  // Neighbours whose words agree in the key may be of different buckets: the whole keys put them
  // right as well.
  /** Fills the result, neighbours of one key sorted by what follows; false if too much does. */
  private boolean compareFurther(short[] ring) {
    int keyShift = indexBits + numberBits;
    int mask = (1 << numberBits) - 1;
    long last = -1;
    for (int i = 0; i < count; i++) {
      long entry = entries[i];
      before[i] = (short) (entry & mask);
      long key = entry >>> keyShift;
      if (key == last) {
        int end = i + 1;
        while (end < count && entries[end] >>> keyShift == key) {
          end++;
        }
        if (!sortAlike(ring, i - 1, end)) {
          return false;
        }
        i = end - 1;
      }
      last = key;
    }
    return true;
  }

  private boolean sortAlike(short[] ring, int from, int to) {
    int mask = (1 << indexBits) - 1;
    for (int i = from; i < to; i++) {
      order[i] = (int) (entries[i] >>> numberBits) & mask;
    }
    if (!sort(from, to, 0, MAX_SPLITS)) {
      return false;
    }
    for (int i = from; i < to; i++) {
      before[i] = ring[order[i] == 0 ? count - 1 : order[i] - 1];
    }
    return true;
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

  private void bySuffixArray(short[] ring, int different) throws InterruptedException {
    int[] twice = new int[2 * count];
    for (int i = 0; i < twice.length; i++) {
      twice[i] = ring[i % count];
    }
    int at = 0;
    for (int start : SuffixArray.of(twice, different)) {
      if (start < count) {
        before[at++] = ring[start == 0 ? count - 1 : start - 1];
      }
    }
  }
}
