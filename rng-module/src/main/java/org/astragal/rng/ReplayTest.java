package org.astragal.rng;

import java.util.Arrays;

/**
 * Notices samples that were given before: a device that plays an old buffer again, or a cycle that
 * is longer than the windows of the other tests.
 *
 * <p>Every block of w samples leaves a fingerprint of 64 bits in a table; at every sample the
 * fingerprint of the last w samples is looked up. Two hits within {@link #CLOSE} blocks are an
 * alarm. w is chosen so that a block holds 128 bits by the claim, so a hit by chance is one of
 * equal fingerprints: with N remembered, 2^-64 N at each sample, and for two of them so close
 * together less than 2^-90 at any N here. A block is forgotten when another takes its place in the
 * table: of the last {@link #REMEMBERED} blocks, more than three in four are remembered.
 *
 * <p>A fingerprint tells 64 bits of a block of 128 or more, and the block is long used: it helps
 * nobody to an output that was combined with a DRBG. Not thread-safe.
 */
final class ReplayTest implements HealthTest {
  /** Blocks within which the second hit must follow the first. */
  static final int CLOSE = 8;

  private static final int TABLE_BITS = 15;

  /** The latest blocks of which at least three in four are remembered: e^-0.25 of them. */
  static final int REMEMBERED = 1 << (TABLE_BITS - 2);

  private static final int ENTROPY_OF_A_BLOCK = 128;

  /** Odd, otherwise arbitrary: the base of the rolling polynomial, and what mixes it. */
  private static final long BASE = 0x9e3779b97f4a7c15L;

  private static final long MIX = 0xd6e8feb86659fd93L;

  /** Samples whose fingerprints are made together, in lanes that do not wait for each other. */
  private static final int LANES = 4;

  private static final int LANE = 512;
  private static final int TILE = LANES * LANE;

  private final int width;

  /** Of each sample, minus what it counts for when it is the oldest and leaves the block. */
  private final long[] leaving = new long[256];

  /** What the samples of a block count for in its polynomial, the oldest first. */
  private final long[] powers;

  private final long[] table = new long[1 << TABLE_BITS];

  /** Fingerprints of the blocks that end at each sample of a tile. */
  private final long[] tile = new long[TILE];

  /** The last samples, of which {@link #seen} tells how many there are. */
  private final byte[] last;

  private long polynomial;
  private long seen;
  private long lastHit;

  ReplayTest(double minEntropyBits) {
    width = (int) Math.ceil(ENTROPY_OF_A_BLOCK / minEntropyBits);
    last = new byte[width];
    powers = new long[width];
    long power = 1;
    for (int i = width - 1; i >= 0; i--) {
      powers[i] = power;
      // As if zeros had come before: they leave when the first samples come.
      polynomial += power;
      power *= BASE;
    }
    for (int sample = 0; sample < leaving.length; sample++) {
      // A sample counts as one more than its value, so that zeros count too.
      leaving[sample] = 1 - (sample + 1) * power;
    }
    lastHit = -(CLOSE + 1L) * width;
  }

  /** {@return samples in a block} */
  int width() {
    return width;
  }

  @Override
  public String label() {
    return "replay test, blocks of " + width;
  }

  @Override
  public int alarmIn(byte[] samples) {
    int at = 0;
    // The samples that leave the block are those of the read before, and then those of this one.
    int alarm = -1;
    while (at < samples.length && alarm < 0) {
      int count = Math.min(TILE, samples.length - at);
      if (at >= width && count == TILE && LANE >= width) {
        rollLanes(samples, at);
      } else {
        count = at < width ? Math.min(count, width - at) : count;
        roll(samples, at, count);
      }
      mix(count);
      int hit = alarmAmong(count);
      alarm = hit < 0 ? -1 : at + hit;
      at += count;
    }
    remember(samples);
    return alarm;
  }

  /** Fills the tile with the polynomials at so many samples. */
  private void roll(byte[] samples, int at, int count) {
    long p = polynomial;
    for (int i = 0; i < count; i++) {
      int place = at + i;
      byte oldest = place < width ? last[place] : samples[place - width];
      p = p * BASE + (samples[place] & 0xff) + leaving[oldest & 0xff];
      tile[i] = p;
    }
    polynomial = p;
  }

  /** As {@link #roll}, of a whole tile: each sample has its block in this read. */
  private void rollLanes(byte[] samples, int at) {
    long[] weight = leaving;
    long[] out = tile;
    long a = polynomial;
    long b = 0;
    long c = 0;
    long d = 0;
    // The blocks that end where the lanes begin.
    int w = width;
    long[] power = powers;
    for (int i = 0, n = at - w + LANE; i < w; i++, n++) {
      b += ((samples[n] & 0xff) + 1) * power[i];
      c += ((samples[n + LANE] & 0xff) + 1) * power[i];
      d += ((samples[n + 2 * LANE] & 0xff) + 1) * power[i];
    }
    for (int i = 0, n = at; i < LANE; i++, n++) {
      a = a * BASE + (samples[n] & 0xff) + weight[samples[n - w] & 0xff];
      int m = n + LANE;
      b = b * BASE + (samples[m] & 0xff) + weight[samples[m - w] & 0xff];
      m += LANE;
      c = c * BASE + (samples[m] & 0xff) + weight[samples[m - w] & 0xff];
      m += LANE;
      d = d * BASE + (samples[m] & 0xff) + weight[samples[m - w] & 0xff];
      out[i] = a;
      out[i + LANE] = b;
      out[i + 2 * LANE] = c;
      out[i + 3 * LANE] = d;
    }
    polynomial = d;
  }

  /** Makes fingerprints of polynomials. */
  private void mix(int count) {
    long[] all = tile;
    for (int i = 0; i < count; i++) {
      long p = all[i];
      all[i] = (p ^ p >>> 29) * MIX;
    }
  }

  /** Looks the fingerprints up, in order, and remembers every one of a whole block. */
  private int alarmAmong(int count) {
    int from = 0;
    while (from < count) {
      int toFull = (int) (width - seen % width);
      int to = Math.min(count, from + toFull);
      int alarm = alarmAmong(from, to);
      seen += to - from;
      if (alarm >= 0) {
        return alarm;
      }
      if (to - from == toFull) {
        table[slot(tile[to - 1])] = tile[to - 1];
      }
      from = to;
    }
    return -1;
  }

  /** Looks some of them up, with nothing to remember before the last. */
  private int alarmAmong(int from, int to) {
    long[] known = table;
    long[] all = tile;
    int mask = known.length - 1;
    for (int i = from; i < to; i++) {
      long fingerprint = all[i];
      if (known[(int) (fingerprint >>> (Long.SIZE - TABLE_BITS)) & mask] == fingerprint
          && fingerprint != 0
          && isSecond(seen + i - from + 1)) {
        return i;
      }
    }
    return -1;
  }

  private static int slot(long fingerprint) {
    return (int) (fingerprint >>> (Long.SIZE - TABLE_BITS));
  }

  private boolean isSecond(long place) {
    boolean close = place - lastHit <= (long) CLOSE * width;
    lastHit = place;
    return close;
  }

  /** Keeps the last samples for the next read. */
  private void remember(byte[] samples) {
    int count = Math.min(width, samples.length);
    System.arraycopy(last, count, last, 0, width - count);
    System.arraycopy(samples, samples.length - count, last, width - count, count);
  }

  /** Forgets the samples themselves; the fingerprints stay. */
  void clear() {
    Arrays.fill(last, (byte) 0);
    Arrays.fill(tile, 0);
  }
}
