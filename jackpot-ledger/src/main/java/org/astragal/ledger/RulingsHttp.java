package org.astragal.ledger;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.astragal.ledger.EventIntake.Decided;
import org.astragal.outcome.Hash;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.service.Person;
import org.astragal.service.Role;
import org.astragal.service.TwoPersons;

/**
 * {@code POST /v1/rulings}, for supervisors: what is to become of a quarantined event, of a
 * contribution that is held, or of a stopped log. The first one proposes, another one who asks for
 * the very same within 15 minutes has it done; {@code GET /v1/proposals} tells what is proposed, by
 * {@code POST /v1/orders} too. Translates; decides nothing.
 */
final class RulingsHttp implements HttpService {
  private static final System.Logger LOG = System.getLogger(RulingsHttp.class.getName());
  private static final Set<Role> DECIDERS = Set.of(Role.JACKPOT_SUPERVISOR);
  private static final Set<Role> READERS = Set.of(Role.JACKPOT_SUPERVISOR, Role.AUDITOR);
  private static final Set<String> MEMBERS =
      Set.of("act", "event", "log", "pool", "posting", "reason");

  private final Database database;
  private final Books books;
  private final MeterHub hub;
  private final Proposals proposals;
  private final Optional<EventIntake> events;
  private final InstantSource clock;

  RulingsHttp(
      Database database,
      Books books,
      MeterHub hub,
      Proposals proposals,
      Optional<EventIntake> events,
      InstantSource clock) {
    this.database = database;
    this.books = books;
    this.hub = hub;
    this.proposals = proposals;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/proposals", this::open)
        .get("/quarantine/{id}", this::event)
        .post("/rulings", this::rule);
  }

  /** What waits for another supervisor: who posts the action of one as it stands approves it. */
  private void open(ServerRequest request, ServerResponse response) {
    var reader = Callers.person(request, READERS, response);
    if (reader.isEmpty()) {
      return;
    }
    try {
      var w = new JcsWriter().beginObject().name("proposals").beginArray();
      for (var one : proposals.open()) {
        var first = one.approval();
        w.beginObject().name("action").value(Json.parse(bytes(one.action())));
        w.name("at").string(Texts.time(first.at()));
        w.name("mine").bool(!first.person().isAnotherThan(reader.get()));
        w.name("person").string(first.person().name());
        w.name("until").string(Texts.time(first.at().plus(TwoPersons.VALID))).endObject();
      }
      Replies.json(response, w.endArray().endObject().toBytes());
    } catch (JsonException e) {
      throw new IllegalStateException("the books hold what was read as JSON before", e);
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    }
  }

  /** The event as it came, for those who decide. It may speak of a player. */
  private void event(ServerRequest request, ServerResponse response) {
    var person = Callers.person(request, READERS, response);
    if (person.isEmpty()) {
      return;
    }
    try {
      var held = held(request.path().pathParameters().get("id"));
      if (held.isEmpty()) {
        Problem.of(404, "not-found", "There is nothing here", "no such number").send(response);
        return;
      }
      var item = held.get().item();
      LOG.log(
          System.Logger.Level.INFO,
          "{0} reads quarantined event {1}",
          person.get().name(),
          Long.toString(item.id()));
      var raw = new String(held.get().raw(), StandardCharsets.UTF_8);
      var w = new JcsWriter().beginObject();
      w.name("detail").string(item.detail());
      w.name("id").string(Long.toString(item.id()));
      w.name("raw").string(Texts.storable(raw, Fields.MAX_BYTES));
      w.name("reason").string(item.reason());
      w.name("sha256").string(item.sha256());
      w.name("source").string(item.source());
      w.name("state").string(item.state().name());
      Replies.json(response, w.endObject().toBytes());
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    }
  }

  private Optional<Quarantine.Held> held(String id) throws StoreException {
    return id.matches("[0-9]{1,18}")
        ? database.read(c -> Quarantine.find(c, Long.parseLong(id)))
        : Optional.empty();
  }

  private void rule(ServerRequest request, ServerResponse response) {
    var person = Callers.person(request, DECIDERS, response);
    if (person.isEmpty()) {
      return;
    }
    try {
      var json = Replies.object(request);
      json.refuseUnknown(MEMBERS);
      rule(json, person.get(), response);
    } catch (JsonException | IllegalArgumentException | IOException e) {
      Problem.of(400, "malformed-ruling", "This is not a ruling", String.valueOf(e.getMessage()))
          .send(response);
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    }
  }

  private void rule(Json.Obj json, Person person, ServerResponse response)
      throws JsonException, StoreException {
    var act = Ruling.Act.of(json.string("act"));
    var reason = json.string("reason");
    if (act == Ruling.Act.RESUME) {
      var ruling = new Ruling(act, json.string("log"), Optional.empty(), Optional.empty(), reason);
      if (database.read(c -> Evidence.stopped(c, ruling.log())).isEmpty()) {
        answer(new Decided.NotPending(), response);
      } else {
        ask(ruling, person, response, (ruled, used) -> answer(resume(ruled, used), response));
      }
    } else if (json.optionalString("posting").isPresent()) {
      bet(act, HeldBet.Place.of(json), reason, person, response);
    } else {
      event(act, json, reason, person, response);
    }
  }

