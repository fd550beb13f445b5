package org.astragal.appliance;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.service.Role;
import org.astragal.service.TwoPersons;

/**
 * {@code POST /v1/admin/keys…}: what officers decide over keys. Each answer is the sealed record of
 * the step; 202 where another officer must ask for the same.
 */
final class KeyChangesHttp implements Route.Source {
  private static final Set<Role> OFFICERS = EnumSet.of(Role.SECURITY_OFFICER);
  private static final int MAX_BODY = 4_096;
  private static final int MAX_REASON = 256;

  private final KeyChanges keys;
  private final Approvals approvals;

  KeyChangesHttp(KeyChanges keys, Approvals approvals) {
    this.keys = keys;
    this.approvals = approvals;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/v1/admin/keys", OFFICERS, this::publish),
        Route.post("/v1/admin/keys/{kid}/activate", OFFICERS, this::activate),
        Route.post("/v1/admin/keys/{kid}/retire", OFFICERS, this::retire),
        Route.post("/v1/admin/keys/{kid}/revoke", OFFICERS, this::revoke));
  }

  private void publish(Call call) throws ProblemException, InterruptedException {
    call.officer();
    Json.Obj body = body(call, Set.of("label"));
    SealedOutcome sealed = keys.publish(string(body, "label"));
    call.created(Call.Media.JSON, sealed.bytes());
  }

  private void activate(Call call) throws ProblemException, InterruptedException {
    LogKey key = keys.requirePublished(call.path("kid"));
    String kid = key.key().kid();
    Optional<List<TwoPersons.Approval>> both = approvals.approve("activate " + kid, call.officer());
    if (both.isEmpty()) {
      proposed(call);
      return;
    }
    call.send(Call.Media.JSON, keys.activate(kid, both.get()).bytes());
  }

  private void retire(Call call) throws ProblemException, InterruptedException {
    call.officer();
    call.send(Call.Media.JSON, keys.retire(call.path("kid")).bytes());
  }

  private void revoke(Call call) throws ProblemException, InterruptedException {
    LogKey key = keys.requireRevocable(call.path("kid"));
    Json.Obj body = body(call, Set.of("afterSize", "reason"));
    String reason = string(body, "reason");
    long size = Numbers.of("afterSize", string(body, "afterSize"));
    if (reason.isEmpty() || reason.length() > MAX_REASON) {
      throw malformed("reason must be 1 to " + MAX_REASON + " characters");
    }
    if (size > keys.size()) {
      throw malformed("afterSize must be at most the size of the log, " + keys.size());
    }
    String kid = key.key().kid();
    String action = "revoke " + kid + " after " + size + " because " + reason;
    Optional<List<TwoPersons.Approval>> both = approvals.approve(action, call.officer());
    if (both.isEmpty()) {
      proposed(call);
      return;
    }
    call.send(Call.Media.JSON, keys.revoke(kid, size, reason, both.get()).bytes());
  }

  private static void proposed(Call call) {
    call.accepted(
        Json.Obj.of(
            Map.of(
                "minutes", new Json.Int(TwoPersons.VALID.toMinutes()),
                "wanted", new Json.Str("the same request by another security officer"))));
  }

  private static Json.Obj body(Call call, Set<String> members) throws ProblemException {
    Json.Obj body = OutcomeRequest.object(call.body(MAX_BODY));
    try {
      body.refuseUnknown(members);
    } catch (JsonException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
    return body;
  }

  private static String string(Json.Obj body, String name) throws ProblemException {
    try {
      return body.string(name);
    } catch (JsonException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private static ProblemException malformed(String rule) {
    return new ProblemException(ProblemType.MALFORMED_REQUEST, "The body: " + rule + ".");
  }
}
