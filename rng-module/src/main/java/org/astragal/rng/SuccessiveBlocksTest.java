package org.astragal.rng;

import java.util.Arrays;

/**
 * Compares each block of 16 samples with the one before it, as FIPS 140-2, 4.9.2 asked of every
 * generator. The first block after a start is only remembered. A source at its claim of H bits a
 * sample gives two equal blocks with probability 2^-16H. Not thread-safe.
 */
final class SuccessiveBlocksTest implements HealthTest {
  static final int BLOCK = 16;

  /** The block before, as two longs. */
  private long previousHigh;

  private long previousLow;
  private boolean hasPrevious;

  /** A block of which some samples are still to come. */
  private final byte[] begun = new byte[BLOCK];

  private int filled;

  @Override
  public String label() {
    return "comparison of successive blocks of " + BLOCK;
  }

  @Override
  public int alarmIn(byte[] samples) {
    int from = 0;
    while (from < samples.length) {
      if (filled == 0 && samples.length - from >= BLOCK) {
        from += BLOCK;
        if (isRepeated(samples, from - BLOCK)) {
          return from - 1;
        }
      } else {
        int count = Math.min(BLOCK - filled, samples.length - from);
        System.arraycopy(samples, from, begun, filled, count);
        from += count;
        filled = (filled + count) % BLOCK;
        if (filled == 0 && isRepeated(begun, 0)) {
          return from - 1;
        }
      }
    }
    return -1;
  }

  private boolean isRepeated(byte[] block, int at) {
    long high = Bytes.longAt(block, at);
    long low = Bytes.longAt(block, at + Long.BYTES);
    boolean repeated = hasPrevious && high == previousHigh && low == previousLow;
    previousHigh = high;
    previousLow = low;
    hasPrevious = true;
    return repeated;
  }

  /** Forgets the last block: it may have been part of a seed. */
  void clear() {
    Arrays.fill(begun, (byte) 0);
    previousHigh = 0;
    previousLow = 0;
    filled = 0;
    hasPrevious = false;
  }
}
