package org.astragal.rng;

import java.time.Duration;
import java.util.Arrays;

/**
 * Makes bits of full entropy from noise: SHA-384 as a vetted conditioning component. A block of 384
 * bits takes noise that holds 384 + 64 bits by the claim.
 *
 * @spec sp800-90b.html#3.1.5 SP 800-90B, 3.1.5 Conditioning Component
 */
final class Conditioner {
  /** Bytes of a conditioned block: as many as a seed of CTR_DRBG with AES-256. */
  static final int BLOCK = 48;

  /** What the noise for a block must hold by the claim, for the output to be of full entropy. */
  static final int ENTROPY_BITS = BLOCK * Byte.SIZE + 64;

  private Conditioner() {}

  /** {@return a block of full entropy; the caller clears it} */
  static byte[] block(NoiseFeed feed, Duration patience) throws RngException {
    byte[] noise = feed.holding(ENTROPY_BITS, patience);
    byte[] block = Sha.digest("SHA-384").digest(noise);
    Arrays.fill(noise, (byte) 0);
    return block;
  }

  /** Fills an array with full entropy, block by block; what is left of the last one is cleared. */
  static void fill(byte[] out, NoiseFeed feed) throws RngException {
    for (int from = 0; from < out.length; from += BLOCK) {
      byte[] block = block(feed, feed.patience());
      System.arraycopy(block, 0, out, from, Math.min(BLOCK, out.length - from));
      Arrays.fill(block, (byte) 0);
    }
  }
}
