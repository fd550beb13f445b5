package org.astragal.hsm;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secret keys from which others are derived by HMAC: found by label, believed only when the token
 * says that nobody can have seen them.
 *
 * @spec pkcs11.html#functions PKCS #11 v2.40, 5 Functions
 */
final class SecretKeys {
  /** Bytes of a key, and of what is derived from it. */
  static final int BYTES = 32;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

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

  /** {@return nonce and ciphertext} */
  static byte[] seal(Cryptoki cryptoki, long session, String label, byte[] context, byte[] secret)
      throws TokenException, CkException {
    byte[] key = derive(cryptoki, session, label, context);
    try {
      byte[] nonce = new byte[NONCE_BYTES];
      cryptoki.random(session, nonce, NONCE_BYTES, NONCE_BYTES);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(secret);
      return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has AES-GCM", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** {@return what was sealed} */
  static byte[] unseal(Cryptoki cryptoki, long session, String label, byte[] context, byte[] sealed)
      throws TokenException, CkException {
    byte[] key = derive(cryptoki, session, label, context);
    try {
      if (sealed.length < NONCE_BYTES) {
        throw new AEADBadTagException("too short");
      }
      return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE_BYTES))
          .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw new TokenException(
          TokenException.Fault.BAD_SIGNATURE,
          "what was sealed under " + label + " was changed, or sealed by another key",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has AES-GCM", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
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
