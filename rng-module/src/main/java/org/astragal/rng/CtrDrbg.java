package org.astragal.rng;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * CTR_DRBG with AES-256 and without derivation function, security strength 256 bits, over the JDK's
 * AES in counter mode, so that the processor's own instructions do the work. Entropy input is of
 * full entropy and exactly seedlen long. Not thread-safe.
 *
 * <p>Output and next state come from one run of the counter: the blocks after those of the output
 * are the ones that the update function takes.
 *
 * <p>Key and V are cleared. The JDK's cipher keeps round keys of its own until it is given the next
 * key; the old ones are left to the garbage collector.
 *
 * @spec sp800-90a.html#10.2.1 SP 800-90A rev 1, 10.2.1 CTR_DRBG
 */
final class CtrDrbg implements Mechanism.WorkingState {
  private static final int KEY = 32;
  private static final int BLOCK = 16;

  /** Bytes of entropy input, and the most of any other input: seedlen of table 3. */
  static final int SEED = KEY + BLOCK;

  private static final byte[] ZEROS = new byte[65_536 + BLOCK + SEED];

  private final Cipher aes = cipher();
  private final byte[] key = new byte[KEY];
  private final byte[] v = new byte[BLOCK];
  private final byte[] temp = new byte[SEED];

  /** Counter blocks of one request; grows to the largest one. */
  private byte[] run = new byte[BLOCK + SEED];

  /**
   * Instantiates, 10.2.1.3.1. The caller keeps and clears the arrays.
   *
   * @param entropy {@link #SEED} bytes of full entropy
   * @param personalization at most {@link #SEED} bytes
   */
  CtrDrbg(byte[] entropy, byte[] personalization) {
    reseed(entropy, personalization);
  }

  /** As 10.2.1.4.1; from the state of zeros of a new instance it is 10.2.1.3.1 too. */
  @Override
  public void reseed(byte[] entropy, byte[] additional) {
    byte[] material = seedMaterial(entropy, additional);
    update(material);
    Arrays.fill(material, (byte) 0);
  }

  /** As 10.2.1.5.1. */
  @Override
  public void generate(byte[] out, byte[] additional) {
    byte[] input = padded(additional);
    if (additional.length > 0) {
      update(input);
    }
    int blocks = (out.length + BLOCK - 1) / BLOCK * BLOCK;
    if (run.length < blocks + SEED) {
      Arrays.fill(run, (byte) 0);
      run = new byte[blocks + SEED];
    }
    // Steps 4 and 6: V + 1, V + 2, ... for the output, and three more for the update.
    encryptCounters(run, blocks + SEED);
    System.arraycopy(run, 0, out, 0, out.length);
    System.arraycopy(run, blocks, temp, 0, SEED);
    Arrays.fill(run, 0, blocks + SEED, (byte) 0);
    mix(input);
    Arrays.fill(input, (byte) 0);
  }

  @Override
  public void clear() {
    Arrays.fill(key, (byte) 0);
    Arrays.fill(v, (byte) 0);
    Arrays.fill(run, (byte) 0);
    Arrays.fill(temp, (byte) 0);
    // Turns the cipher's own key out, too.
    encryptCounters(temp, SEED);
  }

  private static byte[] seedMaterial(byte[] entropy, byte[] other) {
    if (entropy.length != SEED) {
      throw new IllegalArgumentException("entropy input must be " + SEED + " bytes");
    }
    byte[] material = padded(other);
    for (int i = 0; i < SEED; i++) {
      material[i] ^= entropy[i];
    }
    return material;
  }

  private static byte[] padded(byte[] input) {
    if (input.length > SEED) {
      throw new IllegalArgumentException("input must be at most " + SEED + " bytes");
    }
    return Arrays.copyOf(input, SEED);
  }

  // 10.2.1.2, with provided_data = data.
  private void update(byte[] data) {
    encryptCounters(temp, SEED);
    mix(data);
  }

  // 10.2.1.2 steps 4 to 6, of the three counter blocks in temp.
  private void mix(byte[] data) {
    for (int i = 0; i < SEED; i++) {
      temp[i] ^= data[i];
    }
    System.arraycopy(temp, 0, key, 0, KEY);
    System.arraycopy(temp, KEY, v, 0, BLOCK);
    Arrays.fill(temp, (byte) 0);
  }

  // AES in counter mode over zeros gives the encrypted counters themselves. V moves on afterwards,
  // by mix; all callers end with it.
  private void encryptCounters(byte[] out, int length) {
    byte[] first = v.clone();
    for (int i = BLOCK - 1; i >= 0; i--) {
      first[i]++;
      if (first[i] != 0) {
        break;
      }
    }
    try {
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(first));
      int given = 0;
      while (given < length) {
        given += aes.update(ZEROS, 0, Math.min(ZEROS.length, length - given), out, given);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES in counter mode refuses its own parameters", e);
    }
    Arrays.fill(first, (byte) 0);
  }

  private static Cipher cipher() {
    try {
      // The JDK's own, and nobody else's who may be registered.
      return Cipher.getInstance("AES/CTR/NoPadding", "SunJCE");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES in counter mode", e);
    }
  }
}
