package org.astragal.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.astragal.outcome.Hash;

/**
 * A person by certificate.
 *
 * @param certificate SHA-256 of the client certificate
 * @param name the certificate's subject
 */
record Person(String certificate, String name) {
  static Person of(X509Certificate certificate) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new Person(Hash.of(hash).toString(), certificate.getSubjectX500Principal().getName());
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that TLS took has a hash", e);
    }
  }

  /** Two certificates of one name are one person. */
  boolean isAnotherThan(Person other) {
    return !certificate.equals(other.certificate) && !name.equals(other.name);
  }
}
