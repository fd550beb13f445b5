package org.astragal.appliance;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.astragal.games.api.Choices;
import org.astragal.service.Role;
import org.astragal.signer.LogException;
import org.astragal.signer.Submission;

/**
 * {@code POST /v1/rounds} and {@code POST /v1/rounds/{id}/steps}: rounds that wait for the choices
 * of their players, each step sealed. Translates, decides nothing.
 */
final class RoundsHttp implements Route.Source {
  private static final Set<Role> GAME_SERVER = EnumSet.of(Role.GAME_SERVER);
  private static final HeaderName KEY_HEADER = HeaderNames.create("Idempotency-Key");

  private final Rounds rounds;
  private final ApplianceConfig.Limits limits;
  private final Patience patience;

  RoundsHttp(Rounds rounds, ApplianceConfig.Limits limits, Patience patience) {
    this.rounds = rounds;
    this.limits = limits;
    this.patience = patience;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/v1/rounds", GAME_SERVER, this::open),
        Route.post("/v1/rounds/{id}/steps", GAME_SERVER, this::step));
  }

  private void open(Call call) throws ProblemException, LogException, InterruptedException {
    String key = key(call);
    byte[] body = call.body(limits.bodyBytes());
    var request = OutcomeRequest.parse(body);
    answer(call, rounds.begin(call.caller(), key, request, body, Choices.NOBODY));
  }

  private void step(Call call) throws ProblemException, LogException, InterruptedException {
    String key = key(call);
    byte[] body = call.body(limits.bodyBytes());
    var request = StepRequest.parse(body);
    answer(call, rounds.step(call.caller(), key, call.path("id"), request, body));
  }

  private static String key(Call call) throws ProblemException {
    return OutcomeRequest.idempotencyKey(call.header(KEY_HEADER).orElse(""));
  }

  private void answer(Call call, CompletableFuture<Submission> pending)
      throws ProblemException, InterruptedException {
    long deadline = System.nanoTime() + limits.answerTimeout().toNanos();
    Answers.send(call, Answers.await(pending, patience, deadline));
  }
}
