package org.astragal.hsm;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The token's private keys as the token describes them. SunPKCS11 tells neither whether a key was
 * generated on the token nor whether it was ever extractable.
 */
final class KeyInventory {
  private static final HexFormat HEX = HexFormat.of();
  private static final String P256_OID = "06082a8648ce3d030107";
  private static final long CKM_EC_KEY_PAIR_GEN = 0x1040;

  /** A key that was found: its handle, what the token says of it, and its public half. */
  record Found(long handle, KeyAudit audit, PublicKey publicKey) {}

  private final Cryptoki cryptoki;
  private final long session;

  private final Set<KeyDeviation> allowed;

  /** Lists keys as an audit without deviations sees them. */
  KeyInventory(Cryptoki cryptoki, long session) {
    this(cryptoki, session, Set.of());
  }

  KeyInventory(Cryptoki cryptoki, long session, Set<KeyDeviation> allowed) {
    this.cryptoki = cryptoki;
    this.session = session;
    this.allowed = allowed;
  }

  /** {@return all private keys, trusted or not} */
  List<KeyInfo> list() throws CkException {
    var keys = new ArrayList<KeyInfo>();
    for (long key : cryptoki.find(session, ofClass(Attribute.CKO_PRIVATE_KEY))) {
      KeyAudit audit = audit(key);
      keys.add(new KeyInfo(audit.label(), audit.id(), audit));
    }
    return List.copyOf(keys);
  }

  /**
   * Finds the one key that carries the label, itself or through its certificate.
   *
   * @throws TokenException KEY_NOT_FOUND, or KEY_NOT_TRUSTED when two keys or two certificates
   *     could be meant or the token says anything of the key that should not be
   */
  Found find(String label) throws TokenException, CkException {
    SequencedSet<Long> keys = candidates(label);
    if (keys.isEmpty()) {
      throw new TokenException(
          TokenException.Fault.KEY_NOT_FOUND, "no key on the token has the label " + label);
    }
    if (keys.size() > 1) {
      throw new TokenException(
          TokenException.Fault.KEY_NOT_TRUSTED,
          keys.size() + " keys on the token share the label " + label);
    }
    KeyAudit audit = audit(keys.getFirst());
    List<String> objections = audit.objections();
    if (!objections.isEmpty()) {
      throw new TokenException(
          TokenException.Fault.KEY_NOT_TRUSTED,
          "the key labelled " + label + " " + String.join(", ", objections));
    }
    long handle = keys.getFirst();
    PublicKey publicKey =
        publicKey(handle, HEX.parseHex(audit.id()))
            .orElseThrow(() ->
                new TokenException(
                    TokenException.Fault.KEY_NOT_TRUSTED,
                    "the public half of " + label + " is of another kind"));
    return new Found(handle, audit, publicKey);
  }

  /** Keys with the label, and keys that share an id with a certificate or key of that label. */
  private SequencedSet<Long> candidates(String label) throws TokenException, CkException {
    var keys = new LinkedHashSet<Long>(labelled(Attribute.CKO_PRIVATE_KEY, label));
    var ids = new ArrayList<byte[]>();
    for (long key : keys) {
      cryptoki.attribute(session, key, Attribute.CKA_ID).ifPresent(ids::add);
    }
    List<Long> certificates = labelled(Attribute.CKO_CERTIFICATE, label);
    if (certificates.size() > 1) {
      throw new TokenException(
          TokenException.Fault.KEY_NOT_TRUSTED,
          certificates.size() + " certificates on the token share the label " + label);
    }
    for (long certificate : certificates) {
      cryptoki.attribute(session, certificate, Attribute.CKA_ID).ifPresent(ids::add);
    }
    for (byte[] id : ids) {
      keys.addAll(
          cryptoki.find(
              session, ofClass(Attribute.CKO_PRIVATE_KEY), Attribute.of(Attribute.CKA_ID, id)));
    }
    return keys;
  }

  /** {@return handles of the objects of one class with a label} */
  List<Long> labelled(long objectClass, String label) throws CkException {
    return cryptoki.find(session, ofClass(objectClass), Attribute.text(Attribute.CKA_LABEL, label));
  }

  private static Attribute ofClass(long objectClass) {
    return Attribute.number(Attribute.CKA_CLASS, objectClass);
  }

