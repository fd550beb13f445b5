package org.astragal.ledger;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Set;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.JsonException;
import org.astragal.service.Person;
import org.astragal.service.Role;
import org.astragal.service.TwoPersons;

/**
 * {@code POST /v1/orders}, for supervisors: the first one proposes, another one who asks for the
 * very same within 15 minutes has it done. Translates; decides nothing.
 */
final class OrdersHttp implements HttpService {
  /** Who decides over pools. */
  static final Set<Role> ROLES = Set.of(Role.JACKPOT_SUPERVISOR);

  private static final System.Logger LOG = System.getLogger(OrdersHttp.class.getName());

  private final Books books;
  private final MeterHub hub;
  private final Proposals proposals;

  OrdersHttp(Books books, MeterHub hub, Proposals proposals) {
    this.books = books;
    this.hub = hub;
    this.proposals = proposals;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/orders", this::order);
  }

  private void order(ServerRequest request, ServerResponse response) {
    var person = Callers.person(request, ROLES, response);
    if (person.isEmpty()) {
      return;
    }
    try {
      answer(Order.of(Replies.object(request)), person.get(), response);
    } catch (JsonException | IllegalArgumentException | IOException e) {
      Problem.of(400, "malformed-order", "This is not an order", String.valueOf(e.getMessage()))
          .send(response);
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    }
  }

  private void answer(Order order, Person person, ServerResponse response) throws StoreException {
    var obstacle = books.obstacle(order);
    if (obstacle.isPresent()) {
      refused(obstacle.get(), response);
      return;
    }
    switch (proposals.ask(order.text(), person)) {
      case TwoPersons.Answer.Busy() ->
          Problem.unavailable("too many proposals are open; each ends by itself").send(response);
      case TwoPersons.Answer.Waiting(var until) -> {
        var w = new JcsWriter().beginObject();
        w.name("order").value(order.json());
        w.name("until").string(Texts.time(until));
        Replies.json(response, Status.ACCEPTED_202, w.endObject().toBytes());
      }
      case TwoPersons.Answer.Approved(var approvals) -> {
        switch (books.order(
            new Input.Ordered(order, approvals), c -> Proposals.use(c, order.text()))) {
          case Books.Done.Refused(var why) -> refused(why, response);
          case Books.Done.Posted(var entry, var posted) -> {
            hub.committed(posted.meters());
            LOG.log(
                System.Logger.Level.INFO,
                "done for {0} and {1}: {2}",
                approvals.getFirst().person().name(),
                approvals.getLast().person().name(),
                order.text());
            var w = new JcsWriter().beginObject();
            w.name("entry").string(Long.toString(entry));
            w.name("order").value(order.json());
            Replies.json(response, w.endObject().toBytes());
          }
        }
      }
    }
  }

  private static void refused(String why, ServerResponse response) {
    Problem.of(409, "order-refused", "The pools do not allow this; nothing was done", why)
        .send(response);
  }
}
