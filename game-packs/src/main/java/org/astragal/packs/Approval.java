package org.astragal.packs;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.astragal.outcome.Hash;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.packs.PackException.Fault;

/**
 * A laboratory's word that it has tested exactly this logic and that the manifest is right about
 * it, in an entry of the pack.
 *
 * <p>Thread safety: immutable.
 */
public final class Approval {
  /** Name of the entry. */
  static final String ENTRY = "META-INF/ASTRAGAL-APPROVAL.json";

  private static final String DOMAIN = "astragal.org/pack-approval/v1";
  private static final String ALGORITHM = "SHA256withECDSA";
  private static final int MAX_BYTES = 1 << 16;
  private static final int MAX_CHAIN = 8;
  private static final Set<String> MEMBERS =
      Set.of("at", "certificates", "logic", "manifest", "signature", "v");

  private final Instant at;
  private final Hash logic;
  private final Hash manifest;
  private final List<X509Certificate> chain;
  private final byte[] signature;

  private Approval(
      Instant at, Hash logic, Hash manifest, List<X509Certificate> chain, byte[] signature) {
    this.at = at;
    this.logic = logic;
    this.manifest = manifest;
    this.chain = List.copyOf(chain);
    this.signature = signature;
  }

  /**
   * Approves a pack.
   *
   * @param manifest what the pack says of itself
   * @param at when
   * @param key the laboratory's key, on an elliptic curve
   * @param chain its certificate, and those of the authorities between it and a trusted one
   * @return the approval
   * @throws PackException {@code NOT_APPROVED} if the key cannot sign
   */
  public static Approval of(
      PackManifest manifest, Instant at, PrivateKey key, List<X509Certificate> chain)
      throws PackException {
    Instant time = at.truncatedTo(ChronoUnit.SECONDS);
    Hash manifestHash = Hash.sha256(manifest.bytes());
    try {
      Signature signer = Signature.getInstance(ALGORITHM);
      signer.initSign(key);
      signer.update(statement(time, manifest.logic(), manifestHash));
      return new Approval(time, manifest.logic(), manifestHash, chain, signer.sign());
    } catch (GeneralSecurityException e) {
      throw new PackException(Fault.NOT_APPROVED, "the laboratory's key cannot sign: " + e, e);
    }
  }

  /** {@return what is signed: four lines, of which the first keeps it apart from anything else} */
  private static byte[] statement(Instant at, Hash logic, Hash manifest) {
    return (DOMAIN + "\n" + at + "\n" + logic + "\n" + manifest + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** {@return when it was given} */
  public Instant at() {
    return at;
  }

  /** {@return the laboratory, as its certificate names it} */
  public String laboratory() {
    return chain.getFirst().getSubjectX500Principal().getName();
  }

  /** {@return the laboratory's certificate, and those above it} */
  List<X509Certificate> chain() {
    return chain;
  }

  /** Requires that it is about this pack, and signed with the key of its certificate. */
  void requireFor(PackManifest pack) throws PackException {
    if (!logic.equals(pack.logic())) {
      throw refused("it is about the logic " + logic + ", the pack has " + pack.logic());
    }
    if (!manifest.equals(Hash.sha256(pack.bytes()))) {
      throw refused("it is about another manifest of this logic");
    }
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(chain.getFirst().getPublicKey());
      verifier.update(statement(at, logic, manifest));
      if (verifier.verify(signature)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new PackException(Fault.NOT_APPROVED, "its signature cannot be checked: " + e, e);
    }
    throw refused("its signature is not by the key of its certificate");
  }

  /** {@return it as it stands in the pack} */
  public byte[] bytes() {
    var certificates = new ArrayList<Json>();
    try {
      for (X509Certificate certificate : chain) {
        certificates.add(
            new Json.Str(Base64.getEncoder().encodeToString(certificate.getEncoded())));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read has a form", e);
    }
    return JcsWriter.encode(
        Json.Obj.of(
            Map.of(
                "at", new Json.Str(at.toString()),
                "certificates", new Json.Arr(certificates),
                "logic", new Json.Str(logic.toString()),
                "manifest", new Json.Str(manifest.toString()),
                "signature", new Json.Str(Base64.getEncoder().encodeToString(signature)),
                "v", new Json.Int(1))));
  }

  /**
   * Reads one; whether it is true is another question.
   *
   * @param bytes as {@link #bytes} writes it
   * @return the approval
   * @throws PackException {@code NOT_APPROVED} if it is none
   */
  public static Approval parse(byte[] bytes) throws PackException {
    try {
      if (!(Json.parse(bytes, MAX_BYTES) instanceof Json.Obj whole)) {
        throw refused("it is not a JSON object");
      }
      whole.refuseUnknown(MEMBERS);
      if (whole.integer("v") != 1) {
        throw refused("it has version " + whole.integer("v") + ", this program reads 1");
      }
      List<Json> certificates = whole.arr("certificates");
      if (certificates.isEmpty() || certificates.size() > MAX_CHAIN) {
        throw refused("it has 1 to " + MAX_CHAIN + " certificates");
      }
      var chain = new ArrayList<X509Certificate>();
      for (Json certificate : certificates) {
        chain.add(certificate(certificate));
      }
      return new Approval(
          Instant.parse(whole.string("at")),
          Hash.parse(whole.string("logic")),
          Hash.parse(whole.string("manifest")),
          chain,
          Base64.getDecoder().decode(whole.string("signature")));
    } catch (JsonException
        | DateTimeException
        | GeneralSecurityException
        | IllegalArgumentException e) {
      throw new PackException(
          Fault.NOT_APPROVED, "the approval cannot be used: " + e.getMessage(), e);
    }
  }

  private static X509Certificate certificate(Json json)
      throws GeneralSecurityException, PackException {
    if (!(json instanceof Json.Str(String base64))) {
      throw refused("a certificate is text");
    }
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
  }

  private static PackException refused(String why) {
    return new PackException(Fault.NOT_APPROVED, "the approval does not count: " + why);
  }
}
