package org.astragal.hsm;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys as other programs leave them on a token: imported, extractable, of other kinds. */
final class TestKeys {
  private TestKeys() {}

  /** Makes a key pair in memory and stores it on the token, as keytool may do. */
  static void importKey(TokenConfig config, Token token, String label) throws Exception {
    Provider provider = provider(config, token, "");
    KeyStore keys = KeyStore.getInstance("PKCS11", provider);
    keys.load(null, null);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    store(keys, label, pair, Security.getProvider("SunEC"));
  }

  /**
   * Generates a key on the token with other attributes.
   *
   * @param attributes lines of the private key's template, label excepted
   */
  static void generate(
      TokenConfig config, Token token, String label, String curve, String attributes)
      throws Exception {
    Provider provider =
        provider(
            config,
            token,
            "attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {\nCKA_TOKEN = true\n"
                + attributes
                + "\n}");
    KeyStore keys = KeyStore.getInstance("PKCS11", provider);
    keys.load(null, null);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
    generator.initialize(new ECGenParameterSpec(curve));
    store(keys, label, generator.generateKeyPair(), provider);
  }

  /** Generates a key with the label and without a certificate. */
  static void generateWithoutCertificate(TokenConfig config, Token token, String label)
      throws Exception {
    String hex = HexFormat.of().formatHex(label.getBytes(StandardCharsets.US_ASCII));
    Provider provider =
        provider(
            config,
            token,
            """
            attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {
              CKA_TOKEN = true
              CKA_SENSITIVE = true
              CKA_EXTRACTABLE = false
              CKA_SIGN = true
              CKA_LABEL = 0h%s
              CKA_ID = 0h01020304
            }
            """
                .formatted(hex));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    generator.generateKeyPair();
  }

  /** Destroys key pair and certificate of a label. */
  static void destroyAll(Token token, String label) throws Exception {
    Cryptoki cryptoki = Cryptoki.load(SoftHsm.MODULE, "");
    long session = cryptoki.openSession(token.info().slot(), true);
    Attribute labelled = Attribute.text(Attribute.CKA_LABEL, label);
    for (long object : cryptoki.find(session, labelled)) {
      cryptoki.destroy(session, object);
    }
    cryptoki.closeSession(session);
  }

  private static Provider provider(TokenConfig config, Token token, String attributes)
      throws Exception {
    // The process is logged in to the token already.
    return Security.getProvider("SunPKCS11")
        .configure(
            "--name=test%d\nlibrary=%s\nslot=%d\n%s"
                .formatted(System.nanoTime(), config.module(), token.info().slot(), attributes));
  }

  private static void store(KeyStore keys, String label, KeyPair pair, Provider signer)
      throws Exception {
    X500Name name = new X500Name("CN=" + label);
    Instant now = Instant.now();
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        pair.getPublic())
                    .build(
                        new JcaContentSignerBuilder("SHA256withECDSA")
                            .setProvider(signer)
                            .build(pair.getPrivate())));
    keys.setKeyEntry(label, pair.getPrivate(), null, new X509Certificate[] {certificate});
  }
}
