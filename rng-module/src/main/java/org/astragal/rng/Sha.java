package org.astragal.rng;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes that every Java platform has. */
final class Sha {
  private Sha() {}

  static byte[] sha256(byte[] bytes) {
    return digest("SHA-256").digest(bytes);
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
