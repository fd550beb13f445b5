package org.astragal.ledger;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.astragal.service.Caller;
import org.astragal.service.Person;
import org.astragal.service.Role;

/** Who makes a request, by the client certificate of its connection. */
final class Callers {
  private Callers() {}

  /** {@return the caller's certificate; none on the read-only listener} */
  static Optional<X509Certificate> certificate(ServerRequest request) {
    return request
        .remotePeer()
        .tlsCertificates()
        .filter(chain -> chain.length > 0)
        .map(chain -> (X509Certificate) chain[0]);
  }

  /** {@return the caller's role, if its certificate names one} */
  static Optional<Role> role(ServerRequest request) {
    return certificate(request).flatMap(Caller::of).map(Caller::role);
  }

  /** {@return the caller as a person, if it has one of {@code roles}; else it was answered} */
  static Optional<Person> person(ServerRequest request, Set<Role> roles, ServerResponse response) {
    if (role(request).filter(roles::contains).isPresent()) {
      return certificate(request).map(Person::of);
    }
    refuse(response, roles);
    return Optional.empty();
  }

  private static void refuse(ServerResponse response, Set<Role> roles) {
    var wanted =
        new TreeSet<>(roles).stream().map(r -> "OU=" + r).collect(Collectors.joining(" or "));
    Problem.of(
            403,
            "wrong-role",
            "The client certificate does not allow this",
            "this needs a client certificate with " + wanted)
        .send(response);
  }
}
