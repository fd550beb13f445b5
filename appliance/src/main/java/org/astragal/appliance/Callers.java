package org.astragal.appliance;

import io.helidon.webserver.http.ServerRequest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.astragal.service.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Says who makes a request: from the client certificate on the mutual TLS listener, by
 * configuration on the loopback listener.
 *
 * <p>Thread safety: for any threads.
 */
final class Callers {
  /** More certificates than any site has; beyond it names are read again each time. */
  private static final int MAX_REMEMBERED = 4_096;

  private final @Nullable Caller loopback;
  private final ConcurrentHashMap<Certificate, Caller> remembered = new ConcurrentHashMap<>();

  private Callers(@Nullable Caller loopback) {
    this.loopback = loopback;
  }

  /** {@return callers named by their certificates} */
  static Callers byCertificate() {
    return new Callers(null);
  }

  /** {@return the one caller of a listener that asks for no certificate} */
  static Callers always(Caller caller) {
    return new Callers(caller);
  }

  Caller of(ServerRequest request) throws ProblemException {
    if (loopback != null) {
      return loopback;
    }
    Optional<Certificate[]> chain = request.remotePeer().tlsCertificates();
    if (chain.isEmpty() || chain.get().length == 0) {
      throw new ProblemException(
          ProblemType.UNKNOWN_CALLER, "Connect with a client certificate of this site.");
    }
    Certificate leaf = chain.get()[0];
    Caller known = remembered.get(leaf);
    if (known != null) {
      return known;
    }
    Caller read = Caller.of((X509Certificate) leaf).orElseThrow(Callers::unknown);
    if (remembered.size() < MAX_REMEMBERED) {
      remembered.put(leaf, read);
    }
    return read;
  }

  private static ProblemException unknown() {
    return new ProblemException(
        ProblemType.UNKNOWN_CALLER,
        "The certificate's subject must have one OU, a role, and one O, the operator: 1 to 64"
            + " visible ASCII characters.");
  }
}
