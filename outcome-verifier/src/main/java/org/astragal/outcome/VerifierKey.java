package org.astragal.outcome;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A public key that may sign notes under a name: ECDSA on P-256 with SHA-256, DER signatures (note
 * type 2). Immutable; safe for use by many threads.
 *
 * @spec signed-note.html#signature-types c2sp.org/signed-note, Signature types
 */
public final class VerifierKey {
  private static final byte ECDSA = 0x02;

  /** What stands before the point in the SPKI of every P-256 key: algorithm, curve, 0x04. */
  private static final byte[] SPKI_HEAD =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

  private static final int COORDINATE = 32;
  private static final BigInteger P =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
  private static final BigInteger B =
      new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

  private final String name;
  private final byte[] spki;
  private final ECPublicKey publicKey;
  private final SignatureCheck check;
  private final int keyId;

  private VerifierKey(String name, byte[] spki, ECPublicKey publicKey, SignatureCheck check) {
    this.name = name;
    this.spki = spki;
    this.publicKey = publicKey;
    this.check = check;
    this.keyId = ByteBuffer.wrap(Hash.sha256(spki).bytes()).getInt();
  }

  /**
   * {@return the key under a name}
   *
   * @param name as an origin, see {@link Checkpoint}
   * @param key a key on P-256
   * @throws IllegalArgumentException if the name is not allowed or the key is on another curve
   */
  public static VerifierKey ecdsaP256(String name, ECPublicKey key) {
    byte[] spki =
        ByteBuffer.allocate(SPKI_HEAD.length + 2 * COORDINATE)
            .put(SPKI_HEAD)
            .put(fixed(key.getW().getAffineX()))
            .put(fixed(key.getW().getAffineY()))
            .array();
    try {
      return of(name, spki);
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
    if (text.type() != ECDSA) {
      throw Vkey.bad("not an ECDSA key (type 2)");
    }
    VerifierKey key = of(text.name(), text.key());
    text.requireHash(key.keyId);
    return key;
  }

  private static VerifierKey of(String name, byte[] spki) throws NoteException {
    if (!Checkpoint.isOrigin(name)) {
      throw Vkey.bad("the name is not 1 to 255 visible ASCII characters, without + \" and \\");
    }
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
      return new VerifierKey(name, spki, (ECPublicKey) publicKey, VerifierKey::platformVerifies);
    } catch (GeneralSecurityException e) {
      throw Vkey.bad("the platform does not take the key: " + e.getMessage());
    }
  }

  /** SEC 1, 3.2.2.1 steps 2 and 3: y^2 = x^3 - 3x + b mod p. P-256 has cofactor 1. */
  private static boolean onCurve(BigInteger x, BigInteger y) {
    BigInteger right = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(B).mod(P);
    return x.compareTo(P) < 0 && y.compareTo(P) < 0 && y.pow(2).mod(P).equals(right);
  }

  /** {@return the name} */
  public String name() {
    return name;
  }

  /** {@return the first 4 bytes of SHA-256 of the key's SPKI} */
  public int keyId() {
    return keyId;
  }

  /** {@return the key, as the platform's own providers take it} */
  public PublicKey publicKey() {
    return publicKey;
  }

  /** {@return {@code name+hash+base64}, as policies hold it} */
  public String vkey() {
    return Vkey.write(name, keyId, ECDSA, spki);
  }

  /**
   * {@return whether this key signed the text; never throws for a bad signature}
   *
   * @param text the bytes that were signed
   * @param signature strict DER
   */
  public boolean verify(byte[] text, byte[] signature) {
    return EcdsaDer.isStrict(signature) && check.verifies(publicKey, text, signature);
  }

  /**
   * {@return the same key, with another implementation of the arithmetic}
   *
   * @param other what answers for each signature; the form of signatures is checked before
   */
  public VerifierKey checkedBy(SignatureCheck other) {
    return new VerifierKey(name, spki, publicKey, other);
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

  /**
   * {@return the RFC 7638 thumbprint of the key, base64url without padding}
   *
   * @spec rfc7638.html#3 RFC 7638, 3 JSON Web Key (JWK) Thumbprint
   */
  public String kid() {
    byte[] required =
        new JcsWriter()
            .beginObject()
            .name("crv")
            .string("P-256")
            .name("kty")
            .string("EC")
            .name("x")
            .string(coordinate(0))
            .name("y")
            .string(coordinate(1))
            .endObject()
            .toBytes();
    return base64Url(Hash.sha256(required).bytes());
  }

  /** {@return the key as a JSON Web Key for signatures} */
  public Json.Obj jwk() {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("alg", new Json.Str("ES256"));
    members.put("crv", new Json.Str("P-256"));
    members.put("kid", new Json.Str(kid()));
    members.put("kty", new Json.Str("EC"));
    members.put("use", new Json.Str("sig"));
    members.put("x", new Json.Str(coordinate(0)));
    members.put("y", new Json.Str(coordinate(1)));
    return Json.Obj.of(members);
  }

  /** Two keys are equal when their names and points are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey that
        && name.equals(that.name)
        && Arrays.equals(spki, that.spki);
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

  private String coordinate(int which) {
    int from = SPKI_HEAD.length + which * COORDINATE;
    return base64Url(Arrays.copyOfRange(spki, from, from + COORDINATE));
  }

  private static String base64Url(byte[] bytes) {
    return new String(
        Base64.getUrlEncoder().withoutPadding().encode(bytes), StandardCharsets.US_ASCII);
  }

  /** SEC 1, 2.3.7: 32 bytes, without the sign byte that BigInteger may put before them. */
  private static byte[] fixed(BigInteger coordinate) {
    byte[] bytes = coordinate.toByteArray();
    byte[] fixed = new byte[COORDINATE];
    int length = Math.min(bytes.length, COORDINATE);
    System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
    return fixed;
  }
}
