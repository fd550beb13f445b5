package org.astragal.hsm;

import java.security.PublicKey;

/**
 * A key that was generated on the token and cannot leave it.
 *
 * <p>Thread safety: safe. Stays usable through failures of the token, as long as the token still
 * holds this very key.
 */
public final class SigningKey {
  private final Token token;
  private final SignatureCheck check;
  private final KeyAudit audit;
  private final String label;

  SigningKey(Token token, String label, SignatureCheck check, KeyAudit audit) {
    this.token = token;
    this.label = label;
    this.check = check;
    this.audit = audit;
  }

  SignatureCheck check() {
    return check;
  }

  /** {@return the label it was found by} */
  public String label() {
    return label;
  }

  /** {@return how it signs} */
  public KeyAlgorithm algorithm() {
    return switch (check) {
      case EcdsaCheck _ -> KeyAlgorithm.ES256;
      case Ed25519Check _ -> KeyAlgorithm.ED25519;
    };
  }

  /**
   * {@return its public key, an {@code ECPublicKey} on P-256 or an {@code EdECPublicKey}; an
   * ordinary one, of no use to or from the token}
   */
  public PublicKey publicKey() {
    return check.publicKey();
  }

  /** {@return what the token said of the key when it was found} */
  public KeyAudit audit() {
    return audit;
  }

  /**
   * Signs with ECDSA over SHA-256, or with Ed25519. The signature was verified in software with
   * {@link #publicKey}. Blocks for as long as the token needs, at most a few times the call
   * timeout; any thread may wait, virtual ones included.
   *
   * @param message the message itself, not its hash
   * @return the signature, in DER for ECDSA; the caller owns the array
   * @throws TokenException if there is no good signature; nothing was released. After DEVICE_ERROR
   *     the call was already repeated once on a fresh connection, or the token is away: then calls
   *     fail at once until it is back
   * @spec fips186-5.html#6.4 FIPS 186-5, 6.4 ECDSA signature generation and verification
   */
  public byte[] sign(byte[] message) throws TokenException {
    return token.sign(label, check, message.clone());
  }
}
