package org.astragal.ledger;

import io.helidon.webserver.http.ServerRequest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.astragal.outcome.Hash;
import org.astragal.service.Caller;
import org.astragal.service.Role;

/**
 * Somebody who calls with a certificate.
 *
 * @param subject of the certificate, as RFC 2253 writes it
 * @param certificate SHA-256 of it
 * @param role what it may do
 * @param operator whom it speaks for
 */
record Person(String subject, Hash certificate, Role role, String operator) {
  /** {@return who makes a request; empty if the certificate says nothing that is known} */
  static Optional<Person> of(ServerRequest request) {
    var chain = request.remotePeer().tlsCertificates();
    if (chain.isEmpty() || chain.get().length == 0) {
      return Optional.empty();
    }
    var certificate = (X509Certificate) chain.get()[0];
    return Caller.of(certificate)
        .map(caller ->
            new Person(
                certificate.getSubjectX500Principal().getName(),
                fingerprint(certificate),
                caller.role(),
                caller.operator()));
  }

  /** {@return whether these are two people, with a certificate each} */
  boolean isAnotherThan(String otherSubject, Hash otherCertificate) {
    return !subject.equals(otherSubject) && !certificate.equals(otherCertificate);
  }

  private static Hash fingerprint(X509Certificate certificate) {
    try {
      return Hash.sha256(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("TLS has decoded it", e);
    }
  }
}
