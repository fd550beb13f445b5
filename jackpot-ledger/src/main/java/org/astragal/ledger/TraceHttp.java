package org.astragal.ledger;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.astragal.outcome.JcsWriter;
import org.astragal.service.Caller;
import org.astragal.service.Role;

/**
 * {@code GET /v1/trace?pool=POOL&posting=N}, for auditors and supervisors: postings speak of
 * players. Translates; decides nothing.
 */
final class TraceHttp implements HttpService {
  private static final Set<Role> ROLES = Set.of(Role.AUDITOR, Role.JACKPOT_SUPERVISOR);
  private static final System.Logger LOG = System.getLogger(TraceHttp.class.getName());

  private final Database database;

  TraceHttp(Database database) {
    this.database = database;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/trace", this::trace);
  }

  private static boolean mayRead(ServerRequest request) {
    return request
        .remotePeer()
        .tlsCertificates()
        .filter(chain -> chain.length > 0)
        .flatMap(chain -> Caller.of((X509Certificate) chain[0]))
        .filter(caller -> ROLES.contains(caller.role()))
        .isPresent();
  }

  private void trace(ServerRequest request, ServerResponse response) {
    if (!mayRead(request)) {
      Problem.of(
              403,
              "wrong-role",
              "The client certificate does not allow this",
              "this needs a client certificate with OU=auditor or OU=jackpot-supervisor")
          .send(response);
      return;
    }
    try {
      var pool = request.query().first("pool").orElse("");
      var n = Long.parseLong(request.query().first("posting").orElse(""));
      var trace = database.read(c -> Trace.of(c, pool, n));
      if (trace.isEmpty()) {
        Problem.of(404, "no-such-posting", "There is no such posting", pool + " " + n)
            .send(response);
        return;
      }
      response
          .header(HeaderNames.CONTENT_TYPE, "application/json")
          .header(HeaderNames.CACHE_CONTROL, "no-store")
          .send(JcsWriter.encode(trace.get()));
    } catch (NumberFormatException e) {
      Problem.of(400, "malformed-query", "The query must name a posting", "?pool=POOL&posting=N")
          .send(response);
    } catch (StoreException e) {
      IngestHttp.report(LOG, e);
      IngestHttp.of(e).send(response);
    }
  }
}
