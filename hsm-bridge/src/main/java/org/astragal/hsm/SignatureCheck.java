package org.astragal.hsm;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;

/**
 * Verifies in software what a key on the token has signed, before anybody else sees it.
 *
 * <p>Thread safety: immutable.
 */
sealed interface SignatureCheck permits EcdsaCheck, Ed25519Check {
  /**
   * {@return the checks of one key}
   *
   * @throws IllegalArgumentException if it is none of {@link KeyAlgorithm}
   */
  static SignatureCheck of(PublicKey key) {
    return switch (key) {
      case ECPublicKey ec -> new EcdsaCheck(ec);
      case EdECPublicKey edwards -> new Ed25519Check(edwards);
      default -> throw new IllegalArgumentException("a key for " + key.getAlgorithm());
    };
  }

  PublicKey publicKey();

  /** {@return whether {@code signature} is this key's for {@code message}} */
  boolean verifies(byte[] message, byte[] signature);
}
