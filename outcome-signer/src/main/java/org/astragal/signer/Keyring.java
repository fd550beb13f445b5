package org.astragal.signer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.VerifierKey;

/**
 * The keys that have ever signed this log.
 *
 * <p>Thread safety: immutable.
 */
final class Keyring {
  private final List<VerifierKey> keys;

  Keyring(List<VerifierKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /** {@return these keys and another one} */
  Keyring with(VerifierKey key) {
    return new Keyring(Stream.concat(keys.stream(), Stream.of(key)).distinct().toList());
  }

  /**
   * {@return whether one of the keys has signed the note, and none of them has a signature there
   * that is wrong}
   */
  boolean signed(SignedNote note) {
    byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
    boolean found = false;
    for (NoteSignature signature : note.signatures()) {
      for (VerifierKey key : keys) {
        if (key.keyId() == signature.keyId() && key.name().equals(signature.name())) {
          if (!key.verify(text, signature.signature())) {
            return false;
          }
          found = true;
        }
      }
    }
    return found;
  }
}
