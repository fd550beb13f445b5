package org.astragal.rng;

import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.prng.EntropySource;
import org.bouncycastle.crypto.prng.drbg.CTRSP800DRBG;

/**
 * CTR_DRBG with AES-256 and derivation function, security strength 256 bits, by Bouncy Castle. The
 * entropy is handed in, so that it can come from tested noise alone. Not thread-safe.
 *
 * <p>Bouncy Castle offers no way to clear the working state; it is left to the garbage collector.
 *
 * @spec sp800-90a.html#10.2.1 SP 800-90A rev 1, 10.2.1 CTR_DRBG
 */
final class CtrDrbg {
  static final int STRENGTH_BITS = 256;

  private final HandedIn entropySource;
  private final CTRSP800DRBG drbg;

  /**
   * Instantiates, 10.2.1.3.2. The caller keeps and clears the arrays.
   *
   * @param entropy entropy input of at least 256 bits of entropy
   * @param nonce at least 128 bits of entropy
   * @param personalization what sets this instance apart
   */
  CtrDrbg(byte[] entropy, byte[] nonce, byte[] personalization) {
    entropySource = new HandedIn(entropy);
    drbg =
        new CTRSP800DRBG(
            AESEngine.newInstance(), 256, STRENGTH_BITS, entropySource, personalization, nonce);
  }

  /** Reseeds, 10.2.1.4.2. The caller keeps and clears {@code entropy}. */
  void reseed(byte[] entropy) {
    entropySource.entropy = entropy;
    drbg.reseed(null);
  }

  /** Fills {@code out} with the next output, 10.2.1.5.2: at most 2^18 bits. */
  void generate(byte[] out) {
    if (drbg.generate(out, null, false) < 0) {
      // The interval of RngConfig ends long before Bouncy Castle's own count of 2^47.
      throw new IllegalStateException("the DRBG asks for a reseed");
    }
  }

  /** Gives each entropy input once: it is there only during instantiate and reseed. */
  private static final class HandedIn implements EntropySource {
    private byte[] entropy;

    HandedIn(byte[] entropy) {
      this.entropy = entropy;
    }

    @Override
    public boolean isPredictionResistant() {
      return false;
    }

    @Override
    public byte[] getEntropy() {
      byte[] once = entropy;
      entropy = new byte[0];
      return once;
    }

    @Override
    public int entropySize() {
      return entropy.length * 8;
    }
  }
}
