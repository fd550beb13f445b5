package org.astragal.hsm;

import java.security.interfaces.EdECPublicKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The check of Ed25519 signatures, by Bouncy Castle like {@link EcdsaCheck}.
 *
 * <p>Thread safety: immutable.
 *
 * @spec rfc8032.html#5.1.7 RFC 8032, 5.1.7 Verify
 */
final class Ed25519Check implements SignatureCheck {
  private final EdECPublicKey publicKey;
  private final Ed25519.PublicPoint point;

  /**
   * Prepares the checks of one key.
   *
   * @throws IllegalArgumentException if the key is none for Ed25519, or a point of small order
   */
  Ed25519Check(EdECPublicKey publicKey) {
    this.publicKey = publicKey;
    byte[] bytes = EdwardsPoint.bytes(publicKey);
    if (!Ed25519.validatePublicKeyFull(bytes, 0)) {
      throw new IllegalArgumentException("not a point of the right order of Ed25519");
    }
    this.point = Ed25519.validatePublicKeyPartialExport(bytes, 0);
  }

  @Override
  public EdECPublicKey publicKey() {
    return publicKey;
  }

  /** As for all; the signature has 64 bytes. */
  @Override
  public boolean verifies(byte[] message, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, point, message, 0, message.length);
  }
}
