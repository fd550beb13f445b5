package org.astragal.rng;

import java.util.Arrays;

/**
 * Notices samples that were given before: a device that plays an old buffer again, or a cycle that
 * is longer than the windows of the other tests.
 *
 * <p>A block of w samples is known by a fingerprint of 64 bits. The blocks that end at each {@link
 * #spacing}th sample are remembered in a table, and those that end at each {@link #WORD}th are
 * looked up in it. Spacing and word have no common factor, so that of old samples that are given
 * again a remembered block meets a look-up once in {@code WORD * spacing} samples, whatever their
 * offset; it need not be done at each sample. Two hits within {@link #CLOSE} lengths of a block are
 * an alarm. w is chosen so that a block holds 128 bits by the claim, so a hit by chance is one of
 * equal fingerprints: with N remembered, 2^-64 N at each look-up, and for two of them so close
 * together less than 2^-90 at any N here. A block is forgotten when another takes its place in the
 * table: of the last {@link #REMEMBERED} blocks, more than three in four are remembered.
 *
 * <p>A fingerprint tells 64 bits of a block of 128 or more, and the block is long used: it helps
 * nobody to an output that was combined with a DRBG. Not thread-safe.
 */
final class ReplayTest implements HealthTest {
  /** Lengths of a block within which the second hit must follow the first. */
  static final int CLOSE = 32;

  /** Samples from one look-up to the next; a fingerprint is made of words of so many. */
  static final int WORD = Long.BYTES;

  static final int TABLE_BITS = 15;

  /** The latest blocks of which at least three in four are remembered: e^-0.25 of them. */
  static final int REMEMBERED = 1 << (TABLE_BITS - 2);

  private static final int ENTROPY_OF_A_BLOCK = 128;

  /** Odd, otherwise arbitrary: the base of the polynomial of words that a fingerprint is. */
  static final long BASE = 0x9e3779b97f4a7c15L;

  /** The square of the base, mod 2^64. */
  private static final long BASE_SQUARED = 0xdf442d22ce4859b9L;

  /** Samples that are worked on together. */
  private static final int TILE = 4_096;

  private final int width;

  /** What the words of a block count for, the first one's first. */
  private final long[] powers;

  /** What the word that leaves a block counted for. */
  private final long leaving;

  private final long[] table = new long[1 << TABLE_BITS];

  /** How many samples before those of a tile are still needed. */
  private final int kept;

  /** The last samples before a tile, zeros at first, and the tile. */
  private final byte[] work;

  /** Of the block that was looked up last. */
  private long fingerprint;

  private long seen;
  private long lastHit;

  ReplayTest(double minEntropyBits) {
    int needed = (int) Math.ceil(ENTROPY_OF_A_BLOCK / minEntropyBits);
    width = (needed + WORD - 1) / WORD * WORD;
    powers = new long[width / WORD];
    long power = 1;
    for (int i = powers.length - 1; i >= 0; i--) {
      powers[i] = power;
      power *= BASE;
    }
    leaving = power;
    kept = meeting() + width;
    work = new byte[kept + TILE];
    lastHit = -(CLOSE + 1L) * width;
  }

  /** {@return samples in a block} */
  int width() {
    return width;
  }

  /** {@return samples from one remembered block to the next; odd, as words are not} */
  int spacing() {
    return width + 1;
  }

  /** {@return samples after which remembered blocks and look-ups fall together again} */
  int meeting() {
    return WORD * spacing();
  }

  @Override
  public String label() {
    return "replay test, blocks of " + width;
  }

  @Override
  public int alarmIn(byte[] samples) {
    int alarm = -1;
    for (int at = 0; at < samples.length && alarm < 0; ) {
      int count = Math.min(TILE, samples.length - at);
      System.arraycopy(samples, at, work, kept, count);
      long end = alarmBefore(seen + count);
      alarm = end < 0 ? -1 : at + (int) (end - seen) - 1;
      seen += count;
      at += count;
      System.arraycopy(work, count, work, 0, kept);
      Arrays.fill(work, kept, kept + count, (byte) 0);
    }
    return alarm;
  }

  /** {@return the end of the block that completes the alarm, or -1; ends count all samples seen} */
  private long alarmBefore(long end) {
    long at = seen;
    while (at < end) {
      long meeting = (at / meeting() + 1) * meeting();
      long to = Math.min(meeting, end);
      long alarm = lookUp((at / WORD + 1) * WORD, to);
      if (alarm >= 0) {
        return alarm;
      }
      if (to == meeting) {
        remember(meeting);
      }
      at = to;
    }
    return -1;
  }

  /** Remembers the blocks since the last meeting, all of which were looked up. */
  private void remember(long meeting) {
    int end = index(meeting);
    for (int i = WORD - 1; i >= 0; i--) {
      long block = fingerprintAt(end - i * spacing());
      table[slot(block)] = block;
    }
  }

  /** Looks up the blocks that end from there to there. */
  private long lookUp(long from, long to) {
    byte[] samples = work;
    long[] known = table;
    long p = fingerprint;
    int count = to < from ? 0 : (int) (to - from) / WORD + 1;
    int i = index(from) - WORD;
    int n = 0;
    // Two at a time, of which the second need not wait for the first.
    for (; n + 1 < count; n += 2, i += 2 * WORD) {
      long first = change(samples, i);
      long one = p * BASE + first;
      long two = p * BASE_SQUARED + (first * BASE + change(samples, i + WORD));
      if (known[slot(one)] == one && isSecond(one, from + (long) n * WORD)) {
        return from + (long) n * WORD;
      }
      if (known[slot(two)] == two && isSecond(two, from + (n + 1L) * WORD)) {
        return from + (n + 1L) * WORD;
      }
      p = two;
    }
    if (n < count) {
      p = p * BASE + change(samples, i);
      if (known[slot(p)] == p && isSecond(p, from + (long) n * WORD)) {
        return from + (long) n * WORD;
      }
    }
    fingerprint = p;
    return -1;
  }

  /** What the word at a place brings, less what the one takes that leaves the block. */
  private long change(byte[] samples, int at) {
    return Bytes.longAt(samples, at) - Bytes.longAt(samples, at - width) * leaving;
  }

  private long fingerprintAt(int end) {
    long p = 0;
    int at = end - width;
    for (long power : powers) {
      p += Bytes.longAt(work, at) * power;
      at += WORD;
    }
    return p;
  }

  private int index(long end) {
    return kept + (int) (end - seen);
  }

  private static int slot(long fingerprint) {
    return (int) (fingerprint >>> (Long.SIZE - TABLE_BITS));
  }

  private boolean isSecond(long hit, long place) {
    if (hit == 0) {
      return false; // what stands where nothing was remembered
    }
    boolean close = place - lastHit <= (long) CLOSE * width;
    lastHit = place;
    return close;
  }

  /** Forgets the samples themselves; the fingerprints stay. */
  void clear() {
    Arrays.fill(work, (byte) 0);
    fingerprint = 0;
  }
}
