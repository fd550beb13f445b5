package org.astragal.ledger;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
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
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority, a server and clients for one test. */
final class TestPki {
  private static final char[] PASSWORD = "test-only".toCharArray();
  private final KeyPair authorityKeys = keys();
  private final X509Certificate authority;

  TestPki() {
    authority = issue("CN=Test authority", authorityKeys, true);
  }

  /** Writes the four files that the ledger's configuration names. */
  void write(Path directory) throws IOException, GeneralSecurityException {
    Files.createDirectories(directory);
    store("CN=localhost").accept(directory.resolve("ledger.p12"));
    Files.writeString(
        directory.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(authority.getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    var password = directory.resolve("ledger.password");
    Files.writeString(password, new String(PASSWORD));
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
  }

  private interface Sink {
    void accept(Path file) throws IOException, GeneralSecurityException;
  }

  private Sink store(String subject) {
    return file -> {
      try (var out = Files.newOutputStream(file)) {
        keyStore(subject).store(out, PASSWORD);
      }
    };
  }

  /** {@return TLS for a server that asks for no certificate} */
  SSLContext server() throws GeneralSecurityException, IOException {
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keyStore("CN=localhost"), PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /** {@return TLS for a client of this role that trusts this authority} */
  SSLContext client(String unit) throws GeneralSecurityException, IOException {
    return client(unit, "client");
  }

  /** {@return TLS for a client of this role and name that trusts this authority} */
  SSLContext client(String unit, String name) throws GeneralSecurityException, IOException {
    return client(name, unit, "op-17");
  }

  /** {@return TLS for somebody of this name, role and operator} */
  SSLContext client(String name, String unit, String operator)
      throws GeneralSecurityException, IOException {
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keyStore("CN=" + name + ",OU=" + unit + ",O=" + operator), PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust().getTrustManagers(), null);
    return context;
  }

  /** {@return TLS for a client that trusts this authority and has no certificate} */
  SSLContext nobody() throws GeneralSecurityException, IOException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust().getTrustManagers(), null);
    return context;
  }

  /** {@return TLS for a client with a certificate of {@code other} that trusts this authority} */
  SSLContext stranger(TestPki other) throws GeneralSecurityException, IOException {
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(other.keyStore("CN=client,OU=appliance"), PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust().getTrustManagers(), null);
    return context;
  }

  private TrustManagerFactory trust() throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority);
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    return managers;
  }

  private KeyStore keyStore(String subject) throws GeneralSecurityException, IOException {
    var own = keys();
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key",
        own.getPrivate(),
        PASSWORD,
        new Certificate[] {issue(subject, own, false), authority});
    return store;
  }

  private X509Certificate issue(String subject, KeyPair owner, boolean isAuthority) {
    try {
      var now = Instant.now();
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=Test authority"),
              new BigInteger(64, new SecureRandom()),
              // A test sets the clock back an hour.
              Date.from(now.minus(Duration.ofHours(2))),
              Date.from(now.plus(Duration.ofDays(1))),
              new X500Name(subject),
              owner.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      if (!isAuthority) {
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
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
