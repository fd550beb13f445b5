package org.astragal.appliance;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.astragal.outcome.Hash;

/**
 * A person by certificate: a security officer, or somebody of a laboratory.
 *
 * @param certificate SHA-256 of the client certificate
 * @param name the certificate's subject
 */
record Officer(String certificate, String name) {
  static Officer of(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new Officer(Hash.of(hash).toString(), certificate.getSubjectX500Principal().getName());
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that TLS took has a hash", e);
    }
  }

  /** Two certificates of one person are one officer. */
  boolean isAnotherThan(Officer other) {
    return !certificate.equals(other.certificate) && !name.equals(other.name);
  }
}
