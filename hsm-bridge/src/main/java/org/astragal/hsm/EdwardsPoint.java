package org.astragal.hsm;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A public key for Ed25519 in the forms in which Java and tokens have it.
 *
 * @spec pkcs11-v3.html#edwards PKCS #11 v3.0, 2.3 Elliptic Curve
 */
final class EdwardsPoint {
  /** CKA_EC_PARAMS as PKCS #11 v3.0 wants it: the curve's name as a PrintableString. */
  static final String NAMED = "130c656477617264733235353139";

  /** Other spellings of the same: the OID of RFC 8410, and the older one of the curve. */
  private static final List<String> CURVE = List.of(NAMED, "06032b6570", "06092b06010401da470f01");

  private static final int BYTES = 32;

  /** RFC 8410, 4: what stands before the key in its SubjectPublicKeyInfo. */
  private static final byte[] SPKI_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  /** What may stand before it in CKA_EC_POINT: nothing, an OCTET STRING's head, a BIT STRING's. */
  private static final List<String> POINT_HEADS = List.of("", "0420", "032100");

  private EdwardsPoint() {}

  /** {@return whether a CKA_EC_PARAMS, in hexadecimal, means the curve of Ed25519} */
  static boolean isCurve(String parameters) {
    return CURVE.contains(parameters);
  }

  /** {@return the key that a CKA_EC_POINT is} */
  static Optional<EdECPublicKey> parse(byte[] point) {
    for (String hex : POINT_HEADS) {
      byte[] head = HexFormat.of().parseHex(hex);
      if (point.length == head.length + BYTES
          && Arrays.equals(point, 0, head.length, head, 0, head.length)) {
        return key(Arrays.copyOfRange(point, head.length, point.length));
      }
    }
    return Optional.empty();
  }

  private static Optional<EdECPublicKey> key(byte[] bytes) {
    byte[] spki = Arrays.copyOf(SPKI_HEAD, SPKI_HEAD.length + BYTES);
    System.arraycopy(bytes, 0, spki, SPKI_HEAD.length, BYTES);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki))
              instanceof EdECPublicKey key
          ? Optional.of(key)
          : Optional.empty();
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /**
   * {@return the 32 bytes of a key}
   *
   * @throws IllegalArgumentException if it is none for Ed25519
   */
  static byte[] bytes(EdECPublicKey key) {
    byte[] spki = key.getEncoded();
    int head = SPKI_HEAD.length;
    if (spki == null
        || spki.length != head + BYTES
        || !Arrays.equals(spki, 0, head, SPKI_HEAD, 0, head)) {
      throw new IllegalArgumentException("not a key for Ed25519");
    }
    return Arrays.copyOfRange(spki, head, spki.length);
  }
}
