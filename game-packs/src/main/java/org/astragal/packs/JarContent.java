package org.astragal.packs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.astragal.packs.PackException.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Everything in a jar, read once: what is verified here is what is loaded later, whatever happens
 * to the file meanwhile.
 *
 * <p>Immutable; the arrays are read-only.
 */
final class JarContent {
  /** Largest jar, in bytes. */
  static final int MAX_BYTES = 16 << 20;

  private static final int MAX_ENTRIES = 4_096;
  private static final long MAX_CONTENT = 64L << 20;

  private static final Pattern NAME = Pattern.compile("(?:[A-Za-z0-9_$-]+/)*[A-Za-z0-9_$.-]+");
  private static final Pattern SIGNATURE =
      Pattern.compile("META-INF/[A-Za-z0-9_-]+\\.(?:SF|EC|RSA)");

  /** What a jar without any power of its own says in the main part of its manifest. */
  private static final Set<String> MAIN_ATTRIBUTES = Set.of("Manifest-Version", "Created-By");

  private final SortedMap<String, byte[]> entries;
  private final List<X509Certificate> signer;

  private JarContent(SortedMap<String, byte[]> entries, List<X509Certificate> signer) {
    this.entries = Collections.unmodifiableSortedMap(entries);
    this.signer = List.copyOf(signer);
  }

  /** {@return the entries by name, without directories, manifest and signatures} */
  SortedMap<String, byte[]> entries() {
    return entries;
  }

  /** {@return the signer's certificate chain; empty if the jar is not signed} */
  List<X509Certificate> signer() {
    return signer;
  }

  /**
   * Reads a jar whose every entry one signer has signed, and that has no entry without a purpose.
   *
   * @param jar its bytes
   * @param metaInf names below META-INF that are expected, beside manifest and signatures
   * @throws PackException if it is anything else
   */
  static JarContent signed(byte[] jar, Set<String> metaInf) throws PackException {
    return withFile(
        jar,
        file -> {
          requirePlainManifest(file.getManifest());
          return read(file, name -> allowed(name, metaInf), true);
        });
  }

  /**
   * Reads the classes and tables of a jar, signed or not; what is below META-INF is left out.
   *
   * @param jar its bytes
   */
  static JarContent unsigned(byte[] jar) throws PackException {
    return withFile(jar, file -> read(file, LogicHash::counts, false));
  }

  private static boolean allowed(String name, Set<String> metaInf) throws PackException {
    if (name.equals(JarFile.MANIFEST_NAME) || SIGNATURE.matcher(name).matches()) {
      return false;
    }
    if (!LogicHash.counts(name) && !metaInf.contains(name)) {
      throw new PackException(Fault.ENTRY_NOT_ALLOWED, "a pack must not have the entry " + name);
    }
    return true;
  }

  private static JarContent read(JarFile file, Choice choice, boolean signed)
      throws IOException, PackException {
    var entries = new TreeMap<String, byte[]>();
    CodeSigner signer = null;
    long total = 0;
    for (JarEntry entry : Collections.list(file.entries())) {
      String name = entry.getName();
      if (entry.isDirectory()) {
        continue;
      }
      if (!choice.takes(name)) {
        continue;
      }
      if (!NAME.matcher(name).matches()) {
        throw new PackException(Fault.ENTRY_NOT_ALLOWED, "a pack must not have the entry " + name);
      }
      byte[] bytes = content(file, entry, MAX_CONTENT - total);
      total += bytes.length;
      if (entries.put(name, bytes) != null) {
        throw new PackException(Fault.ENTRY_NOT_ALLOWED, "the entry " + name + " is there twice");
      }
      if (signed) {
        signer = sameSigner(signer, entry);
      }
      if (entries.size() > MAX_ENTRIES) {
        throw new PackException(Fault.UNREADABLE, "more than " + MAX_ENTRIES + " entries");
      }
    }
    return new JarContent(entries, signer == null ? List.of() : chain(signer));
  }

  /** The signers are known only when the entry was read to its end. */
  private static CodeSigner sameSigner(@Nullable CodeSigner before, JarEntry entry)
      throws PackException {
    CodeSigner[] signers = entry.getCodeSigners();
    if (signers == null || signers.length != 1) {
      throw new PackException(
          Fault.UNSIGNED,
          "the entry "
              + entry.getName()
              + (signers == null ? " is not signed" : " has more than one signer"));
    }
    if (before != null && !before.getSignerCertPath().equals(signers[0].getSignerCertPath())) {
      throw new PackException(
          Fault.UNSIGNED, "the entry " + entry.getName() + " has another signer than the rest");
    }
    return signers[0];
  }

  private static List<X509Certificate> chain(CodeSigner signer) {
    List<? extends Certificate> chain = signer.getSignerCertPath().getCertificates();
    return chain.stream().map(X509Certificate.class::cast).toList();
  }

  private static byte[] content(JarFile file, JarEntry entry, long limit)
      throws IOException, PackException {
    try (InputStream in = file.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
      if (bytes.length > limit) {
        throw new PackException(Fault.UNREADABLE, "unpacked it is larger than " + MAX_CONTENT);
      }
      return bytes;
    }
  }

  private static void requirePlainManifest(@Nullable Manifest manifest) throws PackException {
    if (manifest == null) {
      throw new PackException(Fault.UNSIGNED, "the jar has no manifest, so nothing is signed");
    }
    for (Object name : manifest.getMainAttributes().keySet()) {
      String attribute = ((Attributes.Name) name).toString();
      if (!MAIN_ATTRIBUTES.contains(attribute)) {
        throw new PackException(
            Fault.ENTRY_NOT_ALLOWED, "the jar's manifest must not say " + attribute);
      }
    }
  }

  /** Signatures of jars are checked in files only; the copy is gone before anything is loaded. */
  private static JarContent withFile(byte[] jar, Reading reading) throws PackException {
    if (jar.length > MAX_BYTES) {
      throw new PackException(Fault.UNREADABLE, "a pack has at most " + MAX_BYTES + " bytes");
    }
    Optional<Path> copy = Optional.empty();
    try {
      copy = Optional.of(Files.createTempFile("astragal-pack", ".jar"));
      Files.write(copy.get(), jar);
      // The base version: entries for later versions of Java are not looked at, and not allowed.
      try (var file =
          new JarFile(copy.get().toFile(), true, ZipFile.OPEN_READ, JarFile.baseVersion())) {
        return reading.of(file);
      }
    } catch (SecurityException e) {
      throw new PackException(
          Fault.SIGNATURE_BROKEN, "something was changed after signing: " + e.getMessage(), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new PackException(Fault.UNREADABLE, "it is not a jar that can be read: " + e, e);
    } finally {
      delete(copy);
    }
  }

  private static void delete(Optional<Path> copy) throws PackException {
    if (copy.isPresent()) {
      try {
        Files.deleteIfExists(copy.get());
      } catch (IOException e) {
        throw new PackException(Fault.STORAGE, "a temporary file cannot be removed: " + e, e);
      }
    }
  }

  /** Says which entries are taken, and refuses those that must not be there. */
  @FunctionalInterface
  private interface Choice {
    boolean takes(String name) throws PackException;
  }

  /** Reads an open jar. */
  @FunctionalInterface
  private interface Reading {
    JarContent of(JarFile file) throws IOException, PackException;
  }

  /** {@return these entries and no signature, for code that is not in a jar} */
  static JarContent of(Map<String, byte[]> entries) {
    return new JarContent(new TreeMap<>(entries), List.of());
  }
}
