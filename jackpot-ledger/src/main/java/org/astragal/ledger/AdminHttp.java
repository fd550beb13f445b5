package org.astragal.ledger;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.astragal.ledger.EventIntake.Decided;
import org.astragal.ledger.Proposals.Action;
import org.astragal.ledger.Proposals.Proposal;
import org.astragal.ledger.Proposals.State;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.service.Role;

/**
 * {@code /v1/admin}: what supervisors decide, two of them each time, and {@code /v1/me}.
 *
 * <p>A browser sends its certificate whoever asks it to. So a call that changes something must
 * carry a header of its own, which no other site's page can make a browser send.
 */
final class AdminHttp implements HttpService {
  /** The header that every call that changes something has; its value does not matter. */
  static final String OWN_HEADER = "X-Astragal-Console";

  private static final System.Logger LOG = System.getLogger(AdminHttp.class.getName());
  private static final Set<Role> READERS =
      EnumSet.of(Role.SUPERVISOR, Role.AUDITOR, Role.MONITORING);
  private static final Set<Role> DECIDERS = EnumSet.of(Role.SUPERVISOR);
  private static final int MAX_BODY = 4096;
  private static final int MAX_TEXT = 500;
  private static final int MAX_SHOWN = 200;

  private final Database database;
  private final Optional<EventIntake> events;

  AdminHttp(Database database, Optional<EventIntake> events) {
    this.database = database;
    this.events = events;
  }

  /** Something that a person asks for. */
  @FunctionalInterface
  private interface Ask {
    void answer(Person person, ServerRequest request, ServerResponse response)
        throws StoreException, IOException;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/me", of(EnumSet.allOf(Role.class), AdminHttp::me))
        .get("/admin/proposals", of(READERS, this::list))
        .get("/admin/quarantine/{id}", of(READERS, this::event))
        .post("/admin/proposals", deciding(this::propose))
        .post("/admin/proposals/{id}/approve", deciding(this::approve))
        .post("/admin/proposals/{id}/withdraw", deciding(this::withdraw));
  }

  private static Handler deciding(Ask ask) {
    return of(
        DECIDERS,
        (person, request, response) -> {
          if (!request.headers().contains(HeaderNames.create(OWN_HEADER))) {
            Problem.of(403, "not-from-here", "The call is not from the console", OWN_HEADER)
                .send(response);
            return;
          }
          ask.answer(person, request, response);
        });
  }

  private static Handler of(Set<Role> roles, Ask ask) {
    return (request, response) -> {
      var person = Person.of(request).filter(p -> roles.contains(p.role()));
      if (person.isEmpty()) {
        Problem.of(
                403,
                "wrong-role",
                "The client certificate does not allow this",
                "this needs a client certificate with OU one of " + roles)
            .send(response);
        return;
      }
      try {
        ask.answer(person.get(), request, response);
      } catch (StoreException e) {
        IngestHttp.report(LOG, e);
        IngestHttp.of(e).send(response);
      }
    };
  }

  private static void me(Person person, ServerRequest request, ServerResponse response) {
    var w = new JcsWriter().beginObject();
    w.name("decides").bool(DECIDERS.contains(person.role()));
    w.name("operator").string(person.operator());
    w.name("role").string(person.role().toString());
    w.name("subject").string(person.subject());
    json(response, 200, w);
  }

  private void list(Person person, ServerRequest request, ServerResponse response)
      throws StoreException {
    var w = new JcsWriter().beginObject().name("proposals").beginArray();
    for (var one : database.read(c -> Proposals.newest(c, MAX_SHOWN))) {
      write(w, one, person);
    }
    json(response, 200, w.endArray());
  }

  private static void write(JcsWriter w, Proposal one, Person person) {
    w.beginObject();
    w.name("action").string(code(one.action()));
    w.name("at").string(Texts.time(one.at()));
    w.name("decider");
    if (one.decider().isPresent()) {
      w.string(one.decider().get());
    } else {
      w.nul();
    }
    w.name("id").string(Long.toString(one.id()));
    w.name("mayApprove")
        .bool(
            one.state() == State.OPEN
                && DECIDERS.contains(person.role())
                && person.isAnotherThan(one.proposer(), one.certificate()));
    w.name("proposer").string(one.proposer());
    w.name("reason").string(one.reason());
    w.name("state").string(one.state().name());
    w.name("subject").string(one.subject()).endObject();
  }

