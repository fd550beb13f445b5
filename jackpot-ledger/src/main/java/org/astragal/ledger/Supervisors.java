package org.astragal.ledger;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import org.astragal.service.Caller;
import org.astragal.service.Person;
import org.astragal.service.Role;

/** Who may ask for what only some may. */
final class Supervisors {
  private Supervisors() {}

  /** {@return the client certificate of a request, if there is one} */
  static Optional<X509Certificate> certificate(ServerRequest request) {
    return request
        .remotePeer()
        .tlsCertificates()
        .filter(chain -> chain.length > 0)
        .map(chain -> (X509Certificate) chain[0]);
  }

  /** {@return the person who asks, if it has one of these roles; else the request is answered} */
  static Optional<Person> of(Set<Role> roles, ServerRequest request, ServerResponse response) {
    var person =
        certificate(request)
            .filter(certificate ->
                Caller.of(certificate).map(Caller::role).filter(roles::contains).isPresent())
            .map(Person::of);
    if (person.isEmpty()) {
      Problem.of(
              403,
              "wrong-role",
              "The client certificate does not allow this",
              "this needs a client certificate with OU="
                  + String.join(" or ", roles.stream().map(Role::toString).sorted().toList()))
          .send(response);
    }
    return person;
  }
}
