package org.astragal.outcome;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The public key of a witness: Ed25519, which cosigns checkpoints (note type 4). A cosignature says
 * that at its time the checkpoint was the largest of its log that the witness had seen, and
 * consistent with all before. Immutable; safe for use by many threads.
 *
 * @spec tlog-cosignature.html#format c2sp.org/tlog-cosignature, Format
 */
public final class WitnessKey {
  /** Length of a public key in bytes. */
  public static final int KEY_BYTES = Ed25519Key.BYTES;

  private static final byte COSIGNATURE = 0x04;

  private final String name;
  private final Ed25519Key key;
  private final int keyId;

  private WitnessKey(String name, Ed25519Key key) {
    this.name = name;
    this.key = key;
    this.keyId = key.id(name, COSIGNATURE);
  }

  /**
   * {@return the key under a name}
   *
   * @param name as an origin, see {@link Checkpoint}
   * @param key as the platform's own providers give it
   * @throws IllegalArgumentException if the name is not allowed or it is no Ed25519 key
   */
  public static WitnessKey of(String name, PublicKey key) {
    if (!(key instanceof EdECPublicKey edwards)) {
      throw new IllegalArgumentException("not an Ed25519 key");
    }
    try {
      return named(name, Ed25519Key.of(edwards));
    } catch (NoteException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * {@return the key that {@link #vkey} wrote}
   *
   * @param vkey {@code name+hash+base64}
   * @throws NoteException if it is not strictly of this form, of another kind of key, or its hash
   *     does not fit
   */
  public static WitnessKey parse(String vkey) throws NoteException {
    Vkey text = Vkey.parse(vkey);
    if (text.type() != COSIGNATURE || text.key().length != KEY_BYTES) {
      throw Vkey.bad("not the Ed25519 key of a witness (type 4)");
    }
    WitnessKey key = named(text.name(), Ed25519Key.parse(text.key()));
    text.requireHash(key.keyId);
    return key;
  }

  private static WitnessKey named(String name, Ed25519Key key) throws NoteException {
    if (!Checkpoint.isOrigin(name)) {
      throw Vkey.bad("the name is not 1 to 255 visible ASCII characters, without + \" and \\");
    }
    return new WitnessKey(name, key);
  }

  /** {@return the name} */
  public String name() {
    return name;
  }

  /** {@return {@code name+hash+base64}, as policies hold it} */
  public String vkey() {
    return Vkey.write(name, keyId, COSIGNATURE, key.encoded());
  }

  /**
   * {@return what a witness signs}
   *
   * @param text the text of a note, with its last line feed
   * @param at when; whole seconds count
   */
  public static byte[] message(String text, Instant at) {
    return ("cosignature/v1\ntime " + at.getEpochSecond() + "\n" + text)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * {@return the signature line of a cosignature}
   *
   * @param at the time that was signed
   * @param signature Ed25519 over {@link #message}; not verified here
   * @throws IllegalArgumentException if the signature does not have 64 bytes
   */
  public NoteSignature line(Instant at, byte[] signature) {
    if (signature.length != Ed25519Key.SIGNATURE) {
      throw new IllegalArgumentException("a signature of " + signature.length + " bytes");
    }
    return new NoteSignature(
        name,
        keyId,
        ByteBuffer.allocate(Long.BYTES + Ed25519Key.SIGNATURE)
            .putLong(at.getEpochSecond())
            .put(signature)
            .array());
  }

  /**
   * {@return when this witness cosigned a note; empty if it has no right cosignature by it}
   *
   * @param note the note with its signature lines
   */
  public Optional<Instant> cosignedAt(SignedNote note) {
    for (NoteSignature line : note.signatures()) {
      byte[] timed = line.signature();
      if (line.name().equals(name)
          && line.keyId() == keyId
          && timed.length == Long.BYTES + Ed25519Key.SIGNATURE) {
        long seconds = ByteBuffer.wrap(timed).getLong();
        byte[] signature = Arrays.copyOfRange(timed, Long.BYTES, timed.length);
        return seconds >= 0 && seconds <= Instant.MAX.getEpochSecond()
            ? Optional.of(Instant.ofEpochSecond(seconds))
                .filter(at -> key.verify(message(note.text(), at), signature))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Two keys are equal when their names and bytes are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof WitnessKey that && name.equals(that.name) && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return keyId;
  }

  /** {@return the verifier key as policies hold it} */
  @Override
  public String toString() {
    return vkey();
  }
}