  /** {@return what the token says of one key} */
  KeyAudit audit(long key) throws CkException {
    byte[] id = cryptoki.attribute(session, key, Attribute.CKA_ID).orElse(new byte[0]);
    return new KeyAudit(
            new String(
                cryptoki.attribute(session, key, Attribute.CKA_LABEL).orElse(new byte[0]),
                StandardCharsets.UTF_8),
            HEX.formatHex(id),
            number(key, Attribute.CKA_KEY_TYPE).map(KeyInventory::type).orElse(""),
            cryptoki
                .attribute(session, key, Attribute.CKA_EC_PARAMS)
                .map(HEX::formatHex)
                .map(KeyInventory::curve)
                .orElse(""),
            flag(key, Attribute.CKA_TOKEN),
            flag(key, Attribute.CKA_PRIVATE),
            flag(key, Attribute.CKA_SENSITIVE),
            flag(key, Attribute.CKA_ALWAYS_SENSITIVE),
            flag(key, Attribute.CKA_EXTRACTABLE),
            flag(key, Attribute.CKA_NEVER_EXTRACTABLE),
            flag(key, Attribute.CKA_LOCAL),
            number(key, Attribute.CKA_KEY_GEN_MECHANISM)
                .map(KeyInventory::mechanism)
                .orElse("none"),
            flag(key, Attribute.CKA_SIGN),
            flag(key, Attribute.CKA_SIGN_RECOVER),
            flag(key, Attribute.CKA_DECRYPT),
            flag(key, Attribute.CKA_UNWRAP),
            flag(key, Attribute.CKA_DERIVE),
            publicKey(key, id).map(half -> sha256(half.getEncoded())).orElse(""),
            List.of())
        .allowing(allowed);
  }

  private static String type(long number) {
    if (number == Attribute.CKK_EC) {
      return KeyAudit.EC;
    }
    return number == Attribute.CKK_EC_EDWARDS ? KeyAudit.EDWARDS : "0x" + Long.toHexString(number);
  }

  private static String curve(String parameters) {
    if (parameters.equals(P256_OID)) {
      return KeyAudit.P256;
    }
    return EdwardsPoint.isCurve(parameters) ? KeyAudit.ED25519 : parameters;
  }

  private static String mechanism(long number) {
    if (number == CKM_EC_KEY_PAIR_GEN) {
      return KeyAudit.EC_KEY_PAIR_GEN;
    }
    if (number == EdwardsKeys.CKM_EC_EDWARDS_KEY_PAIR_GEN) {
      return KeyAudit.EDWARDS_KEY_PAIR_GEN;
    }
    return number == -1 ? "none" : "0x" + Long.toHexString(number); // CK_UNAVAILABLE_INFORMATION
  }

  /**
   * {@return the public half of a private key} Of Edwards curves it is the public key object, since
   * SunPKCS11, which asks for a certificate, has no part in them.
   */
  private Optional<PublicKey> publicKey(long key, byte[] id) throws CkException {
    return number(key, Attribute.CKA_KEY_TYPE)
            .filter(type -> type == Attribute.CKK_EC_EDWARDS)
            .isPresent()
        ? edwardsKey(id).map(half -> half)
        : certificate(id).map(X509Certificate::getPublicKey);
  }

  /** {@return the one public key of Ed25519 with this id; empty when there is not exactly one} */
  private Optional<EdECPublicKey> edwardsKey(byte[] id) throws CkException {
    List<Long> handles =
        id.length == 0
            ? List.of()
            : cryptoki.find(
                session, ofClass(Attribute.CKO_PUBLIC_KEY), Attribute.of(Attribute.CKA_ID, id));
    return handles.size() == 1
        ? cryptoki
            .attribute(session, handles.getFirst(), Attribute.CKA_EC_POINT)
            .flatMap(EdwardsPoint::parse)
        : Optional.empty();
  }

  /** {@return the one certificate with this id; empty when there is none, or more than one} */
  private Optional<X509Certificate> certificate(byte[] id) throws CkException {
    List<Long> handles =
        id.length == 0
            ? List.of()
            : cryptoki.find(
                session, ofClass(Attribute.CKO_CERTIFICATE), Attribute.of(Attribute.CKA_ID, id));
    if (handles.size() != 1) {
      return Optional.empty();
    }
    Optional<byte[]> der = cryptoki.attribute(session, handles.getFirst(), Attribute.CKA_VALUE);
    try {
      return der.isEmpty() ? Optional.empty() : Optional.of(parse(der.get()));
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  private static X509Certificate parse(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private boolean flag(long key, long type) throws CkException {
    return cryptoki
        .attribute(session, key, type)
        .map(value -> value.length == 1 && value[0] == 1)
        .orElse(false);
  }

  private Optional<Long> number(long key, long type) throws CkException {
    return cryptoki.attribute(session, key, type).map(Attribute::toNumber);
  }

  /** {@return the id that belongs to a public key: 01 and the first 15 bytes of its SHA-256} */
  static byte[] idOf(PublicKey key) {
    // SunPKCS11 passes ids through BigInteger: one that begins with 01 to 7f stays as it is.
    byte[] id = new byte[16];
    id[0] = 1;
    System.arraycopy(digest(key.getEncoded()), 0, id, 1, 15);
    return id;
  }

  static String sha256(byte[] data) {
    return HEX.formatHex(digest(data));
  }

  private static byte[] digest(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
