package org.astragal.bench;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.astragal.outcome.VerifierKey;

/**
 * A P-256 key of the JDK, fresh for each object, where a benchmark is not about the token.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class SoftwareKey {
  private final KeyPair pair;
  private final VerifierKey key;

  SoftwareKey(String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
    key = VerifierKey.of(name, pair.getPublic());
  }

  VerifierKey key() {
    return key;
  }

  /** {@return a DER signature, ECDSA with SHA-256} */
  byte[] sign(byte[] text) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of the JDK does not sign", e);
    }
  }
}
