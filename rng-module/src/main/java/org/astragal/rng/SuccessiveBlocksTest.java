package org.astragal.rng;

import java.util.Arrays;

/**
 * Compares each block of 16 samples with the one before it, as FIPS 140-2, 4.9.2 asked of every
 * generator. The first block after a start is only remembered. A source at its claim of H bits a
 * sample gives two equal blocks with probability 2^-16H. Not thread-safe.
 */
final class SuccessiveBlocksTest implements HealthTest {
  static final int BLOCK = 16;

  /** The block before the one that is being filled. */
  private byte[] previous = new byte[BLOCK];

  private byte[] current = new byte[BLOCK];
  private int filled;
  private boolean hasPrevious;

  @Override
  public String label() {
    return "comparison of successive blocks of " + BLOCK;
  }

  @Override
  public int alarmIn(byte[] samples) {
    for (int from = 0; from < samples.length; ) {
      int count = Math.min(BLOCK - filled, samples.length - from);
      System.arraycopy(samples, from, current, filled, count);
      filled += count;
      from += count;
      if (filled == BLOCK) {
        if (hasPrevious && Arrays.equals(previous, current)) {
          return from - 1;
        }
        byte[] full = current;
        current = previous;
        previous = full;
        hasPrevious = true;
        filled = 0;
      }
    }
    return -1;
  }

  /** Forgets the last block: it may have been part of a seed. */
  void clear() {
    Arrays.fill(previous, (byte) 0);
    Arrays.fill(current, (byte) 0);
    filled = 0;
    hasPrevious = false;
  }
}
