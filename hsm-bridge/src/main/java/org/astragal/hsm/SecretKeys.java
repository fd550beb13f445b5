package org.astragal.hsm;

import java.util.List;
import java.util.Map;

/**
 * Secret keys from which others are derived by HMAC: found by label, believed only when the token
 * says that nobody can have seen them.
 *
 * @spec pkcs11.html#functions PKCS #11 v2.40, 5 Functions
 */
final class SecretKeys {
  /** Bytes of a key, and of what is derived from it. */
  static final int BYTES = 32;

  private static final long CKM_GENERIC_SECRET_KEY_GEN = 0x350;
  private static final long CKM_SHA256_HMAC = 0x251;

  /** What the token must say of a key, by attribute. */
  private static final Map<Long, Boolean> REQUIRED =
      Map.of(
          Attribute.CKA_SENSITIVE, true,
          Attribute.CKA_ALWAYS_SENSITIVE, true,
          Attribute.CKA_EXTRACTABLE, false,
          Attribute.CKA_NEVER_EXTRACTABLE, true,
          Attribute.CKA_LOCAL, true,
          Attribute.CKA_SIGN, true);

  private SecretKeys() {}

  /** Makes one on the token. */
  static void generate(Cryptoki cryptoki, long session, String label)
      throws TokenException, CkException {
    if (!labelled(cryptoki, session, label).isEmpty()) {
      throw new TokenException(
          TokenException.Fault.ALREADY_EXISTS, "the token has a secret key labelled " + label);
    }
    cryptoki.generateKey(
        session,
        CKM_GENERIC_SECRET_KEY_GEN,
        Attribute.number(Attribute.CKA_CLASS, Attribute.CKO_SECRET_KEY),
        Attribute.number(Attribute.CKA_KEY_TYPE, Attribute.CKK_GENERIC_SECRET),
        Attribute.number(Attribute.CKA_VALUE_LEN, BYTES),
        Attribute.flag(Attribute.CKA_TOKEN, true),
        Attribute.flag(Attribute.CKA_PRIVATE, true),
        Attribute.flag(Attribute.CKA_SENSITIVE, true),
        Attribute.flag(Attribute.CKA_EXTRACTABLE, false),
        Attribute.flag(Attribute.CKA_SIGN, true),
        Attribute.text(Attribute.CKA_LABEL, label));
  }

  /**
   * {@return HMAC-SHA-256 of a context under the key with a label; the caller wipes it}
   *
   * @throws TokenException KEY_NOT_FOUND, or KEY_NOT_TRUSTED when two keys could be meant or the
   *     token does not vouch for it
   */
  static byte[] derive(Cryptoki cryptoki, long session, String label, byte[] context)
      throws TokenException, CkException {
    List<Long> keys = labelled(cryptoki, session, label);
    if (keys.isEmpty()) {
      throw new TokenException(
          TokenException.Fault.KEY_NOT_FOUND, "no secret key on the token has the label " + label);
    }
    if (keys.size() > 1) {
      throw new TokenException(
          TokenException.Fault.KEY_NOT_TRUSTED,
          keys.size() + " secret keys on the token share the label " + label);
    }
    for (Map.Entry<Long, Boolean> required : REQUIRED.entrySet()) {
      boolean is =
          cryptoki
              .attribute(session, keys.getFirst(), required.getKey())
              .map(value -> value.length == 1 && value[0] == 1)
              .orElse(!required.getValue());
      if (is != required.getValue()) {
        throw new TokenException(
            TokenException.Fault.KEY_NOT_TRUSTED,
            "the token does not vouch for the secret key labelled "
                + label
                + ": attribute 0x"
                + Long.toHexString(required.getKey()));
      }
    }
    return cryptoki.sign(session, CKM_SHA256_HMAC, keys.getFirst(), context, BYTES);
  }

  private static List<Long> labelled(Cryptoki cryptoki, long session, String label)
      throws CkException {
    return cryptoki.find(
        session,
        Attribute.number(Attribute.CKA_CLASS, Attribute.CKO_SECRET_KEY),
        Attribute.text(Attribute.CKA_LABEL, label));
  }
}
