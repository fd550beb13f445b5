package org.astragal.appliance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import jdk.security.jarsigner.JarSigner;
import org.astragal.games.api.Game;
import org.astragal.games.reference.ReferenceGames;
import org.astragal.packs.Approval;
import org.astragal.packs.LoadedPack;
import org.astragal.packs.PackArchive;
import org.astragal.packs.PackMaker;
import org.astragal.packs.PackManifest;
import org.astragal.packs.PackTrust;
import org.astragal.packs.PackVerifier;
import org.astragal.packs.Replayer;
import org.astragal.packs.VerifiedPack;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.NullMarked;

/** Game packs of one test run, with a signer and a laboratory that the test site trusts. */
final class TestPacks {
  private static final Signer STUDIO = new Signer("studio");
  private static final Signer LAB = new Signer("laboratory");

  /** The classes of the reference games. */
  static final Map<String, byte[]> CLASSES = classes();

  private TestPacks() {}

  /** A key and its certificate. */
  private static final class Signer {
    private final KeyPair keys;
    private final X509Certificate certificate;

    Signer(String name) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys = generator.generateKeyPair();
        var subject = new X500Name("CN=" + name);
        Instant now = Instant.now();
        var builder =
            new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.ONE,
                Date.from(now.minus(1, ChronoUnit.HOURS)),
                Date.from(now.plus(1, ChronoUnit.DAYS)),
                subject,
                keys.getPublic());
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
        certificate =
            new JcaX509CertificateConverter()
                .getCertificate(
                    builder.build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    KeyStore store() throws Exception {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "key", keys.getPrivate(), TestPki.PASSWORD, new X509Certificate[] {certificate});
      return store;
    }

