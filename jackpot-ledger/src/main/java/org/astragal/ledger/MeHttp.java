package org.astragal.ledger;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.astragal.outcome.JcsWriter;
import org.astragal.service.Person;

/**
 * {@code GET /v1/me}: who the caller is to this ledger, so that a page shows what it may do. What
 * it may do is decided anew at every call.
 */
final class MeHttp implements HttpService {
  @Override
  public void routing(HttpRules rules) {
    rules.get("/me", MeHttp::me);
  }

  private static void me(ServerRequest request, ServerResponse response) {
    var role = Callers.role(request);
    var w = new JcsWriter().beginObject().name("may").beginArray();
    if (role.filter(OrdersHttp.ROLES::contains).isPresent()) {
      w.string("order");
    }
    if (role.filter(TraceHttp.ROLES::contains).isPresent()) {
      w.string("trace");
    }
    w.endArray().name("name");
    var name = Callers.certificate(request).map(Person::of).map(Person::name);
    if (name.isPresent()) {
      w.string(name.get());
    } else {
      w.nul();
    }
    w.name("role");
    if (role.isPresent()) {
      w.string(role.get().toString());
    } else {
      w.nul();
    }
    Replies.json(response, w.endObject().toBytes());
  }
}
