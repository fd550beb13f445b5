package org.astragal.hsm;

/**
 * A statement of the strict audit that some modules do not make of keys they did generate. One can
 * be allowed by name in the configuration, never by default, and is published with the key: whoever
 * reads the audit sees what the token did not vouch for. Nothing that says what a key may do now
 * can be allowed: it is always sensitive, not extractable, and for signing only.
 */
public enum KeyDeviation {
  /** CKA_LOCAL is not true: the module does not say that the key was generated on the token. */
  LOCAL,
  /** CKA_KEY_GEN_MECHANISM is missing or another one. */
  GENERATION_MECHANISM,
  /** CKA_ALWAYS_SENSITIVE is not true. */
  ALWAYS_SENSITIVE,
  /** CKA_NEVER_EXTRACTABLE is not true. */
  NEVER_EXTRACTABLE
}
