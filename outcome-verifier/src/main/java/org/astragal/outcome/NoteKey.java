package org.astragal.outcome;

import java.security.PublicKey;
import java.util.SequencedMap;

/** What differs between the kinds of keys that may sign a note. */
sealed interface NoteKey permits P256Key, Ed25519Key {
  /** {@return the type byte of verifier keys} */
  byte type();

  /** {@return the key as it stands behind the type byte; the caller's own array} */
  byte[] encoded();

  /** {@return the key's id under a name} */
  int id(String name);

  /** {@return the key, as the platform's own providers take it} */
  PublicKey publicKey();

  /** {@return whether this key signed the text; never throws for a bad signature} */
  boolean verify(byte[] text, byte[] signature);

  /** {@return the same key with another implementation of ECDSA} */
  NoteKey checkedBy(SignatureCheck other);

  /** {@return the algorithm's name in a JWK} */
  String algorithm();

  /** {@return the members that a JWK of this kind must have, in the order of RFC 7638} */
  SequencedMap<String, String> jwk();
}
