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

  /** Writes the key stream of AES-256 in counter mode, key 00 to 1f, first counter 0. */
  static void aes(byte[] into) {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    aes(key, into);
  }

  /** Writes the stream of the key that is the SHA-256 of the seed. */
  static void aes(long seed, byte[] into) {
    aes(digest().digest(ByteBuffer.allocate(Long.BYTES).putLong(seed).array()), into);
  }

  private static void aes(byte[] key, byte[] into) {
    try {
      var cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
      Arrays.fill(into, (byte) 0);
      cipher.doFinal(into, 0, into.length, into, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES in counter mode", e);
    }
  }

  /** Writes SHA-256(0), SHA-256(1), ...; each number is eight bytes. */
  static void sha256(byte[] into) {
    MessageDigest digest = digest();
    byte[] number = new byte[Long.BYTES];
    for (int at = 0; at < into.length; at += 32) {
      ByteBuffer.wrap(number).putLong(at / 32);
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
