package org.astragal.rng;

import java.util.Arrays;

/**
 * Compares each block of 16 samples with the one before it, as FIPS 140-2, 4.9.2 asked of every
 * generator. The first block after a start is only remembered. A source at its claim of H bits a
 * sample gives two equal blocks with probability 2^-16H. Not thread-safe.
 */
final class SuccessiveBlocksTest implements HealthTest {
  static final int BLOCK = 16;

  private final byte[] block = new byte[BLOCK];
  private int filled;
  private boolean differs;
  private boolean hasPrevious;

  @Override
  public String label() {
    return "comparison of successive blocks of " + BLOCK;
  }

  @Override
  public int alarmIn(byte[] samples) {
    for (int i = 0; i < samples.length; i++) {
      if (block[filled] != samples[i]) {
        block[filled] = samples[i];
        differs = true;
      }
      filled++;
      if (filled == BLOCK) {
        if (hasPrevious && !differs) {
          return i;
        }
        hasPrevious = true;
        filled = 0;
        differs = false;
      }
    }
    return -1;
  }

  /** Forgets the last block: it may have been part of a seed. */
  void clear() {
    Arrays.fill(block, (byte) 0);
    filled = 0;
    hasPrevious = false;
    differs = false;
  }
}
