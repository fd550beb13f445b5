package org.astragal.setup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A certificate authority for one developer's machine. Its key lies in a file: nothing but a
 * developer site may trust it.
 */
final class DevPki {
  private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3_652);
  private static final Duration LEAF_VALIDITY = Duration.ofDays(825);
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
  private static final String AUTHORITY = "ca";

  /** Signs the ledger's own log. It has no certificate; those who verify it hold the public key. */
  private static final String JOURNAL_KEY = "journal.key";

  private final Path folder;
  private final PrivateKey authorityKey;
  private final X509Certificate authority;

  private DevPki(Path folder, PrivateKey authorityKey, X509Certificate authority) {
    this.folder = folder;
    this.authorityKey = authorityKey;
    this.authority = authority;
  }

  /** Makes what is missing, is for other purposes, or expires within a month; keeps the rest. */
  static void create(Path folder) throws SetupException {
    SiteFiles.folder(folder);
    try {
      DevPki pki = authority(folder);
      for (Identity identity : Identity.values()) {
        if (!pki.upToDate(identity)) {
          pki.issue(identity);
        }
      }
      Path journal = folder.resolve(JOURNAL_KEY);
      if (!Files.exists(journal)) {
        SiteFiles.secret(journal, pem("PRIVATE KEY", keyPair().getPrivate().getEncoded()));
      }
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new SetupException(
          SetupException.Fault.PKI, "cannot make the certificates in " + folder + ": " + e, e);
    }
  }

  private static DevPki authority(Path folder)
      throws GeneralSecurityException, OperatorCreationException, IOException, SetupException {
    Path keyFile = folder.resolve("ca.key.pem");
    Path certificateFile = folder.resolve("ca.pem");
    if (Files.exists(keyFile) && Files.exists(certificateFile)) {
      X509Certificate certificate = readCertificate(certificateFile);
      if (lasts(certificate)) {
        return new DevPki(folder, readKey(keyFile), certificate);
      }
    }
    KeyPair pair = keyPair();
    X500Name name =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.O, "astragal-dev")
            .addRDN(BCStyle.CN, "Astragal development CA, do not trust elsewhere")
            .build();
    Instant now = Instant.now();
    var utilities = new JcaX509ExtensionUtils();
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            serial(),
            Date.from(now.minus(CLOCK_SKEW)),
            Date.from(now.minus(CLOCK_SKEW).plus(AUTHORITY_VALIDITY)),
            name,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        utilities.createSubjectKeyIdentifier(pair.getPublic()));
    X509Certificate certificate = sign(builder, pair.getPrivate());
    SiteFiles.secret(keyFile, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    trustStore(folder, certificate);
    // Last, because its presence says that the authority is complete.
    SiteFiles.text(certificateFile, text(certificate));
    return new DevPki(folder, pair.getPrivate(), certificate);
  }

  private static void trustStore(Path folder, X509Certificate certificate)
      throws GeneralSecurityException, IOException, SetupException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(AUTHORITY, certificate);
    save(store, folder.resolve("ca.p12"), folder.resolve("ca.password"));
  }

  private boolean upToDate(Identity identity) throws GeneralSecurityException, IOException {
    String stem = identity.fileName();
    List<String> files = List.of(".p12", ".password", ".key.pem", ".pem");
    for (String ending : files) {
      if (!Files.exists(folder.resolve(stem + ending))) {
        return false;
      }
    }
    X509Certificate certificate = readCertificate(folder.resolve(stem + ".pem"));
    try {
      certificate.verify(authority.getPublicKey());
    } catch (GeneralSecurityException e) {
      return false; // issued by an authority that was replaced
    }
    return lasts(certificate) && purposes(identity).equals(certificate.getExtendedKeyUsage());
  }

  private void issue(Identity identity)
      throws GeneralSecurityException, OperatorCreationException, IOException, SetupException {
    KeyPair pair = keyPair();
    X509Certificate certificate = sign(leaf(identity, pair), authorityKey);
    String stem = identity.fileName();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Path passwordFile = folder.resolve(stem + ".password");
    char[] password = SiteFiles.password(passwordFile);
    try {
      store.setKeyEntry(
          stem, pair.getPrivate(), password, new X509Certificate[] {certificate, authority});
    } finally {
      Arrays.fill(password, '\0');
    }
    save(store, folder.resolve(stem + ".p12"), passwordFile);
    SiteFiles.secret(
        folder.resolve(stem + ".key.pem"), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    // Last, because the certificate says whether the set is complete and still good.
    SiteFiles.text(folder.resolve(stem + ".pem"), text(certificate) + text(authority));
  }

  private JcaX509v3CertificateBuilder leaf(Identity identity, KeyPair pair)
      throws GeneralSecurityException, IOException {
    X500Name subject =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.O, identity.operator())
            .addRDN(BCStyle.OU, identity.role())
            .addRDN(BCStyle.CN, identity.fileName())
            .build();
    Instant start = Instant.now().minus(CLOCK_SKEW);
    var utilities = new JcaX509ExtensionUtils();
    var builder =
        new JcaX509v3CertificateBuilder(
            authority,
            serial(),
            Date.from(start),
            Date.from(start.plus(LEAF_VALIDITY)),
            subject,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(
            purposes(identity).stream()
                .map(purpose -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(purpose)))
                .toArray(KeyPurposeId[]::new)));
    builder.addExtension(
        Extension.authorityKeyIdentifier, false, utilities.createAuthorityKeyIdentifier(authority));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        utilities.createSubjectKeyIdentifier(pair.getPublic()));
    if (identity.server()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                new GeneralName(GeneralName.iPAddress, "::1")
              }));
    }
    return builder;
  }

  /** Everybody calls somebody; servers also answer. */
  private static List<String> purposes(Identity identity) {
    String client = KeyPurposeId.id_kp_clientAuth.getId();
    return identity.server()
        ? List.of(KeyPurposeId.id_kp_serverAuth.getId(), client)
        : List.of(client);
  }

  static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    byte[] der =
        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)).getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new java.io.ByteArrayInputStream(der));
  }

  private static void save(KeyStore store, Path file, Path passwordFile)
      throws GeneralSecurityException, IOException, SetupException {
    char[] password = SiteFiles.password(passwordFile);
    try {
      var bytes = new ByteArrayOutputStream();
      store.store(bytes, password);
      SiteFiles.secret(file, bytes.toByteArray());
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  static BigInteger serial() {
    return new BigInteger(127, new SecureRandom()).setBit(126);
  }

  static boolean lasts(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant().isAfter(Instant.now().plus(RENEW_BEFORE));
  }

  private static X509Certificate readCertificate(Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey readKey(Path file) throws GeneralSecurityException, IOException {
    try (var reader = new PemReader(Files.newBufferedReader(file))) {
      PemObject pem = reader.readPemObject();
      if (pem == null) {
        throw new IOException(file + " holds no PEM block");
      }
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(pem.getContent()));
    }
  }

  static String text(X509Certificate certificate) throws GeneralSecurityException, IOException {
    return new String(pem("CERTIFICATE", certificate.getEncoded()), StandardCharsets.US_ASCII);
  }

  static byte[] pem(String type, byte[] der) throws IOException {
    var text = new StringWriter();
    try (var writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, der));
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
