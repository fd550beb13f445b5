package org.astragal.outcome;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One signature line of a note: who says to have signed, and the signature, not yet verified.
 * Immutable.
 *
 * @spec signed-note.html#format c2sp.org/signed-note, Format
 */
public final class NoteSignature {
  /** Longest signature in bytes; post-quantum ones have up to nearly 5,000. */
  public static final int MAX_BYTES = 8192;

  private final String name;
  private final int keyId;
  private final byte[] signature;

  /**
   * Creates one.
   *
   * @param name the key's name: no spaces, no {@code +}, not empty
   * @param keyId the key's id, all 32 bits used
   * @param signature 1 to {@link #MAX_BYTES} bytes; copied
   * @throws IllegalArgumentException if the name or the length is not allowed
   */
  public NoteSignature(String name, int keyId, byte[] signature) {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a key name: " + name);
    }
    if (signature.length == 0 || signature.length > MAX_BYTES) {
      throw new IllegalArgumentException("signature of " + signature.length + " bytes");
    }
    this.name = name;
    this.keyId = keyId;
    this.signature = signature.clone();
  }

  /** {@return the key's name} */
  public String name() {
    return name;
  }

  /** {@return the key's id, all 32 bits used} */
  public int keyId() {
    return keyId;
  }

  /** {@return the signature; the caller's own array} */
  public byte[] signature() {
    return signature.clone();
  }

  /** {@return the line of the note, with its line feed} */
  public String line() {
    byte[] joined =
        ByteBuffer.allocate(Integer.BYTES + signature.length).putInt(keyId).put(signature).array();
    return "\u2014 " + name + " " + Texts.base64(joined) + "\n";
  }

  static boolean isName(String text) {
    return !text.isEmpty()
        && text.indexOf('+') < 0
        && text.codePoints()
            .noneMatch(c ->
                Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteSignature that
        && name.equals(that.name)
        && keyId == that.keyId
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + keyId;
  }

  @Override
  public String toString() {
    return name + "+" + HexFormat.of().toHexDigits(keyId);
  }
}
