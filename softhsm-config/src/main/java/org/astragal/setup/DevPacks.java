package org.astragal.setup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.astragal.packs.Approval;
import org.astragal.packs.PackException;
import org.astragal.packs.PackMaker;
import org.astragal.packs.PackTrust;
import org.astragal.packs.PackVerifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Somebody who signs game packs and a laboratory that approves them, for one developer's machine,
 * and the reference pack from their hands. Their keys lie in files: nothing but a developer site
 * may trust them.
 */
final class DevPacks {
  /** File of the reference pack. */
  static final String PACK = "reference-games.jar";

  private static final String SIGNER = "signer";
  private static final String LABORATORY = "laboratory";
  private static final Duration VALIDITY = Duration.ofDays(825);

  private DevPacks() {}

  /** A key and its certificate. */
  private record Key(PrivateKey key, X509Certificate certificate) {
    List<X509Certificate> chain() {
      return List.of(certificate);
    }
  }

  /** Makes what is missing; a pack of other games than those of this program is made anew. */
  static void create(Path folder) throws SetupException {
    SiteFiles.folder(folder);
    try {
      Key signer = key(folder, SIGNER, "signers.pem");
      Key laboratory = key(folder, LABORATORY, "laboratories.pem");
      Path pack = folder.resolve(PACK);
      PackMaker maker = PackMaker.of(unsigned());
      if (!isCurrent(folder, pack, maker)) {
        Approval approval =
            Approval.of(maker.manifest(), Instant.now(), laboratory.key(), laboratory.chain());
        SiteFiles.bytes(pack, maker.sign(approval, signer.key(), signer.chain()));
      }
    } catch (PackException | IOException e) {
      throw new SetupException(
          SetupException.Fault.PACK, "cannot make the reference pack in " + folder + ": " + e, e);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new SetupException(
          SetupException.Fault.PKI, "cannot make the certificates in " + folder + ": " + e, e);
    }
  }

  /** The jar that the build made, without any signature. */
  private static byte[] unsigned() throws IOException {
    try (InputStream in = DevPacks.class.getResourceAsStream(PACK)) {
      return Objects.requireNonNull(in, PACK + " is part of this program").readAllBytes();
    }
  }

  private static boolean isCurrent(Path folder, Path pack, PackMaker maker)
      throws IOException, PackException {
    if (!Files.exists(pack)) {
      return false;
    }
    PackTrust trust =
        PackTrust.load(folder.resolve("signers.pem"), folder.resolve("laboratories.pem"));
    try {
      return new PackVerifier(trust, Clock.systemUTC())
          .verify(Files.readAllBytes(pack))
          .manifest()
          .equals(maker.manifest());
    } catch (PackException e) {
      // Of other games, of another interface, or of keys that were replaced.
      return false;
    }
  }

  private static Key key(Path folder, String name, String list)
      throws GeneralSecurityException, OperatorCreationException, IOException, SetupException {
    Path file = folder.resolve(name + ".p12");
    Path passwordFile = folder.resolve(name + ".password");
    Path trusted = folder.resolve(list);
    if (Files.exists(file) && Files.exists(trusted)) {
      Key there = read(file, passwordFile, name);
      if (DevPki.lasts(there.certificate())) {
        return there;
      }
    }
    KeyPair pair = DevPki.keyPair();
    X509Certificate certificate = issue(name, pair);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = SiteFiles.password(passwordFile);
    var bytes = new ByteArrayOutputStream();
    try {
      store.setKeyEntry(name, pair.getPrivate(), password, new Certificate[] {certificate});
      store.store(bytes, password);
    } finally {
      Arrays.fill(password, '\0');
    }
    SiteFiles.secret(file, bytes.toByteArray());
    // Former ones stay in the list: what they signed must be playable for ever.
    String before = Files.exists(trusted) ? Files.readString(trusted) : "";
    SiteFiles.text(trusted, before + DevPki.text(certificate));
    return new Key(pair.getPrivate(), certificate);
  }

  private static Key read(Path file, Path passwordFile, String name)
      throws GeneralSecurityException, IOException, SetupException {
    char[] password = SiteFiles.password(passwordFile);
    try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      return new Key(
          (PrivateKey) store.getKey(name, password), (X509Certificate) store.getCertificate(name));
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static X509Certificate issue(String name, KeyPair pair)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var subject = new X500Name("O=astragal-dev,CN=Astragal development " + name);
    Instant start = Instant.now().minus(Duration.ofMinutes(5));
    var builder =
        new JcaX509v3CertificateBuilder(
            subject,
            DevPki.serial(),
            Date.from(start),
            Date.from(start.plus(VALIDITY)),
            subject,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
    return DevPki.sign(builder, pair.getPrivate());
  }
}
