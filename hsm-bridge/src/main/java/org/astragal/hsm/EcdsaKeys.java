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
import java.util.Date;
import java.util.HexFormat;
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
 * P-256 keys, made through SunPKCS11, each with a self-signed certificate: SunPKCS11 does not see a
 * key without one.
 */
final class EcdsaKeys {
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

  private EcdsaKeys() {}

  /** Makes a pair with its certificate on the token, both with the first id. */
  static ECPublicKey generate(Connection connection, byte[] firstId, String label)
      throws TokenException {
    Made made = make(connection, true, firstId, label);
    ECPublicKey publicKey = plain(made.pair);
    X509Certificate certificate = certificate(label, made.generator, made.pair, publicKey);
    connection.<Boolean>withSession(
        true,
        (cryptoki, session) -> {
          store(
              cryptoki,
              session,
              label,
              KeyGeneration.settleId(cryptoki, session, firstId, publicKey),
              certificate);
          return true;
        });
    return publicKey;
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

  private static X509Certificate certificate(
      String label, ProviderInstance generator, KeyPair pair, ECPublicKey publicKey)
      throws TokenException {
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

  private static void store(
      Cryptoki cryptoki, long session, String label, byte[] id, X509Certificate certificate)
      throws CkException {
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