  private void event(
      Ruling.Act act, Json.Obj json, String reason, Person person, ServerResponse response)
      throws JsonException, StoreException {
    var held = quarantined(json);
    if (held.isEmpty() || events.isEmpty()) {
      answer(new Decided.NotPending(), response);
      return;
    }
    var intake = events.get();
    var item = held.get().item();
    var hash = Optional.of(Hash.parse(item.sha256()));
    var ruling = new Ruling(act, intake.log(item.source()), hash, Optional.empty(), reason);
    switch (intake.examine(item.id(), act)) {
      case Decided.Done _ ->
          ask(
              ruling,
              person,
              response,
              (ruled, used) -> answer(intake.decide(item.id(), ruled, used), response));
      case Decided other -> answer(other, response);
    }
  }

  /** {@return the event by its number, or by its hash and log as a proposal names it} */
  private Optional<Quarantine.Held> quarantined(Json.Obj json)
      throws JsonException, StoreException {
    var event = json.string("event");
    if (!event.startsWith("sha256:") || events.isEmpty()) {
      return held(event);
    }
    var hash = Hash.parse(event);
    var source = events.get().source(json.string("log"));
    return database.read(c -> Quarantine.find(c, source, hash));
  }

  private void bet(
      Ruling.Act act, HeldBet.Place place, String reason, Person person, ServerResponse response)
      throws StoreException {
    var log = database.read(c -> HeldBets.log(c, place));
    if (log.isEmpty()) {
      answer(new Decided.NotPending(), response);
      return;
    }
    var ruling = new Ruling(act, log.get(), Optional.empty(), Optional.of(place), reason);
    var mine = new TwoPersons.Approval(person, clock.instant());
    var obstacle = books.obstacle(new Input.Ruled(ruling, List.of(mine)));
    if (obstacle.isPresent()) {
      refused(obstacle.get(), response);
      return;
    }
    ask(ruling, person, response, (ruled, used) -> answer(books.decide(ruled, used), response));
  }

  /** What is done when two persons want it, and answered. */
  private interface Deed {
    void with(Input.Ruled ruled, Database.Work<Boolean> used) throws StoreException;
  }

  private void ask(Ruling ruling, Person person, ServerResponse response, Deed deed)
      throws StoreException {
    switch (proposals.ask(ruling.text(), person)) {
      case TwoPersons.Answer.Busy() ->
          Problem.unavailable("too many proposals are open; each ends by itself").send(response);
      case TwoPersons.Answer.Waiting(var until) -> {
        var w = new JcsWriter().beginObject();
        w.name("ruling").value(ruling.json());
        w.name("until").string(Texts.time(until));
        Replies.json(response, Status.ACCEPTED_202, w.endObject().toBytes());
      }
      case TwoPersons.Answer.Approved(var approvals) -> {
        deed.with(new Input.Ruled(ruling, approvals), c -> Proposals.use(c, ruling.text()));
        LOG.log(
            System.Logger.Level.INFO,
            "ruled by {0} and {1}: {2}",
            approvals.getFirst().person().name(),
            approvals.getLast().person().name(),
            ruling.text());
      }
    }
  }

  private Decided resume(Input.Ruled ruled, Database.Work<Boolean> used) throws StoreException {
    books.rule(ruled, c -> Evidence.resume(c, ruled.ruling().log()) && used.run(c));
    return new Decided.Done();
  }

  private void answer(Books.Done done, ServerResponse response) {
    switch (done) {
      case Books.Done.Refused(var why) -> refused(why, response);
      case Books.Done.Posted(var entry, var posted) -> {
        hub.committed(posted.meters());
        var w = new JcsWriter().beginObject().name("entry").string(Long.toString(entry));
        Replies.json(response, w.endObject().toBytes());
      }
    }
  }

  private static void refused(String why, ServerResponse response) {
    Problem.of(409, "ruling-refused", "The pools do not allow this; nothing was done", why)
        .send(response);
  }

  private static void answer(Decided decided, ServerResponse response) {
    switch (decided) {
      case Decided.Done _ ->
          Replies.json(response, new JcsWriter().beginObject().endObject().toBytes());
      case Decided.NotPending _ ->
          Problem.of(
                  409,
                  "not-pending",
                  "There is nothing to decide",
                  "it was decided, or is not there")
              .send(response);
      case Decided.StillInDoubt(var doubt, var detail) ->
          Problem.of(
                  409,
                  "still-in-doubt",
                  "The event is still in doubt",
                  doubt.code() + ": " + detail)
              .send(response);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
