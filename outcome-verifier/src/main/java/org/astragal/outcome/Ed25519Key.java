package org.astragal.outcome;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A key for Ed25519: note type 1, which public witnesses ask of a log.
 *
 * @spec signed-note.html#signature-types c2sp.org/signed-note, Signature types
 */
final class Ed25519Key implements NoteKey {
  static final byte TYPE = 0x01;

  /** Bytes of every signature. */
  static final int SIGNATURE = 64;

  /** Bytes of every key. */
  static final int BYTES = 32;

  /** RFC 8410, 4: what stands before the key in its SubjectPublicKeyInfo. */
  private static final byte[] SPKI_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  // RFC 8032, 5.1: the field and the curve.
  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      BigInteger.valueOf(-121_665).multiply(BigInteger.valueOf(121_666).modInverse(P)).mod(P);

  private final byte[] key;
  private final PublicKey publicKey;

  private Ed25519Key(byte[] key, PublicKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /** {@return the same key in our form, if it is of this kind} */
  static Ed25519Key of(EdECPublicKey key) throws NoteException {
    byte[] spki = key.getEncoded();
    int head = SPKI_HEAD.length;
    if (spki == null
        || spki.length != head + BYTES
        || !Arrays.equals(spki, 0, head, SPKI_HEAD, 0, head)) {
      throw Vkey.bad("not an Ed25519 key");
    }
    return parse(Arrays.copyOfRange(spki, head, spki.length));
  }

  /** {@return the key of 32 bytes, which are taken over} */
  static Ed25519Key parse(byte[] key) throws NoteException {
    if (key.length != BYTES) {
      throw Vkey.bad("an Ed25519 key has 32 bytes");
    }
    requireGoodPoint(key);
    try {
      byte[] spki = ByteBuffer.allocate(SPKI_HEAD.length + BYTES).put(SPKI_HEAD).put(key).array();
      return new Ed25519Key(
          key, KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
    } catch (GeneralSecurityException e) {
      throw Vkey.bad("the platform does not take the key: " + e.getMessage());
    }
  }

  /**
   * RFC 8032, 5.1.3: the bytes must be the one encoding of a point. Points whose order divides 8
   * are refused beyond that: under such a key there are signatures that hold for any text.
   */
  private static void requireGoodPoint(byte[] key) throws NoteException {
    byte[] highestFirst = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      highestFirst[i] = key[BYTES - 1 - i];
    }
    highestFirst[0] &= 0x7f; // the sign of x
    BigInteger y = new BigInteger(1, highestFirst);
    BigInteger y2 = y.multiply(y).mod(P);
    BigInteger x2 =
        y2.subtract(BigInteger.ONE)
            .multiply(D.multiply(y2).add(BigInteger.ONE).modInverse(P))
            .mod(P);
    // Euler's criterion; d y^2 + 1 is never 0, since -1/d is no square.
    boolean square = x2.modPow(P.shiftRight(1), P).compareTo(BigInteger.ONE) <= 0;
    if (y.compareTo(P) >= 0 || !square) {
      throw Vkey.bad("not a point of Ed25519");
    }
    // Of order 1 and 2 x is 0, of order 4 y is, and of order 8 x^2 + y^2 is: its double has y = 0.
    if (x2.signum() == 0 || y.signum() == 0 || x2.add(y2).mod(P).signum() == 0) {
      throw Vkey.bad("a point of small order");
    }
  }

  @Override
  public byte type() {
    return TYPE;
  }

  @Override
  public byte[] encoded() {
    return key.clone();
  }

  @Override
  public int id(String name) {
    return id(name, TYPE);
  }

  /** {@return the key's id under a name, as a key for signatures of a type} */
  int id(String name, byte type) {
    byte[] hashed =
        ByteBuffer.allocate(name.length() + 2 + BYTES)
            .put(name.getBytes(StandardCharsets.US_ASCII))
            .put((byte) '\n')
            .put(type)
            .put(key)
            .array();
    return ByteBuffer.wrap(Hash.sha256(hashed).bytes()).getInt();
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public boolean verify(byte[] text, byte[] signature) {
    if (signature.length != SIGNATURE) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(publicKey);
      verifier.update(text);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      // A number out of range, or no point, is a bad signature like any other.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform cannot verify Ed25519", e);
    }
  }

  /** The platform's own check stays: the other one is of ECDSA. */
  @Override
  public Ed25519Key checkedBy(SignatureCheck other) {
    return this;
  }

  /** RFC 9864, 2.2: the fully specified name. */
  @Override
  public String algorithm() {
    return "Ed25519";
  }

  @Override
  public SequencedMap<String, String> jwk() {
    var members = new LinkedHashMap<String, String>();
    members.put("crv", "Ed25519");
    members.put("kty", "OKP");
    members.put("x", VerifierKey.base64Url(key));
    return members;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519Key that && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }
}
