package org.astragal.packs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;
import jdk.security.jarsigner.JarSignerException;
import org.astragal.packs.PackException.Fault;

/**
 * Makes a pack out of the jar that a build leaves: first its manifest, which a laboratory approves,
 * then the signed jar. The classes are run to ask them for their games; use it on code that may run
 * on this machine.
 *
 * <p>Thread safety: immutable.
 */
public final class PackMaker {
  private static final byte[] JAR_MANIFEST =
      "Manifest-Version: 1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final SortedMap<String, byte[]> entries;
  private final PackManifest manifest;

  private PackMaker(SortedMap<String, byte[]> entries, PackManifest manifest) {
    this.entries = entries;
    this.manifest = manifest;
  }

  /**
   * Reads a jar of classes and asks its games what they are.
   *
   * @param jar a modular jar, signed or not; what is below META-INF is left out
   * @return a maker for its pack
   * @throws PackException if it breaks a rule of packs
   */
  public static PackMaker of(byte[] jar) throws PackException {
    SortedMap<String, byte[]> entries = JarContent.unsigned(jar).entries();
    ModuleDescriptor descriptor = ModuleRules.require(entries);
    Module module = PackLayer.overHost(descriptor, URI.create("file:/unsigned.jar"), entries);
    HostApi api = HostApi.get();
    return new PackMaker(
        entries,
        LoadedPack.describe(
            module, api.hash(), LogicHash.of(entries, api.entries()), LoadedPack.start(module)));
  }

  /** {@return what the pack says of itself, for a laboratory to approve} */
  public PackManifest manifest() {
    return manifest;
  }

  /**
   * Puts the parts together and signs every entry.
   *
   * @param approval the laboratory's
   * @param key the signer's, on an elliptic curve or RSA
   * @param chain its certificate, and those of the authorities between it and a trusted one
   * @return the jar
   * @throws PackException if it cannot be signed
   */
  public byte[] sign(Approval approval, PrivateKey key, List<X509Certificate> chain)
      throws PackException {
    var all = new TreeMap<>(entries);
    all.put(PackManifest.ENTRY, manifest.bytes());
    all.put(Approval.ENTRY, approval.bytes());
    return sign(all, key, chain);
  }

  /** {@return a signed jar of any entries} */
  static byte[] sign(SortedMap<String, byte[]> entries, PrivateKey key, List<X509Certificate> chain)
      throws PackException {
    var content = new TreeMap<>(entries);
    content.put(JarFile.MANIFEST_NAME, JAR_MANIFEST);
    try {
      Path unsigned = Files.createTempFile("astragal-pack", ".jar");
      try {
        Files.write(unsigned, Jars.of(content));
        var signed = new ByteArrayOutputStream();
        var certificates = CertificateFactory.getInstance("X.509").generateCertPath(chain);
        try (var zip = new ZipFile(unsigned.toFile())) {
          new JarSigner.Builder(key, certificates)
              .digestAlgorithm("SHA-256")
              .signerName("PACK")
              .build()
              .sign(zip, signed);
        }
        return signed.toByteArray();
      } finally {
        Files.delete(unsigned);
      }
    } catch (IOException | GeneralSecurityException | JarSignerException e) {
      throw new PackException(Fault.STORAGE, "the pack cannot be signed: " + e, e);
    }
  }
}
