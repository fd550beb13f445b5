package org.astragal.certification.battery;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Good streams from the cryptography of the JDK. */
final class KeyStream {
  private KeyStream() {}

  /**
   * Writes the key stream of AES-256 in counter mode, first counter 0: of the key 00 to 1f for the
   * seed 0, of another for any other seed.
   */
  static void aes(byte[] into, long seed) {
    Arrays.fill(into, (byte) 0);
    try {
      cipher(seed).doFinal(into, 0, into.length, into, 0);
    } catch (GeneralSecurityException e) {
      throw noAes(e);
    }
  }

  /** Writes the stream of the key that is the SHA-256 of the seed. */
  static void aesOfHash(long seed, byte[] into) {
    Arrays.fill(into, (byte) 0);
    try {
      cipher(hash(seed)).doFinal(into, 0, into.length, into, 0);
    } catch (GeneralSecurityException e) {
      throw noAes(e);
    }
  }

  /** The stream of {@link #aes}, part by part: streams of any length in little memory. */
  static final class Parts {
    private final Cipher cipher;

    Parts(long seed) {
      this.cipher = cipher(seed);
    }

    /** Fills a part with what comes next. */
    void next(byte[] part) {
      Arrays.fill(part, (byte) 0);
      try {
        cipher.update(part, 0, part.length, part, 0);
      } catch (GeneralSecurityException e) {
        throw noAes(e);
      }
    }
  }

  private static Cipher cipher(long seed) {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    return cipher(seed == 0 ? key : hash(~seed));
  }

  private static byte[] hash(long seed) {
    return digest().digest(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
  }

  private static Cipher cipher(byte[] key) {
    try {
      var cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw noAes(e);
    }
  }

  private static IllegalStateException noAes(GeneralSecurityException e) {
    return new IllegalStateException("every JDK has AES in counter mode", e);
  }

  /**
   * Writes SHA-256(n), SHA-256(n + 1), ...; each number is eight bytes.
   *
   * @param first n, in blocks of 32 bytes
   */
  static void sha256(byte[] into, long first) {
    MessageDigest digest = digest();
    byte[] number = new byte[Long.BYTES];
    for (int at = 0; at < into.length; at += 32) {
      ByteBuffer.wrap(number).putLong(first + at / 32);
      byte[] block = digest.digest(number);
      System.arraycopy(block, 0, into, at, Math.min(32, into.length - at));
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
