package org.astragal.appliance;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.astragal.outcome.Hash;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.VerifierKey;
import org.astragal.service.Caller;
import org.astragal.service.Person;
import org.astragal.service.Role;
import org.jspecify.annotations.Nullable;

/**
 * The report of a key ceremony: what was done, and the signatures of two security officers over it.
 * As a file it is one canonical JSON object; its hash stands in the first record of the log.
 *
 * <p>Thread safety: immutable.
 */
final class CeremonyReport {
  /** Longest report that is read. */
  static final int MAX_BYTES = 1 << 16;

  private static final int OFFICERS = 2;

  private final Json.Obj report;
  private final List<Json> approvals;

  private CeremonyReport(Json.Obj report, List<Json> approvals) {
    this.report = report;
    this.approvals = List.copyOf(approvals);
  }

  /** {@return a report that nobody has signed yet} */
  static CeremonyReport of(Json.Obj report) {
    return new CeremonyReport(report, List.of());
  }

  /** {@return this report with an officer's signature more} */
  CeremonyReport approvedBy(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm(key.getAlgorithm()));
    signature.initSign(key);
    signature.update(JcsWriter.encode(report));
    var base64 = Base64.getEncoder();
    var more = new ArrayList<>(approvals);
    more.add(
        Json.Obj.of(
            Map.of(
                "certificate",
                new Json.Str(base64.encodeToString(certificate.getEncoded())),
                "officer",
                new Json.Str(certificate.getSubjectX500Principal().getName()),
                "signature",
                new Json.Str(base64.encodeToString(signature.sign())))));
    return new CeremonyReport(report, more);
  }

  byte[] bytes() {
    return JcsWriter.encode(
        Json.Obj.of(Map.of("approvals", new Json.Arr(approvals), "report", report)));
  }

  /**
   * Reads a report and looks whether two officers of the site have signed it.
   *
   * @param file its bytes
   * @param authorities that issue the officers' certificates
   * @throws StartException if it is no report, or not signed by two officers
   */
  static CeremonyReport read(byte[] file, Collection<X509Certificate> authorities)
      throws StartException {
    try {
      if (!(Json.parse(file, MAX_BYTES) instanceof Json.Obj whole)) {
        throw refused("it is not a JSON object", null);
      }
      var read = new CeremonyReport(whole.obj("report"), whole.arr("approvals"));
      if (!Arrays.equals(file, read.bytes())) {
        // Its hash would not be the one that goes into the log.
        throw refused("it is not in canonical form, or holds more than a report does", null);
      }
      read.requireOfficers(authorities);
      return read;
    } catch (JsonException | GeneralSecurityException | IllegalArgumentException e) {
      throw refused("it is not a report: " + e.getMessage(), e);
    }
  }

  private void requireOfficers(Collection<X509Certificate> authorities)
      throws JsonException, GeneralSecurityException, StartException {
    List<Person> officers = new ArrayList<>();
    for (Json one : approvals) {
      if (!(one instanceof Json.Obj approval)) {
        throw refused("an approval is not a JSON object", null);
      }
      Person officer = Person.of(verified(approval, authorities));
      if (officers.stream().allMatch(officer::isAnotherThan)) {
        officers.add(officer);
      }
    }
    if (officers.size() < OFFICERS) {
      throw refused(officers.size() + " of two security officers have signed it", null);
    }
  }

  private X509Certificate verified(Json.Obj approval, Collection<X509Certificate> authorities)
      throws JsonException, GeneralSecurityException, StartException {
    var base64 = Base64.getDecoder();
    byte[] encoded = base64.decode(approval.string("certificate"));
    var certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(encoded));
    String name = certificate.getSubjectX500Principal().getName();
    if (authorities.stream().noneMatch(authority -> issued(authority, certificate))) {
      throw refused(name + " has no certificate of this site", null);
    }
    if (Caller.of(certificate).filter(c -> c.role() == Role.SECURITY_OFFICER).isEmpty()) {
      throw refused(name + " is not a security officer", null);
    }
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw refused("the certificate of " + name + " is not valid now", e);
    }
    Signature signature =
        Signature.getInstance(algorithm(certificate.getPublicKey().getAlgorithm()));
    signature.initVerify(certificate);
    signature.update(JcsWriter.encode(report));
    if (!signature.verify(base64.decode(approval.string("signature")))) {
      throw refused("the signature of " + name + " is not over this report", null);
    }
    return certificate;
  }

  private static boolean issued(X509Certificate authority, X509Certificate certificate) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static String algorithm(String key) throws GeneralSecurityException {
    return switch (key) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> throw new GeneralSecurityException("officers sign with EC or RSA, not " + key);
    };
  }

  /**
   * {@return the hash for the first record}
   *
   * @throws StartException if the ceremony was about another key, or its test signature is not by
   *     this one
   */
  Hash about(VerifierKey key) throws StartException {
    try {
      if (!report.obj("key").string("vkey").equals(key.vkey())) {
        throw refused("it is about another key than " + key.vkey(), null);
      }
      Json.Obj test = report.obj("test");
      if (!key.verify(
          test.string("message").getBytes(StandardCharsets.US_ASCII),
          Base64.getDecoder().decode(test.string("signature")))) {
        throw refused("its test signature is not by that key", null);
      }
      return hash();
    } catch (JsonException | IllegalArgumentException e) {
      throw refused("it names no key, or no test of it: " + e.getMessage(), e);
    }
  }

  Hash hash() {
    return Hash.sha256(bytes());
  }

  /** {@return both officers' words, as in the report} */
  List<Json> approvals() {
    return approvals;
  }

  private static StartException refused(String why, @Nullable Throwable e) {
    String message = "the report of the key ceremony cannot be used: " + why;
    return e == null
        ? new StartException(StartException.Fault.CEREMONY, message)
        : new StartException(StartException.Fault.CEREMONY, message, e);
  }
}
