package org.astragal.service;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * A person by certificate: an officer, a supervisor, somebody of a laboratory.
 *
 * @param certificate SHA-256 of the client certificate, {@code sha256:} and hexadecimal digits
 * @param name the certificate's subject
 */
public record Person(String certificate, String name) {
  /** {@return the person that a client certificate names} */
  public static Person of(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new Person(
          "sha256:" + HexFormat.of().formatHex(hash),
          certificate.getSubjectX500Principal().getName());
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that TLS took has a hash", e);
    }
  }

  /** {@return whether these are two persons: two certificates of one name are one person} */
  public boolean isAnotherThan(Person other) {
    return !certificate.equals(other.certificate) && !name.equals(other.name);
  }
}
