package org.astragal.packs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.astragal.packs.PackException.Fault;

/**
 * Who may sign packs, and which laboratories may approve them: certificates, or authorities that
 * issue them.
 *
 * <p>Thread safety: immutable.
 */
public final class PackTrust {
  /** Extended key usage of those who sign code (RFC 5280, 4.2.1.12). */
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  private final List<X509Certificate> signers;
  private final List<X509Certificate> laboratories;

  /**
   * Creates one.
   *
   * @param signers who may sign jars
   * @param laboratories who may approve them
   */
  public PackTrust(List<X509Certificate> signers, List<X509Certificate> laboratories) {
    this.signers = List.copyOf(signers);
    this.laboratories = List.copyOf(laboratories);
  }

  /**
   * Reads two PEM files of certificates.
   *
   * @param signers who may sign jars
   * @param laboratories who may approve them
   * @return the trust
   * @throws PackException {@code STORAGE} if a file cannot be read or holds no certificate
   */
  public static PackTrust load(Path signers, Path laboratories) throws PackException {
    return new PackTrust(certificates(signers), certificates(laboratories));
  }

  private static List<X509Certificate> certificates(Path file) throws PackException {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (certificates.isEmpty()) {
        throw new PackException(Fault.STORAGE, file + " holds no certificate");
      }
      return certificates;
    } catch (IOException | GeneralSecurityException e) {
      throw new PackException(
          Fault.STORAGE, file + " cannot be read as a PEM file of certificates: " + e, e);
    }
  }

  /** Requires that this chain may sign packs at each of these times. */
  void requireSigner(List<X509Certificate> chain, Instant... times) throws PackException {
    require(signers, chain, Fault.SIGNER_NOT_TRUSTED, "signs packs", times);
  }

  /** Requires that this chain may approve packs at each of these times. */
  void requireLaboratory(List<X509Certificate> chain, Instant... times) throws PackException {
    require(laboratories, chain, Fault.NOT_APPROVED, "approves packs", times);
  }

  private static void require(
      List<X509Certificate> trusted,
      List<X509Certificate> chain,
      Fault fault,
      String what,
      Instant... times)
      throws PackException {
    X509Certificate leaf = chain.getFirst();
    String name = leaf.getSubjectX500Principal().getName();
    try {
      List<String> usage = leaf.getExtendedKeyUsage();
      if (usage == null || !usage.contains(CODE_SIGNING)) {
        throw new PackException(fault, "the certificate of " + name + " is not for signing code");
      }
      for (Instant time : times) {
        if (trusted.contains(leaf)) {
          leaf.checkValidity(Date.from(time));
        } else {
          validate(trusted, chain, time);
        }
      }
    } catch (GeneralSecurityException e) {
      throw new PackException(
          fault,
          name + " is nobody who " + what + " here, or was not at that time: " + e.getMessage(),
          e);
    }
  }

  private static void validate(
      List<X509Certificate> trusted, List<X509Certificate> chain, Instant time)
      throws GeneralSecurityException {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (X509Certificate authority : trusted) {
      // A pinned certificate of somebody who signs is not one that issues others.
      if (authority.getBasicConstraints() >= 0) {
        anchors.add(new TrustAnchor(authority, null));
      }
    }
    if (anchors.isEmpty()) {
      throw new GeneralSecurityException("the certificate is not in the list");
    }
    var parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(time));
    List<X509Certificate> path = chain.stream().filter(c -> !trusted.contains(c)).toList();
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
  }
}