    void write(Path file) throws Exception {
      var pem = new StringWriter();
      pem.write("-----BEGIN CERTIFICATE-----\n");
      pem.write(
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()));
      pem.write("\n-----END CERTIFICATE-----\n");
      Files.writeString(file, pem.toString());
    }
  }

  /** Writes what a configuration names: the reference pack, and whom to trust. */
  static void write(Path folder) throws Exception {
    STUDIO.write(folder.resolve("signers.pem"));
    LAB.write(folder.resolve("laboratories.pem"));
    Files.write(folder.resolve("reference.jar"), pack(CLASSES));
  }

  /** Writes the keys of both as files of a person, and whom to trust. */
  static void writeKeys(Path folder) throws Exception {
    STUDIO.write(folder.resolve("signers.pem"));
    LAB.write(folder.resolve("laboratories.pem"));
    TestPki.write(STUDIO.store(), folder.resolve("studio.p12"));
    TestPki.write(LAB.store(), folder.resolve("laboratory.p12"));
    TestPki.writeSecret(folder.resolve("password"), TestPki.PASSWORD);
  }

  /** {@return a signed and approved pack of these classes} */
  static byte[] pack(Map<String, byte[]> classes) throws Exception {
    PackMaker maker = PackMaker.of(jar(classes));
    Approval approval =
        Approval.of(
            maker.manifest(), Instant.now(), LAB.keys.getPrivate(), List.of(LAB.certificate));
    return maker.sign(approval, STUDIO.keys.getPrivate(), List.of(STUDIO.certificate));
  }

  /**
   * {@return a pack whose manifest says something else in one place, approved and signed by those
   * who are trusted}
   *
   * @param manifest what the manifest says
   */
  static byte[] pack(Map<String, byte[]> classes, UnaryOperator<PackManifest> manifest)
      throws Exception {
    PackManifest genuine = PackMaker.of(jar(classes)).manifest();
    PackManifest said = manifest.apply(genuine);
    Approval approval =
        Approval.of(said, Instant.now(), LAB.keys.getPrivate(), List.of(LAB.certificate));
    byte[] text =
        content(pack(classes), "META-INF/ASTRAGAL-PACK.json")
            .replace(genuine.api().toString(), said.api().toString())
            .getBytes(StandardCharsets.UTF_8);
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put(
        JarFile.MANIFEST_NAME, "Manifest-Version: 1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    entries.putAll(classes);
    entries.put("META-INF/ASTRAGAL-PACK.json", text);
    entries.put("META-INF/ASTRAGAL-APPROVAL.json", approval.bytes());
    return signed(entries);
  }

  private static byte[] signed(Map<String, byte[]> entries) throws Exception {
    Path unsigned = Files.createTempFile("pack", ".jar");
    try (var out = new ByteArrayOutputStream()) {
      Files.write(unsigned, jar(entries));
      var chain =
          CertificateFactory.getInstance("X.509").generateCertPath(List.of(STUDIO.certificate));
      try (var zip = new ZipFile(unsigned.toFile())) {
        new JarSigner.Builder(STUDIO.keys.getPrivate(), chain).build().sign(zip, out);
      }
      return out.toByteArray();
    } finally {
      Files.delete(unsigned);
    }
  }

  private static String content(byte[] jar, String name) throws IOException {
    try (var zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    throw new IllegalArgumentException("no entry " + name);
  }

  /**
   * A pack in an archive.
   *
   * @param replayer plays its rounds again
   * @param games its games
   */
  record Kept(Replayer replayer, List<GameCatalog.Installed> games) {
    GameCatalog.Installed game(String id) {
      return games.stream().filter(game -> game.ref().id().equals(id)).findFirst().orElseThrow();
    }
  }

  /** Verifies a pack and keeps it in an archive in this folder. */
  static Kept kept(Path folder, byte[] jar) throws Exception {
    write(folder);
    var trust = PackTrust.load(folder.resolve("signers.pem"), folder.resolve("laboratories.pem"));
    var archive = new PackArchive(folder.resolve("archive"));
    VerifiedPack pack = new PackVerifier(trust, Clock.systemUTC()).verify(jar);
    archive.keep(pack);
    return new Kept(new Replayer(archive), GameCatalog.of(LoadedPack.of(pack), List.of()));
  }

  /** {@return the classes of the reference games, saying another version of each} */
  static Map<String, byte[]> version(String version) {
    var other = new TreeMap<String, byte[]>();
    CLASSES.forEach((name, bytes) -> {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      // Of the same length, so that the constant pool stays one.
      other.put(name, text.replace("1.0.0", version).getBytes(StandardCharsets.ISO_8859_1));
    });
    return other;
  }

  /**
   * {@return the classes of a pack of one game, which is compiled now}
   *
   * @param game name of its class, whose source is a resource of these tests
   */
  static Map<String, byte[]> compiled(String game, UnaryOperator<String> change) throws Exception {
    Path folder = Files.createTempDirectory("pack");
    Path sources = Files.createDirectories(folder.resolve("src/test/games"));
    Path classes = folder.resolve("classes");
    Files.writeString(sources.resolve(game + ".java"), change.apply(source(game)));
    Files.writeString(sources.resolve("Games.java"), source("Games").replace("GAME", game));
    Files.writeString(folder.resolve("src/module-info.java"), source("module-info"));
    String modules = place(Game.class) + File.pathSeparator + place(NullMarked.class);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                "--module-path",
                modules,
                "--release",
                "25",
                folder.resolve("src/module-info.java").toString(),
                sources.resolve("Games.java").toString(),
                sources.resolve(game + ".java").toString());
    if (status != 0) {
      throw new IllegalStateException("the test game " + game + " does not compile");
    }
    Map<String, byte[]> compiled = read(classes);
    TestSite.clear(folder);
    return compiled;
  }

  private static String source(String name) throws IOException {
    try (InputStream in = TestPacks.class.getResourceAsStream("games/" + name + ".java.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Map<String, byte[]> read(Path folder) throws IOException {
    var entries = new TreeMap<String, byte[]>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        entries.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return entries;
  }

  static byte[] jar(Map<String, byte[]> entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static Path place(Class<?> anchor) throws Exception {
    return Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Map<String, byte[]> classes() {
    try {
      Path place =
          Path.of(ReferenceGames.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Map<String, byte[]> entries = new TreeMap<>();
      if (Files.isDirectory(place)) {
        entries = read(place);
      } else {
        try (var zip = new ZipFile(place.toFile())) {
          for (ZipEntry entry : Collections.list(zip.entries())) {
            entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
          }
        }
      }
      entries.keySet().removeIf(name -> name.startsWith("META-INF") || name.endsWith("/"));
      return entries;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
