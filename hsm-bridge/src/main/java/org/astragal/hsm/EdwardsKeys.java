package org.astragal.hsm;

import java.security.interfaces.EdECPublicKey;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Keys for Ed25519, made by our own calls into the library, with a public key object beside each
 * and no certificate: SunPKCS11 knows neither the keys nor the signatures.
 *
 * @spec pkcs11-v3.html#edwards PKCS #11 v3.0, 2.3 Elliptic Curve
 */
final class EdwardsKeys {
  static final long CKM_EC_EDWARDS_KEY_PAIR_GEN = 0x1055;
  static final long CKM_EDDSA = 0x1057;

  private static final HexFormat HEX = HexFormat.of();

  private EdwardsKeys() {}

  /** Makes a pair on the token, and gives both halves the id that follows from the public one. */
  static EdECPublicKey generate(Connection connection, byte[] firstId, String label)
      throws TokenException {
    return connection.withSession(
        true,
        (cryptoki, session) -> {
          EdECPublicKey publicKey = make(cryptoki, session, true, firstId, label);
          KeyGeneration.settleId(cryptoki, session, firstId, publicKey);
          return publicKey;
        });
  }

  /** Makes a pair on the token, or in the session only, and reads its public half. */
  static EdECPublicKey make(
      Cryptoki cryptoki, long session, boolean onToken, byte[] id, String label)
      throws TokenException, CkException {
    cryptoki.generateKeyPair(
        session,
        CKM_EC_EDWARDS_KEY_PAIR_GEN,
        new Attribute[] {
          Attribute.of(Attribute.CKA_EC_PARAMS, HEX.parseHex(EdwardsPoint.NAMED)),
          Attribute.flag(Attribute.CKA_TOKEN, onToken),
          Attribute.flag(Attribute.CKA_PRIVATE, false),
          Attribute.flag(Attribute.CKA_VERIFY, true),
          Attribute.of(Attribute.CKA_ID, id),
          Attribute.text(Attribute.CKA_LABEL, label)
        },
        new Attribute[] {
          Attribute.flag(Attribute.CKA_TOKEN, onToken),
          Attribute.flag(Attribute.CKA_PRIVATE, true),
          Attribute.flag(Attribute.CKA_SENSITIVE, true),
          Attribute.flag(Attribute.CKA_EXTRACTABLE, false),
          Attribute.flag(Attribute.CKA_SIGN, true),
          Attribute.flag(Attribute.CKA_SIGN_RECOVER, false),
          Attribute.flag(Attribute.CKA_DECRYPT, false),
          Attribute.flag(Attribute.CKA_UNWRAP, false),
          Attribute.flag(Attribute.CKA_DERIVE, false),
          Attribute.of(Attribute.CKA_ID, id),
          Attribute.text(Attribute.CKA_LABEL, label)
        });
    List<Long> halves =
        cryptoki.find(
            session,
            Attribute.number(Attribute.CKA_CLASS, Attribute.CKO_PUBLIC_KEY),
            Attribute.of(Attribute.CKA_ID, id));
    if (halves.size() == 1) {
      var publicKey =
          cryptoki
              .attribute(session, halves.getFirst(), Attribute.CKA_EC_POINT)
              .flatMap(EdwardsPoint::parse);
      if (publicKey.isPresent()) {
        return publicKey.get();
      }
    }
    throw new TokenException(
        TokenException.Fault.DEVICE_ERROR, "the token returned no usable public key");
  }

  /** {@return whether a key of this session only makes a signature that verifies} */
  static boolean works(Cryptoki cryptoki, long session, byte[] id, byte[] message)
      throws TokenException, CkException {
    var check = new Ed25519Check(make(cryptoki, session, false, id, "trial"));
    List<Long> keys =
        cryptoki.find(
            session,
            Attribute.number(Attribute.CKA_CLASS, Attribute.CKO_PRIVATE_KEY),
            Attribute.of(Attribute.CKA_ID, id));
    return keys.size() == 1
        && check.verifies(message, sign(cryptoki, session, keys.getFirst(), message));
  }

  static byte[] sign(Cryptoki cryptoki, long session, long key, byte[] message) throws CkException {
    return cryptoki.sign(session, CKM_EDDSA, key, message, Ed25519.SIGNATURE_SIZE);
  }
}
