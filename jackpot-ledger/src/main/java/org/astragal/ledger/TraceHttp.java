package org.astragal.ledger;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;
import org.astragal.outcome.JcsWriter;
import org.astragal.service.Role;

/**
 * {@code GET /v1/trace?pool=POOL&posting=N} and {@code GET /v1/pools/{pool}/postings}, for auditors
 * and supervisors: postings speak of players. Translates; decides nothing.
 */
final class TraceHttp implements HttpService {
  /** Who may read postings. */
  static final Set<Role> ROLES = Set.of(Role.AUDITOR, Role.JACKPOT_SUPERVISOR);

  private static final System.Logger LOG = System.getLogger(TraceHttp.class.getName());

  private final Database database;

  TraceHttp(Database database) {
    this.database = database;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/trace", forReaders(this::trace))
        .get("/pools/{pool}/postings", forReaders(this::postings));
  }

  private static Handler forReaders(Handler handler) {
    return (request, response) -> {
      if (Callers.person(request, ROLES, response).isPresent()) {
        handler.handle(request, response);
      }
    };
  }

  private void postings(ServerRequest request, ServerResponse response) {
    try {
      var pool = request.path().pathParameters().get("pool");
      var before = Long.parseLong(request.query().first("before").orElse("" + Long.MAX_VALUE));
      var w = new JcsWriter().beginObject().name("pool").string(pool).name("postings").beginArray();
      database.read(c -> PostingList.before(c, pool, before)).forEach(posting -> posting.json(w));
      Replies.json(response, w.endArray().endObject().toBytes());
    } catch (NumberFormatException e) {
      Problem.of(400, "malformed-query", "The query must name a posting", "?before=N")
          .send(response);
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    }
  }

  private void trace(ServerRequest request, ServerResponse response) {
    try {
      var pool = request.query().first("pool").orElse("");
      var n = Long.parseLong(request.query().first("posting").orElse(""));
      var trace = database.read(c -> Trace.of(c, pool, n));
      if (trace.isEmpty()) {
        Problem.of(404, "no-such-posting", "There is no such posting", pool + " " + n)
            .send(response);
        return;
      }
      Replies.json(response, JcsWriter.encode(trace.get()));
    } catch (NumberFormatException e) {
      Problem.of(400, "malformed-query", "The query must name a posting", "?pool=POOL&posting=N")
          .send(response);
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    }
  }
}
