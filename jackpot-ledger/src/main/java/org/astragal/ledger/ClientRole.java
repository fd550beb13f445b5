package org.astragal.ledger;

import io.helidon.webserver.http.ServerRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Who calls, as the subject of the client certificate says. */
final class ClientRole {
  /** May deliver outcomes and ask for heads. */
  static final String APPLIANCE = "appliance";

  private ClientRole() {}

  /** {@return the certificate's OU; empty without one, or with more than one} */
  static Optional<String> of(ServerRequest request) {
    return request
        .remotePeer()
        .tlsCertificates()
        .filter(chain -> chain.length > 0 && chain[0] instanceof X509Certificate)
        .flatMap(chain -> unit((X509Certificate) chain[0]));
  }

  private static Optional<String> unit(X509Certificate certificate) {
    try {
      var units =
          new LdapName(certificate.getSubjectX500Principal().getName())
              .getRdns().stream()
                  .filter(r -> r.getType().equalsIgnoreCase("OU"))
                  .map(r -> r.getValue().toString())
                  .toList();
      return units.size() == 1 ? Optional.of(units.getFirst()) : Optional.empty();
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }
}
