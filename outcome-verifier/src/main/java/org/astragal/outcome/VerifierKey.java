package org.astragal.outcome;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A public key that may sign notes under a name: ECDSA on P-256 with SHA-256 and DER signatures
 * (note type 2), or Ed25519 (note type 1). Immutable; safe for use by many threads.
 *
 * @spec signed-note.html#signature-types c2sp.org/signed-note, Signature types
 */
public final class VerifierKey {
  private final String name;
  private final NoteKey key;
  private final int keyId;

  private VerifierKey(String name, NoteKey key) {
    this.name = name;
    this.key = key;
    this.keyId = key.id(name);
  }

  /**
   * {@return the key under a name}
   *
   * @param name as an origin, see {@link Checkpoint}
   * @param key a key on P-256, or for Ed25519
   * @throws IllegalArgumentException if the name is not allowed or the key is of another kind
   */
  public static VerifierKey of(String name, PublicKey key) {
    try {
      return named(
          name,
          switch (key) {
            case ECPublicKey ec -> P256Key.of(ec);
            case EdECPublicKey edwards -> Ed25519Key.of(edwards);
            default -> throw Vkey.bad("a key for " + key.getAlgorithm());
          });
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
  public static VerifierKey parse(String vkey) throws NoteException {
    Vkey text = Vkey.parse(vkey);
    VerifierKey key =
        named(
            text.name(),
            switch (text.type()) {
              case P256Key.TYPE -> P256Key.parse(text.key());
              case Ed25519Key.TYPE -> Ed25519Key.parse(text.key());
              default -> throw Vkey.bad("neither an ECDSA (type 2) nor an Ed25519 key (type 1)");
            });
    text.requireHash(key.keyId);
    return key;
  }

  private static VerifierKey named(String name, NoteKey key) throws NoteException {
    if (!Checkpoint.isOrigin(name)) {
      throw Vkey.bad("the name is not 1 to 255 visible ASCII characters, without + \" and \\");
    }
    return new VerifierKey(name, key);
  }

  /** {@return the name} */
  public String name() {
    return name;
  }

  /**
   * {@return the first 4 bytes of a SHA-256: for ECDSA of the key's SPKI, for Ed25519 of name, line
   * feed, type and key}
   */
  public int keyId() {
    return keyId;
  }

  /** {@return the key, as the platform's own providers take it} */
  public PublicKey publicKey() {
    return key.publicKey();
  }

  /** {@return {@code name+hash+base64}, as policies hold it} */
  public String vkey() {
    return Vkey.write(name, keyId, key.type(), key.encoded());
  }

  /**
   * {@return whether this key signed the text; never throws for a bad signature}
   *
   * @param text the bytes that were signed
   * @param signature strict DER for ECDSA, 64 bytes for Ed25519
   */
  public boolean verify(byte[] text, byte[] signature) {
    return key.verify(text, signature);
  }

  /**
   * {@return the same key, with another implementation of the arithmetic of ECDSA; one for Ed25519
   * is returned as it is}
   *
   * @param other what answers for each signature; the form of signatures is checked before
   */
  public VerifierKey checkedBy(SignatureCheck other) {
    return new VerifierKey(name, key.checkedBy(other));
  }

  /**
   * {@return the RFC 7638 thumbprint of the key, base64url without padding}
   *
   * @spec rfc7638.html#3 RFC 7638, 3 JSON Web Key (JWK) Thumbprint
   */
  public String kid() {
    var required = new JcsWriter().beginObject();
    key.jwk().forEach((member, value) -> required.name(member).string(value));
    return base64Url(Hash.sha256(required.endObject().toBytes()).bytes());
  }

  /** {@return the key as a JSON Web Key for signatures} */
  public Json.Obj jwk() {
    Map<String, Json> members = new LinkedHashMap<>();
    key.jwk().forEach((member, value) -> members.put(member, new Json.Str(value)));
    members.put("alg", new Json.Str(key.algorithm()));
    members.put("kid", new Json.Str(kid()));
    members.put("use", new Json.Str("sig"));
    return Json.Obj.of(members);
  }

  /** Two keys are equal when their names, kinds and points are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey that && name.equals(that.name) && key.equals(that.key);
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

  static String base64Url(byte[] bytes) {
    return new String(
        Base64.getUrlEncoder().withoutPadding().encode(bytes), StandardCharsets.US_ASCII);
  }
}
