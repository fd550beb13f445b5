package org.astragal.hsm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes a signing key on the token: pair, certificate, and ids that match. {@code
 * KeyStore.setKeyEntry} is not used, because it overwrites the id with the alias; and {@code
 * keytool} is not, because it may make the key in memory and import it.
 */
final class KeyGeneration {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:._-]{0,63}");

  /** The date in the certificate is no security control here; a log's key ends by its size. */
  private static final Duration VALIDITY = Duration.ofDays(3_653);

  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /** What SunPKCS11 is to ask for; id and label are filled in. */
  private static final String FULL =
      """
      attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {
        CKA_TOKEN = %3$s
        CKA_PRIVATE = true
        CKA_SENSITIVE = true
        CKA_EXTRACTABLE = false
        CKA_SIGN = true
        CKA_SIGN_RECOVER = false
        CKA_DECRYPT = false
        CKA_UNWRAP = false
        CKA_DERIVE = false
        CKA_ID = 0h%1$s
        CKA_LABEL = 0h%2$s
      }
      attributes(generate, CKO_PUBLIC_KEY, CKK_EC) = {
        CKA_TOKEN = %3$s
        CKA_PRIVATE = false
        CKA_VERIFY = true
        CKA_ENCRYPT = false
        CKA_WRAP = false
        CKA_ID = 0h%1$s
        CKA_LABEL = 0h%2$s
      }
      """;

  private static final String SHORT =
      """
      attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {
        CKA_TOKEN = %3$s
        CKA_SENSITIVE = true
        CKA_EXTRACTABLE = false
        CKA_ID = 0h%1$s
        CKA_LABEL = 0h%2$s
      }
      attributes(generate, CKO_PUBLIC_KEY, CKK_EC) = {
        CKA_TOKEN = %3$s
        CKA_ID = 0h%1$s
        CKA_LABEL = 0h%2$s
      }
      """;

  private final Connection connection;
  private final String label;

  private KeyGeneration(Connection connection, String label) {
    this.connection = connection;
    this.label = label;
  }

  static void requireLabel(String label) {
    if (!LABEL.matcher(label).matches()) {
      throw new IllegalArgumentException(
          "a key label has 1 to 64 letters, digits or :._- and begins with a letter or digit: \""
              + label
              + '"');
    }
  }

  /** Makes the key, or nothing: what a failure leaves on the token is removed again. */
  static void run(Connection connection, String label) throws TokenException {
    new KeyGeneration(connection, label).run();
  }

  private void run() throws TokenException {
    byte[] firstId = connection.withSession(false, this::prepare);
    try {
      Made made = make(connection, true, firstId, label);
      ECPublicKey publicKey = plain(made.pair);
      X509Certificate certificate = certificate(made.generator, made.pair, publicKey);
      connection.<Boolean>withSession(
          true,
          (cryptoki, session) -> {
            store(cryptoki, session, firstId, publicKey, certificate);
            return true;
          });
    } catch (TokenException e) {
      removeRemains(e);
      throw e;
    }
  }

  /** Makes sure that nothing carries the label yet, and draws the id for the time being. */
  private byte[] prepare(Cryptoki cryptoki, long session) throws TokenException, CkException {
    if (!objects(cryptoki, session).isEmpty()) {
      throw new TokenException(
          TokenException.Fault.ALREADY_EXISTS, "the token already has an object labelled " + label);
    }
    byte[] id = new byte[16];
    id[0] = 1;
    System.arraycopy(cryptoki.random(session, 15), 0, id, 1, 15);
    return id;
  }

  private List<Long> objects(Cryptoki cryptoki, long session) throws CkException {
    var inventory = new KeyInventory(cryptoki, session);
    var objects = new ArrayList<Long>();
    objects.addAll(inventory.labelled(Attribute.CKO_PRIVATE_KEY, label));
    objects.addAll(inventory.labelled(Attribute.CKO_PUBLIC_KEY, label));
    objects.addAll(inventory.labelled(Attribute.CKO_CERTIFICATE, label));
    return objects;
  }

  /** A key pair, and the provider it is good with. */
  record Made(ProviderInstance generator, KeyPair pair) {}

  /** Generates a pair on the token, or in a session only. */
  static Made make(Connection connection, boolean onToken, byte[] id, String label)
      throws TokenException {
    try {
      return make(connection, FULL, onToken, id, label);
    } catch (TokenException e) {
      if (e.fault() != TokenException.Fault.DEVICE_ERROR) {
        throw e;
      }
      // Some modules refuse to be told what a key is not for. The audit decides all the same.
      return make(connection, SHORT, onToken, id, label);
    }
  }

  private static Made make(
      Connection connection, String template, boolean onToken, byte[] id, String label)
      throws TokenException {
    HexFormat hex = HexFormat.of();
    ProviderInstance generator =
        ProviderInstance.open(
            connection,
            template.formatted(
                hex.formatHex(id),
                hex.formatHex(label.getBytes(StandardCharsets.US_ASCII)),
                onToken));
    return new Made(generator, generator.generate());
  }

  /** {@return the public key of a pair as an ordinary one} */
  static ECPublicKey plain(KeyPair pair) throws TokenException {
    try {
      return (ECPublicKey)
          KeyFactory.getInstance("EC", "SunEC")
              .generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new TokenException(
          TokenException.Fault.DEVICE_ERROR, "the token returned no usable public key", e);
    }
  }

  private X509Certificate certificate(
      ProviderInstance generator, KeyPair pair, ECPublicKey publicKey) throws TokenException {
    X500Name name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, label).build();
    Instant now = Instant.now();
    try {
      byte[] der =
          new JcaX509v3CertificateBuilder(
                  name,
                  new BigInteger(1, KeyInventory.idOf(publicKey)),
                  Date.from(now.minus(CLOCK_SKEW)),
                  Date.from(now.plus(VALIDITY)),
                  name,
                  publicKey)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .build(
                  new JcaContentSignerBuilder("SHA256withECDSA")
                      .setProvider(generator.provider())
                      .build(pair.getPrivate()))
              .getEncoded();
      var certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      certificate.verify(publicKey);
      return certificate;
    } catch (OperatorCreationException
        | GeneralSecurityException
        | IOException
        | RuntimeException e) {
      throw CkException.fromProvider("signing the key's certificate", e);
    }
  }

  private void store(
      Cryptoki cryptoki,
      long session,
      byte[] firstId,
      ECPublicKey publicKey,
      X509Certificate certificate)
      throws CkException {
    byte[] id = settleId(cryptoki, session, firstId, KeyInventory.idOf(publicKey));
    cryptoki.create(
        session,
        Attribute.number(Attribute.CKA_CLASS, Attribute.CKO_CERTIFICATE),
        Attribute.number(Attribute.CKA_CERTIFICATE_TYPE, 0), // CKC_X_509
        Attribute.flag(Attribute.CKA_TOKEN, true),
        Attribute.flag(Attribute.CKA_PRIVATE, false),
        Attribute.text(Attribute.CKA_LABEL, label),
        Attribute.of(Attribute.CKA_ID, id),
        Attribute.of(Attribute.CKA_SUBJECT, certificate.getSubjectX500Principal().getEncoded()),
        Attribute.of(Attribute.CKA_ISSUER, certificate.getIssuerX500Principal().getEncoded()),
        Attribute.of(Attribute.CKA_SERIAL_NUMBER, derInteger(certificate.getSerialNumber())),
        Attribute.of(Attribute.CKA_VALUE, encoded(certificate)));
  }

  /** Gives both keys the id that follows from the public key; some tokens do not allow it. */
  private byte[] settleId(Cryptoki cryptoki, long session, byte[] firstId, byte[] id) {
    Attribute before = Attribute.of(Attribute.CKA_ID, firstId);
    Attribute after = Attribute.of(Attribute.CKA_ID, id);
    byte[] settled = firstId;
    try {
      for (long objectClass : List.of(Attribute.CKO_PRIVATE_KEY, Attribute.CKO_PUBLIC_KEY)) {
        Attribute kind = Attribute.number(Attribute.CKA_CLASS, objectClass);
        for (long object : cryptoki.find(session, kind, before)) {
          cryptoki.setAttribute(session, object, after);
        }
        settled = id;
      }
    } catch (CkException e) {
      // The random id serves as well: it only has to be the same for key and certificate, and the
      // private key, which decides, is changed first.
    }
    return settled;
  }

  private void removeRemains(TokenException because) {
    try {
      connection.<Boolean>withSession(
          true,
          (cryptoki, session) -> {
            for (long object : objects(cryptoki, session)) {
              cryptoki.destroy(session, object);
            }
            return true;
          });
    } catch (TokenException e) {
      because.addSuppressed(e);
    }
  }

  private static byte[] derInteger(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] der = new byte[bytes.length + 2];
    der[0] = 2;
    der[1] = (byte) bytes.length; // at most 20, so that the short form does
    System.arraycopy(bytes, 0, der, 2, bytes.length);
    return der;
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // it was parsed from these bytes
    }
  }
}
