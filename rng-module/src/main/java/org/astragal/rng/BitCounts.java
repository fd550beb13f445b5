package org.astragal.rng;

import java.util.Arrays;

/**
 * Counts of a stream of bits, 256 of them at a time: how often each of the sixteen values of its
 * nibbles came, and how often a bit was not as the one before. For the values the four bits of 64
 * nibbles are gathered in four planes, and for each set of bits it is counted in how many nibbles
 * all of them are one. The counts of the values follow from those of the sets. Not thread-safe.
 */
final class BitCounts {
  private static final int VALUES = 16;
  private static final int GROUP = 4 * Long.BYTES;

  /** The lowest bit of each nibble. */
  private static final long LOWEST = 0x1111111111111111L;

  /** By set of bits, the bit of value 1 first; that of the empty set is not kept. */
  private final int[] all = new int[VALUES];

  private int nibbles;
  private int changes;

  /** Ends with the last bit seen. */
  private long last;

  /** Counts the bytes of a range, the highest bit of each first. */
  void add(byte[] bytes, int from, int to) {
    int changed = 0;
    long before = last;
    int i = from;
    for (; i <= to - GROUP; i += GROUP) {
      long p = Bytes.longAt(bytes, i);
      long q = Bytes.longAt(bytes, i + 8);
      long r = Bytes.longAt(bytes, i + 16);
      long s = Bytes.longAt(bytes, i + 24);
      changed += changes(before, p) + changes(p, q) + changes(q, r) + changes(r, s);
      before = s;
      addSets(p, q, r, s);
    }
    // Nibbles of zeros are in no set that is kept.
    for (; i < to; i++) {
      long value = bytes[i] & 0xff;
      changed += Long.bitCount((value ^ (value >>> 1 | (before & 1) << 7)) & 0xff);
      before = value;
      addSets(value, 0, 0, 0);
    }
    nibbles += 2 * (to - from);
    changes += changed;
    last = before;
  }

  /** {@return how many bits of a word differ from the one before, across the words too} */
  private static int changes(long before, long word) {
    return Long.bitCount(word ^ (word >>> 1 | before << (Long.SIZE - 1)));
  }

  private void addSets(long p, long q, long r, long s) {
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

  /** {@return how often a bit was not as the one before, since the last call} */
  int takeChanges() {
    int taken = changes;
    changes = 0;
    return taken;
  }

  /** {@return how often each value came since the last call} */
  int[] takeNibbles() {
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
