package org.astragal.outcome;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A key for ECDSA on P-256 with SHA-256 and DER signatures: note type 2.
 *
 * @spec signed-note.html#signature-types c2sp.org/signed-note, Signature types
 */
final class P256Key implements NoteKey {
  static final byte TYPE = 0x02;

  /** What stands before the point in the SPKI of every P-256 key: algorithm, curve, 0x04. */
  private static final byte[] SPKI_HEAD =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

  private static final int COORDINATE = 32;
  private static final BigInteger P =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
  private static final BigInteger B =
      new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

  private final byte[] spki;
  private final ECPublicKey publicKey;
  private final SignatureCheck check;

  private P256Key(byte[] spki, ECPublicKey publicKey, SignatureCheck check) {
    this.spki = spki;
    this.publicKey = publicKey;
    this.check = check;
  }

  /** {@return the same key in our form, if it is on this curve} */
  static P256Key of(ECPublicKey key) throws NoteException {
    return parse(
        ByteBuffer.allocate(SPKI_HEAD.length + 2 * COORDINATE)
            .put(SPKI_HEAD)
            .put(fixed(key.getW().getAffineX()))
            .put(fixed(key.getW().getAffineY()))
            .array());
  }

  /** {@return the key of a SubjectPublicKeyInfo, which is taken over} */
  static P256Key parse(byte[] spki) throws NoteException {
    int head = SPKI_HEAD.length;
    if (spki.length != head + 2 * COORDINATE || !Arrays.equals(spki, 0, head, SPKI_HEAD, 0, head)) {
      throw Vkey.bad("not the SubjectPublicKeyInfo of an uncompressed P-256 point");
    }
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(spki, head, head + COORDINATE));
    BigInteger y =
        new BigInteger(1, Arrays.copyOfRange(spki, head + COORDINATE, head + 2 * COORDINATE));
    if (!onCurve(x, y)) {
      throw Vkey.bad("the point is not on P-256");
    }
    try {
      var publicKey = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
      return new P256Key(spki, (ECPublicKey) publicKey, P256Key::platformVerifies);
    } catch (GeneralSecurityException e) {
      throw Vkey.bad("the platform does not take the key: " + e.getMessage());
    }
  }

  /** SEC 1, 3.2.2.1 steps 2 and 3: y^2 = x^3 - 3x + b mod p. P-256 has cofactor 1. */
  private static boolean onCurve(BigInteger x, BigInteger y) {
    BigInteger right = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(B).mod(P);
    return x.compareTo(P) < 0 && y.compareTo(P) < 0 && y.pow(2).mod(P).equals(right);
  }

  @Override
  public byte type() {
    return TYPE;
  }

  @Override
  public byte[] encoded() {
    return spki.clone();
  }

  /** Of the key alone: the one kind of which the name is no part of the id. */
  @Override
  public int id(String name) {
    return ByteBuffer.wrap(Hash.sha256(spki).bytes()).getInt();
  }

  @Override
  public ECPublicKey publicKey() {
    return publicKey;
  }

  @Override
  public boolean verify(byte[] text, byte[] signature) {
    return EcdsaDer.isStrict(signature) && check.verifies(publicKey, text, signature);
  }

  @Override
  public P256Key checkedBy(SignatureCheck other) {
    return new P256Key(spki, publicKey, other);
  }

  private static boolean platformVerifies(ECPublicKey key, byte[] text, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(key);
      verifier.update(text);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      // Numbers out of range are a bad signature like any other.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform cannot verify ECDSA on P-256", e);
    }
  }

  @Override
  public String algorithm() {
    return "ES256";
  }

  @Override
  public SequencedMap<String, String> jwk() {
    var members = new LinkedHashMap<String, String>();
    members.put("crv", "P-256");
    members.put("kty", "EC");
    members.put("x", coordinate(0));
    members.put("y", coordinate(1));
    return members;
  }

  private String coordinate(int which) {
    int from = SPKI_HEAD.length + which * COORDINATE;
    return VerifierKey.base64Url(Arrays.copyOfRange(spki, from, from + COORDINATE));
  }

  /** SEC 1, 2.3.7: 32 bytes, without the sign byte that BigInteger may put before them. */
  private static byte[] fixed(BigInteger coordinate) {
    byte[] bytes = coordinate.toByteArray();
    byte[] fixed = new byte[COORDINATE];
    int length = Math.min(bytes.length, COORDINATE);
    System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
    return fixed;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof P256Key that && Arrays.equals(spki, that.spki);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(spki);
  }
}
