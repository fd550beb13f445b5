package org.astragal.packs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.astragal.games.reference.ReferenceGames;
import org.astragal.outcome.Hash;

/** Makes packs out of the reference games, and what looks like packs and is none. */
final class Forge {
  static final TestKeys SIGNER = keys("signer");
  static final TestKeys LAB = keys("laboratory");
  static final PackTrust TRUST =
      new PackTrust(List.of(SIGNER.certificate()), List.of(LAB.certificate()));
  static final PackVerifier VERIFIER = new PackVerifier(TRUST, () -> TestKeys.NOW);

  /** The classes of the reference games, as the build left them. */
  static final SortedMap<String, byte[]> CLASSES = classes();

  private Forge() {}

  private static TestKeys keys(String name) {
    try {
      return TestKeys.alone(name);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static SortedMap<String, byte[]> classes() {
    try {
      Path place =
          Path.of(ReferenceGames.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(place)) {
        return JarContent.unsigned(Files.readAllBytes(place)).entries();
      }
      var entries = new TreeMap<String, byte[]>();
      try (Stream<Path> walk = Files.walk(place)) {
        for (Path file : walk.filter(Files::isRegularFile).toList()) {
          String name = place.relativize(file).toString();
          if (LogicHash.counts(name)) {
            entries.put(name, Files.readAllBytes(file));
          }
        }
      }
      return entries;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@return a jar of classes, as a build leaves it} */
  static byte[] unsigned(SortedMap<String, byte[]> classes) throws IOException {
    return Jars.of(classes);
  }

  /** {@return the genuine pack} */
  static byte[] genuine() throws Exception {
    return pack(CLASSES);
  }

  /** {@return a pack of classes that keep the rules} */
  static byte[] pack(SortedMap<String, byte[]> classes) throws Exception {
    PackMaker maker = PackMaker.of(unsigned(classes));
    return maker.sign(approve(maker.manifest()), SIGNER.key(), SIGNER.chain());
  }

  static Approval approve(PackManifest manifest) throws PackException {
    return approve(manifest, LAB, TestKeys.NOW.minusSeconds(60));
  }

  static Approval approve(PackManifest manifest, TestKeys lab, Instant at) throws PackException {
    return Approval.of(manifest, at, lab.key(), lab.chain());
  }

  /** {@return the manifest of the genuine pack} */
  static PackManifest manifest() throws Exception {
    return PackMaker.of(unsigned(CLASSES)).manifest();
  }

  /**
   * {@return a pack of any classes, honestly signed and approved, as only those who hold both keys
   * can make it}
   */
  static byte[] signed(SortedMap<String, byte[]> classes) throws Exception {
    PackManifest genuine = manifest();
    var manifest =
        new PackManifest(
            genuine.module(),
            genuine.api(),
            LogicHash.of(classes, HostApi.get().entries()),
            genuine.games(),
            genuine.thresholds());
    return signed(classes, manifest, approve(manifest), SIGNER);
  }

  static byte[] signed(
      SortedMap<String, byte[]> classes, PackManifest manifest, Approval approval, TestKeys signer)
      throws Exception {
    var all = new TreeMap<>(classes);
    all.put(PackManifest.ENTRY, manifest.bytes());
    all.put(Approval.ENTRY, approval.bytes());
    return PackMaker.sign(all, signer.key(), signer.chain());
  }

  /** {@return the classes, with one entry more or another one} */
  static SortedMap<String, byte[]> with(String name, byte[] bytes) {
    var more = new TreeMap<>(CLASSES);
    more.put(name, bytes);
    return more;
  }

  /** {@return a jar whose entries were changed after it was signed} */
  static byte[] changed(byte[] jar, UnaryOperator<SortedMap<String, byte[]>> change)
      throws Exception {
    Path file = Files.createTempFile("forge", ".jar");
    try {
      Files.write(file, jar);
      // Manifest and signatures come first, as in every signed jar.
      var entries = new LinkedHashMap<String, byte[]>();
      try (var zip = new ZipFile(file.toFile())) {
        for (var entry : Collections.list(zip.entries())) {
          entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
        }
      }
      var order = List.copyOf(entries.keySet());
      SortedMap<String, byte[]> changed = change.apply(new TreeMap<>(entries));
      var ordered = new LinkedHashMap<String, byte[]>();
      for (String name : order) {
        if (changed.containsKey(name)) {
          ordered.put(name, changed.remove(name));
        }
      }
      ordered.putAll(changed);
      return Jars.of(ordered);
    } finally {
      Files.delete(file);
    }
  }

  /** {@return classes that say another version of each game} */
  static SortedMap<String, byte[]> version(String version) {
    var other = new TreeMap<String, byte[]>();
    CLASSES.forEach((name, bytes) -> other.put(name, replaced(bytes, "1.0.0", version)));
    return other;
  }

  /** Replaces text of the same length in a constant pool. */
  static byte[] replaced(byte[] bytes, String from, String to) {
    if (from.length() != to.length()) {
      throw new IllegalArgumentException("not of the same length");
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }

  static Hash hash(byte[] bytes) {
    return Hash.sha256(bytes);
  }
}