  /** The event as it came, for those who decide. It may speak of a player. */
  private void event(Person person, ServerRequest request, ServerResponse response)
      throws StoreException {
    var id = number(request);
    var held =
        id < 0 ? Optional.<Quarantine.Held>empty() : database.read(c -> Quarantine.find(c, id));
    if (held.isEmpty()) {
      notFound(response);
      return;
    }
    var item = held.get().item();
    LOG.log(System.Logger.Level.INFO, "{0} reads event {1}", person.subject(), Long.toString(id));
    var w = new JcsWriter().beginObject();
    w.name("detail").string(item.detail());
    w.name("id").string(Long.toString(item.id()));
    w.name("raw")
        .string(
            Texts.storable(
                new String(held.get().raw(), java.nio.charset.StandardCharsets.UTF_8),
                Fields.MAX_BYTES));
    w.name("reason").string(item.reason());
    w.name("source").string(item.source());
    w.name("state").string(item.state().name());
    json(response, 200, w);
  }

  private void propose(Person person, ServerRequest request, ServerResponse response)
      throws StoreException, IOException {
    Action action;
    String subject;
    String reason;
    try (var in = request.content().inputStream()) {
      var body = (Json.Obj) Json.parse(in.readNBytes(MAX_BODY));
      action = Action.valueOf(body.string("action").toUpperCase(Locale.ROOT));
      subject = body.string("subject");
      reason = body.string("reason").strip();
    } catch (JsonException | ClassCastException | IllegalArgumentException e) {
      Problem.of(400, "malformed-proposal", "This is not a proposal", "action, subject, reason")
          .send(response);
      return;
    }
    if (reason.isEmpty() || reason.length() > MAX_TEXT || subject.length() > MAX_TEXT) {
      Problem.of(400, "malformed-proposal", "This is not a proposal", "it needs a reason")
          .send(response);
      return;
    }
    var id = database.write(c -> Proposals.propose(c, action, subject, reason, person));
    LOG.log(
        System.Logger.Level.INFO,
        "{0} proposes {1} {2}: {3}",
        person.subject(),
        code(action),
        subject,
        reason);
    json(response, 201, new JcsWriter().beginObject().name("id").string(Long.toString(id)));
  }

  private void withdraw(Person person, ServerRequest request, ServerResponse response)
      throws StoreException {
    var id = number(request);
    database.write(c -> Proposals.decide(c, id, person, false));
    json(response, 200, new JcsWriter().beginObject());
  }

  private void approve(Person person, ServerRequest request, ServerResponse response)
      throws StoreException {
    var id = number(request);
    var proposal = database.read(c -> Proposals.find(c, id));
    if (proposal.isEmpty()) {
      notFound(response);
    } else if (proposal.get().state() != State.OPEN) {
      Problem.of(409, "not-open", "The proposal is not open", proposal.get().state().name())
          .send(response);
    } else if (!person.isAnotherThan(proposal.get().proposer(), proposal.get().certificate())) {
      Problem.of(403, "same-person", "Another person must approve", "another name and certificate")
          .send(response);
    } else {
      answer(carryOut(proposal.get(), person), response);
      LOG.log(
          System.Logger.Level.INFO,
          "{0} approves proposal {1} of {2}: {3} {4}",
          person.subject(),
          Long.toString(id),
          proposal.get().proposer(),
          code(proposal.get().action()),
          proposal.get().subject());
    }
  }

  private Decided carryOut(Proposal proposal, Person person) throws StoreException {
    Database.Work<Boolean> noted = c -> Proposals.decide(c, proposal.id(), person, true);
    return switch (proposal.action()) {
      case RELEASE -> decide(proposal, Quarantine.State.RELEASED, noted);
      case REBASE -> decide(proposal, Quarantine.State.REBASED, noted);
      case REJECT -> decide(proposal, Quarantine.State.REJECTED, noted);
      case RESUME ->
          database.write(c -> Evidence.resume(c, proposal.subject()) && noted.run(c))
              ? new Decided.Done()
              : new Decided.NotPending();
    };
  }

  private Decided decide(Proposal proposal, Quarantine.State state, Database.Work<Boolean> noted)
      throws StoreException {
    var id = number(proposal.subject());
    return id < 0 || events.isEmpty()
        ? new Decided.NotPending()
        : events.get().decide(id, state, noted);
  }

  private static void answer(Decided decided, ServerResponse response) {
    switch (decided) {
      case Decided.Done _ -> json(response, 200, new JcsWriter().beginObject());
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

  private static long number(ServerRequest request) {
    return number(request.path().pathParameters().get("id"));
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }

  private static String code(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  private static void notFound(ServerResponse response) {
    Problem.of(404, "not-found", "There is nothing here", "no such number").send(response);
  }

  private static void json(ServerResponse response, int status, JcsWriter w) {
    response
        .status(Status.create(status))
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(w.endObject().toBytes());
  }
}
