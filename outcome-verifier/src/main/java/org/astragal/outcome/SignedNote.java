package org.astragal.outcome;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A text and the signatures under it. Immutable. Parsing verifies nothing.
 *
 * @spec signed-note.html#format c2sp.org/signed-note, Format
 */
public final class SignedNote {
  /** Longest note in bytes. */
  public static final int MAX_BYTES = 16 * 1024;

  /** Most signature lines. */
  public static final int MAX_SIGNATURES = 16;

  private static final String SIGNATURE_START = "\u2014 ";

  private final String text;
  private final List<NoteSignature> signatures;
  private final String whole;

  private SignedNote(String text, List<NoteSignature> signatures, String whole) {
    this.text = text;
    this.signatures = signatures;
    this.whole = whole;
  }

  /**
   * {@return a note}
   *
   * @param text what is signed; ends with a line feed
   * @param signatures 1 to {@link #MAX_SIGNATURES}, no key twice
   * @throws IllegalArgumentException if {@link #parse} would refuse it
   */
  public static SignedNote of(String text, List<NoteSignature> signatures) {
    var whole = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> whole.append(signature.line()));
    try {
      // By way of bytes: a lone surrogate in the text has none.
      return parse(whole.toString().getBytes(StandardCharsets.UTF_8));
    } catch (NoteException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * {@return the note that these bytes are}
   *
   * @param bytes UTF-8; not kept
   * @throws NoteException if they are not strictly of the form that {@link #bytes} writes
   */
  public static SignedNote parse(byte[] bytes) throws NoteException {
    if (bytes.length > MAX_BYTES) {
      throw new NoteException(
          NoteException.Fault.TOO_LONG, "a note of more than " + MAX_BYTES + " bytes");
    }
    return parse(decode(bytes));
  }

  /** Reads a note that {@link #decode} gave, whose length was checked. */
  static SignedNote parse(String whole) throws NoteException {
    int split = whole.lastIndexOf("\n\n");
    if (split < 0 || !whole.endsWith("\n")) {
      throw new NoteException(
          NoteException.Fault.SIGNATURE_LINE, "no blank line before signatures, or no line end");
    }
    return new SignedNote(
        whole.substring(0, split + 1), signatureLines(whole.substring(split + 2)), whole);
  }

  /** {@return what is signed, with its last line feed} */
  public String text() {
    return text;
  }

  /** {@return the signature lines, in order} */
  public List<NoteSignature> signatures() {
    return signatures;
  }

  /** {@return the note's bytes; the caller's own array} */
  public byte[] bytes() {
    return whole.getBytes(StandardCharsets.UTF_8);
  }

  /** {@return the whole note as text} */
  @Override
  public String toString() {
    return whole;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedNote that && whole.equals(that.whole);
  }

  @Override
  public int hashCode() {
    return whole.hashCode();
  }

  static String decode(byte[] bytes) throws NoteException {
    String text =
        Texts.utf8(bytes, 0, bytes.length)
            .orElseThrow(() -> new NoteException(NoteException.Fault.ENCODING, "not UTF-8"));
    refuseControls(text);
    return text;
  }

  /** Line feeds are the only control characters of these formats. */
  static void refuseControls(String text) throws NoteException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\n' && Character.isISOControl(c)) {
        throw new NoteException(NoteException.Fault.ENCODING, "a control character");
      }
    }
  }

  private static List<NoteSignature> signatureLines(String block) throws NoteException {
    String[] lines = block.split("\n", -1);
    int count = lines.length - 1;
    if (count < 1 || count > MAX_SIGNATURES) {
      throw new NoteException(
          NoteException.Fault.SIGNATURE_LINE, count + " signature lines, 1 to 16 are allowed");
    }
    var signatures = new ArrayList<NoteSignature>(count);
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < count; i++) {
      NoteSignature signature = signatureLine(lines[i]);
      if (!keys.add(signature.toString())) {
        throw new NoteException(
            NoteException.Fault.SIGNATURE_LINE, "two signature lines of one key");
      }
      signatures.add(signature);
    }
    return List.copyOf(signatures);
  }

  private static NoteSignature signatureLine(String line) throws NoteException {
    int space = line.lastIndexOf(' ');
    if (!line.startsWith(SIGNATURE_START) || space < SIGNATURE_START.length()) {
      throw new NoteException(
          NoteException.Fault.SIGNATURE_LINE, "a signature line is dash, name, base64");
    }
    String name = line.substring(SIGNATURE_START.length(), space);
    byte[] joined = Texts.base64(line.substring(space + 1)).orElse(new byte[0]);
    if (!NoteSignature.isName(name)
        || joined.length <= Integer.BYTES
        || joined.length > Integer.BYTES + NoteSignature.MAX_BYTES) {
      throw new NoteException(
          NoteException.Fault.SIGNATURE_LINE, "not a key name, or not base64 of id and signature");
    }
    ByteBuffer buffer = ByteBuffer.wrap(joined);
    int keyId = buffer.getInt();
    byte[] signature = new byte[buffer.remaining()];
    buffer.get(signature);
    return new NoteSignature(name, keyId, signature);
  }
}
