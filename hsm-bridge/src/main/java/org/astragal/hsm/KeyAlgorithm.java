package org.astragal.hsm;

/** How a key signs. */
public enum KeyAlgorithm {
  /** ECDSA on P-256 with SHA-256: what every token can. The usual choice. */
  ES256,
  /**
   * Ed25519, which public witnesses ask of a log and not every token has; by our own calls into the
   * library, since SunPKCS11 does not know it.
   */
  ED25519
}
