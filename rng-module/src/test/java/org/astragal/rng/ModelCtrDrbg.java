package org.astragal.rng;

import java.util.Arrays;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A second CTR_DRBG with AES-256, written from SP 800-90A rev 1, 10.2.1 and 10.3.2 over Bouncy
 * Castle's AES, slow and plain. Proved by NIST's vectors, it says what the generator's DRBG must
 * give.
 */
final class ModelCtrDrbg {
  private static final int KEY = 32;
  private static final int BLOCK = 16;
  private static final int SEED = KEY + BLOCK;

  private final boolean useDf;
  private byte[] key = new byte[KEY];
  private byte[] v = new byte[BLOCK];

  ModelCtrDrbg(boolean useDf, byte[] entropy, byte[] nonce, byte[] personalization) {
    this.useDf = useDf;
    update(useDf ? df(concat(entropy, nonce, personalization)) : xor(entropy, personalization));
  }

  void reseed(byte[] entropy, byte[] additional) {
    update(useDf ? df(concat(entropy, additional)) : xor(entropy, additional));
  }

  byte[] generate(int length, byte[] additional) {
    byte[] data = new byte[SEED];
    if (additional.length > 0) {
      data = useDf ? df(additional) : Arrays.copyOf(additional, SEED);
      update(data);
    }
    byte[] out = new byte[length];
    for (int i = 0; i < length; i += BLOCK) {
      increment();
      System.arraycopy(encrypt(key, v), 0, out, i, Math.min(BLOCK, length - i));
    }
    update(data);
    return out;
  }

  /** {@return Key and V} */
  byte[] state() {
    return concat(key, v);
  }

  // 10.2.1.2
  private void update(byte[] data) {
    byte[] temp = new byte[0];
    while (temp.length < SEED) {
      increment();
      temp = concat(temp, encrypt(key, v));
    }
    byte[] mixed = xor(Arrays.copyOf(temp, SEED), data);
    key = Arrays.copyOf(mixed, KEY);
    v = Arrays.copyOfRange(mixed, KEY, SEED);
  }

  // 10.3.2
  private static byte[] df(byte[] input) {
    byte[] s = concat(word(input.length), word(SEED), input, new byte[] {(byte) 0x80});
    s = Arrays.copyOf(s, (s.length + BLOCK - 1) / BLOCK * BLOCK);
    byte[] k = new byte[KEY];
    for (int i = 0; i < KEY; i++) {
      k[i] = (byte) i;
    }
    byte[] temp = new byte[0];
    for (int i = 0; temp.length < SEED; i++) {
      temp = concat(temp, bcc(k, concat(Arrays.copyOf(word(i), BLOCK), s)));
    }
    byte[] x = Arrays.copyOfRange(temp, KEY, SEED);
    byte[] dfKey = Arrays.copyOf(temp, KEY);
    byte[] out = new byte[0];
    while (out.length < SEED) {
      x = encrypt(dfKey, x);
      out = concat(out, x);
    }
    return out;
  }

  // 10.3.3
  private static byte[] bcc(byte[] k, byte[] data) {
    byte[] chain = new byte[BLOCK];
    for (int i = 0; i < data.length; i += BLOCK) {
      chain = encrypt(k, xor(chain, Arrays.copyOfRange(data, i, i + BLOCK)));
    }
    return chain;
  }

  private void increment() {
    for (int i = BLOCK - 1; i >= 0 && ++v[i] == 0; i--) {}
  }

  private static byte[] encrypt(byte[] k, byte[] block) {
    var aes = AESEngine.newInstance();
    aes.init(true, new KeyParameter(k));
    byte[] out = new byte[BLOCK];
    aes.processBlock(block, 0, out, 0);
    return out;
  }

  private static byte[] word(int value) {
    return new byte[] {
      (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
    };
  }

  private static byte[] xor(byte[] a, byte[] shorter) {
    byte[] out = a.clone();
    for (int i = 0; i < shorter.length; i++) {
      out[i] ^= shorter[i];
    }
    return out;
  }

  private static byte[] concat(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
