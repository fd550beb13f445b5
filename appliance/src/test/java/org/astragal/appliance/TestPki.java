package org.astragal.appliance;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of one test run, and what it issues. */
final class TestPki {
  static final char[] PASSWORD = "only-for-tests".toCharArray();

  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final KeyPair keys;
  private final X500Name name;
  private final X509Certificate certificate;

  TestPki(String commonName) throws Exception {
    keys = newKeys();
    name = new X500Name("CN=" + commonName);
    JcaX509v3CertificateBuilder builder =
        builder(name, keys, name, Instant.now().plus(1, ChronoUnit.DAYS));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    certificate = sign(builder);
  }

  /** Writes the authority's certificate as PEM. */
  void writeTrust(Path file) throws IOException, GeneralSecurityException {
    var pem = new StringWriter();
    pem.write("-----BEGIN CERTIFICATE-----\n");
    pem.write(
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()));
    pem.write("\n-----END CERTIFICATE-----\n");
    Files.writeString(file, pem.toString());
  }

  /** Issues a certificate for both directions on this machine. */
  KeyStore issue(String subject) throws Exception {
    return issue(subject, Instant.now().plus(1, ChronoUnit.DAYS));
  }

  /** Issues one that is valid until then. */
  KeyStore issue(String subject, Instant until) throws Exception {
    KeyPair pair = newKeys();
    JcaX509v3CertificateBuilder builder = builder(new X500Name(subject), pair, name, until);
    builder.addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key", pair.getPrivate(), PASSWORD, new X509Certificate[] {sign(builder), certificate});
    return store;
  }

  /** {@return a context with a certificate of this subject that trusts this authority} */
  SSLContext context(String subject) throws Exception {
    var keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(issue(subject), PASSWORD);
    return context(keyManagers);
  }

  /** {@return a context without any certificate that trusts this authority} */
  SSLContext anonymous() throws Exception {
    var keyManagers = KeyManagerFactory.getInstance("PKIX");
    KeyStore none = KeyStore.getInstance("PKCS12");
    none.load(null, null);
    keyManagers.init(none, PASSWORD);
    return context(keyManagers);
  }

  /** {@return a context with a certificate of {@code other} that trusts this authority} */
  SSLContext contextIssuedBy(TestPki other, String subject) throws Exception {
    var keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(other.issue(subject), PASSWORD);
    return context(keyManagers);
  }

  private SSLContext context(KeyManagerFactory keyManagers) throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("authority", certificate);
    var trustManagers = TrustManagerFactory.getInstance("PKIX");
    trustManagers.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    return context;
  }

  static void write(KeyStore store, Path file) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
  }

  static void writeSecret(Path file, char[] secret) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, new String(secret) + "\n");
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name subject, KeyPair pair, X500Name issuer, Instant until) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(SERIAL.getAndIncrement()),
        Date.from(Instant.now().minus(1, ChronoUnit.HOURS)),
        Date.from(until),
        subject,
        pair.getPublic());
  }

  private X509Certificate sign(JcaX509v3CertificateBuilder builder)
      throws OperatorCreationException, GeneralSecurityException, CertIOException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }
}
