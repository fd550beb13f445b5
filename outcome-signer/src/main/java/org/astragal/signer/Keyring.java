package org.astragal.signer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArraySet;
import org.astragal.outcome.Event;
import org.astragal.outcome.Json;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.VerifierKey;

/**
 * The keys that have ever signed this log: the first record names the first ones, and each event of
 * a key names it in its member {@code vkey}.
 *
 * <p>Thread safety: any thread.
 */
final class Keyring {
  /** What the types of the events of keys begin with. */
  static final String EVENTS = "key.";

  private static final String VKEY = "vkey";

  private final CopyOnWriteArraySet<VerifierKey> keys;

  Keyring(List<VerifierKey> keys) {
    this.keys = new CopyOnWriteArraySet<>(keys);
  }

  /** {@return whether a key is one of them} */
  boolean contains(VerifierKey key) {
    return keys.contains(key);
  }

  /** Takes up a key. */
  void add(VerifierKey key) {
    keys.add(key);
  }

  /**
   * Takes up the key of which an event tells, if it tells of one.
   *
   * @throws NoteException if what it says is no key
   */
  void learn(Event event) throws NoteException {
    if (event.type().startsWith(EVENTS)
        && event.event().find(VKEY).orElse(Json.Null.NULL) instanceof Json.Str(String vkey)) {
      keys.add(VerifierKey.parse(vkey));
    }
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
