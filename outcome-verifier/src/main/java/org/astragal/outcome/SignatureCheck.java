package org.astragal.outcome;

import java.security.interfaces.ECPublicKey;

/**
 * Verifies ECDSA signatures on P-256 over SHA-256: for a follower of whole logs that has a faster
 * implementation than the platform's. See {@link Policy#checkedBy}.
 *
 * <p>Thread safety: for any threads.
 *
 * @spec fips186-5.html#6.4.2 FIPS 186-5, 6.4.2 ECDSA signature verification
 */
@FunctionalInterface
public interface SignatureCheck {
  /**
   * {@return whether a key signed a text; never throws for a bad signature}
   *
   * @param key a point of P-256
   * @param text the bytes that were signed; not kept
   * @param signature strict DER, of any two numbers; not kept
   */
  boolean verifies(ECPublicKey key, byte[] text, byte[] signature);
}
