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

  private final int width;

  /** The base to the power of the width: what the oldest sample of a block counts for. */
  private final long oldest;

  private final long[] table = new long[1 << TABLE_BITS];

  /** The last samples, of which {@link #seen} tells how many there are. */
  private byte[] last;

  private long polynomial;
  private long seen;
  private long lastHit;

  ReplayTest(double minEntropyBits) {
    width = (int) Math.ceil(ENTROPY_OF_A_BLOCK / minEntropyBits);
    last = new byte[width];
    long power = 1;
    for (int i = 0; i < width; i++) {
      // As if zeros had come before: they leave when the first samples come.
      polynomial += power;
      power *= BASE;
    }
    oldest = power;
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
    // The samples that leave the block are those of the read before, and then those of this one.
    byte[] all = Arrays.copyOf(last, width + samples.length);
    System.arraycopy(samples, 0, all, width, samples.length);
    int alarm = -1;
    long p = polynomial;
    int toFull = (int) (width - seen % width);
    for (int i = 0; i < samples.length && alarm < 0; i++) {
      // A sample counts as one more than its value, so that zeros count too.
      p = p * BASE + (samples[i] & 0xff) + 1 - ((all[i] & 0xff) + 1) * oldest;
      toFull--;
      if (isHit(p, toFull == 0) && isSecond(seen + i + 1)) {
        alarm = i;
      }
      toFull = toFull == 0 ? width : toFull;
    }
    polynomial = p;
    seen += samples.length;
    System.arraycopy(all, samples.length, last, 0, width);
    Arrays.fill(all, (byte) 0);
    return alarm;
  }

  private boolean isHit(long p, boolean remembers) {
    long fingerprint = (p ^ p >>> 29) * MIX;
    int slot = (int) (fingerprint >>> (Long.SIZE - TABLE_BITS));
    boolean known = table[slot] == fingerprint && fingerprint != 0;
    if (remembers) {
      table[slot] = fingerprint;
    }
    return known;
  }

  private boolean isSecond(long place) {
    boolean close = place - lastHit <= (long) CLOSE * width;
    lastHit = place;
    return close;
  }

  /** Forgets the samples themselves; the fingerprints stay. */
  void clear() {
    Arrays.fill(last, (byte) 0);
  }
}
