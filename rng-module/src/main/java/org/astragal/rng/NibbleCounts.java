package org.astragal.rng;

import java.util.Arrays;

/**
 * Counts the sixteen values of the nibbles of a stream, 64 nibbles at a time: their four bits are
 * gathered in four planes, and for each set of bits it is counted in how many nibbles all of them
 * are one. The counts of the values follow from those of the sets. Not thread-safe.
 */
final class NibbleCounts {
  private static final int VALUES = 16;
  private static final int GROUP = 4 * Long.BYTES;

  /** The lowest bit of each nibble. */
  private static final long LOWEST = 0x1111111111111111L;

  /** By set of bits, the bit of value 1 first; that of the empty set is not kept. */
  private final int[] all = new int[VALUES];

  private int nibbles;

  /** Counts the bytes of a range, with both nibbles each. */
  void add(byte[] bytes, int from, int to) {
    int i = from;
    for (; i <= to - GROUP; i += GROUP) {
      add(
          Bytes.longAt(bytes, i),
          Bytes.longAt(bytes, i + 8),
          Bytes.longAt(bytes, i + 16),
          Bytes.longAt(bytes, i + 24));
    }
    // Nibbles of zeros are in no set that is kept.
    for (; i < to; i++) {
      add(bytes[i] & 0xff, 0, 0, 0);
    }
    nibbles += 2 * (to - from);
  }

  private void add(long p, long q, long r, long s) {
    long a = plane(p, q, r, s);
    long b = plane(p >>> 1, q >>> 1, r >>> 1, s >>> 1);
    long c = plane(p >>> 2, q >>> 2, r >>> 2, s >>> 2);
    long d = plane(p >>> 3, q >>> 3, r >>> 3, s >>> 3);
    int[] n = all;
    long ab = a & b;
    long cd = c & d;
    n[1] += Long.bitCount(a);
    n[2] += Long.bitCount(b);
    n[3] += Long.bitCount(ab);
    n[4] += Long.bitCount(c);
    n[5] += Long.bitCount(a & c);
    n[6] += Long.bitCount(b & c);
    n[7] += Long.bitCount(ab & c);
    n[8] += Long.bitCount(d);
    n[9] += Long.bitCount(a & d);
    n[10] += Long.bitCount(b & d);
    n[11] += Long.bitCount(ab & d);
    n[12] += Long.bitCount(cd);
    n[13] += Long.bitCount(a & cd);
    n[14] += Long.bitCount(b & cd);
    n[15] += Long.bitCount(ab & cd);
  }

  /** The lowest bits of all nibbles of four words. */
  private static long plane(long p, long q, long r, long s) {
    return (p & LOWEST) | (q & LOWEST) << 1 | (r & LOWEST) << 2 | (s & LOWEST) << 3;
  }

  /** {@return how often each value came since the last call} */
  int[] take() {
    int[] counts = all.clone();
    counts[0] = nibbles;
    // Those with all bits of a set, less those that have one more, for each bit.
    for (int bit = 1; bit < VALUES; bit <<= 1) {
      for (int value = 0; value < VALUES; value++) {
        if ((value & bit) == 0) {
          counts[value] -= counts[value | bit];
        }
      }
    }
    Arrays.fill(all, 0);
    nibbles = 0;
    return counts;
  }
}
