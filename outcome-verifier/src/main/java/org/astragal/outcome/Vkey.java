package org.astragal.outcome;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The text form of a key that verifies notes, {@code name+hash+base64}, whatever its type.
 *
 * @spec signed-note.html#signature-types c2sp.org/signed-note, Signature types
 */
final class Vkey {
  /** Of no signature type: no caller takes it. */
  private static final byte NO_TYPE = 0;

  private final String name;
  private final String hash;
  private final byte type;
  private final byte[] key;

  private Vkey(String name, String hash, byte type, byte[] key) {
    this.name = name;
    this.hash = hash;
    this.type = type;
    this.key = key;
  }

  /** Reads the form strictly; what the name, the type and the key may be is for the caller. */
  static Vkey parse(String text) throws NoteException {
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3) {
      throw bad("not name+hash+key");
    }
    byte[] typed = Texts.base64(parts[2]).orElseThrow(() -> bad("the key is not strict base64"));
    if (typed.length == 0) {
      return new Vkey(parts[0], parts[1], NO_TYPE, typed);
    }
    return new Vkey(parts[0], parts[1], typed[0], Arrays.copyOfRange(typed, 1, typed.length));
  }

  /** Writes the form. */
  static String write(String name, int keyId, byte type, byte[] key) {
    byte[] typed = ByteBuffer.allocate(1 + key.length).put(type).put(key).array();
    return name + "+" + HexFormat.of().toHexDigits(keyId) + "+" + Texts.base64(typed);
  }

  String name() {
    return name;
  }

  byte type() {
    return type;
  }

  /** {@return the key without its type; not copied} */
  byte[] key() {
    return key;
  }

  /** Makes sure that the hash is that of the key. */
  void requireHash(int keyId) throws NoteException {
    if (!HexFormat.of().toHexDigits(keyId).equals(hash)) {
      throw bad("the hash does not fit the key");
    }
  }

  /** {@return the refusal of a key} */
  static NoteException bad(String detail) {
    return new NoteException(NoteException.Fault.VERIFIER_KEY, detail);
  }
}
