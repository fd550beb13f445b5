package org.astragal.rng;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.prng.EntropySource;
import org.bouncycastle.crypto.prng.drbg.HMacSP800DRBG;
import org.bouncycastle.crypto.prng.drbg.HashSP800DRBG;
import org.bouncycastle.crypto.prng.drbg.SP80090DRBG;

/**
 * HMAC_DRBG and Hash_DRBG with SHA-256, by Bouncy Castle. The entropy is handed in, so that it can
 * come from tested noise alone. Not thread-safe.
 *
 * <p>Bouncy Castle offers no way to clear the working state; it is left to the garbage collector.
 *
 * @spec sp800-90a.html#10.1 SP 800-90A rev 1, 10.1 DRBG Mechanisms Based on Hash Functions
 */
final class BouncyDrbg implements Mechanism.WorkingState {
  /** Bouncy Castle's own limit for one request, 2^18 bits. */
  private static final int MAXIMUM_REQUEST = 32_768;

  private final HandedIn entropySource;
  private final SP80090DRBG drbg;

  private BouncyDrbg(HandedIn entropySource, SP80090DRBG drbg) {
    this.entropySource = entropySource;
    this.drbg = drbg;
  }

  static BouncyDrbg hmac(byte[] entropy, byte[] nonce, byte[] personalization) {
    var source = new HandedIn(entropy);
    return new BouncyDrbg(
        source,
        new HMacSP800DRBG(
            new HMac(new SHA256Digest()), Mechanism.STRENGTH_BITS, source, personalization, nonce));
  }

  static BouncyDrbg hash(byte[] entropy, byte[] nonce, byte[] personalization) {
    var source = new HandedIn(entropy);
    return new BouncyDrbg(
        source,
        new HashSP800DRBG(
            new SHA256Digest(), Mechanism.STRENGTH_BITS, source, personalization, nonce));
  }

  @Override
  public void reseed(byte[] entropy, byte[] additional) {
    entropySource.entropy = entropy;
    drbg.reseed(additional);
  }

  @Override
  public void generate(byte[] out, byte[] additional) {
    if (out.length <= MAXIMUM_REQUEST) {
      generatePart(out, additional);
      return;
    }
    for (int from = 0; from < out.length; from += MAXIMUM_REQUEST) {
      byte[] part = new byte[Math.min(MAXIMUM_REQUEST, out.length - from)];
      generatePart(part, from == 0 ? additional : new byte[0]);
      System.arraycopy(part, 0, out, from, part.length);
      Arrays.fill(part, (byte) 0);
    }
  }

  private void generatePart(byte[] out, byte[] additional) {
    byte[] input = additional.length == 0 ? null : additional;
    if (drbg.generate(out, input, false) < 0) {
      // The interval of the configuration ends long before Bouncy Castle's own count of 2^47.
      throw new IllegalStateException("the DRBG asks for a reseed");
    }
  }

  @Override
  public void clear() {
    entropySource.entropy = new byte[0];
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
