package org.astragal.appliance;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.astragal.outcome.SealedOutcome;
import org.astragal.service.Role;
import org.astragal.signer.LogException;

/**
 * {@code POST /v1/jackpots/…}: what ledgers ask about the levels over which this appliance decides.
 * Every answer is a sealed record. Translates, decides nothing.
 */
final class JackpotHttp implements Route.Source {
  private static final Set<Role> LEDGERS = EnumSet.of(Role.LEDGER);

  /** Far above the longest question: {@link org.astragal.outcome.JackpotEvent#MAX_DRAWS} stakes. */
  private static final int MAX_BODY = 32 * 1_024;

  private final Jackpots jackpots;
  private final Supplier<Optional<String>> obstacle;
  private final Duration patience;

  /**
   * Creates one.
   *
   * @param obstacle why nothing is decided now, if so, in one sentence
   * @param patience longest wait for a seal
   */
  JackpotHttp(Jackpots jackpots, Supplier<Optional<String>> obstacle, Duration patience) {
    this.jackpots = jackpots;
    this.obstacle = obstacle;
    this.patience = patience;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/v1/jackpots/thresholds", LEDGERS, ask(JackpotQuestion.Kind.COMMIT)),
        Route.post("/v1/jackpots/checks", LEDGERS, ask(JackpotQuestion.Kind.CHECK)),
        Route.post("/v1/jackpots/closings", LEDGERS, ask(JackpotQuestion.Kind.CLOSE)),
        Route.post("/v1/jackpots/draws", LEDGERS, ask(JackpotQuestion.Kind.DRAW)));
  }

  private Route.Handler ask(JackpotQuestion.Kind kind) {
    return call -> ask(call, kind);
  }

  private void ask(Call call, JackpotQuestion.Kind kind)
      throws ProblemException, LogException, InterruptedException {
    JackpotQuestion question = kind.read(call.caller().operator(), call.body(MAX_BODY));
    Optional<String> trouble = obstacle.get();
    if (trouble.isPresent()) {
      throw new ProblemException(
          ProblemType.NOT_READY, "Ask again; nothing was decided. " + trouble.get());
    }
    Jackpots.Answer answer = jackpots.ask(question);
    SealedOutcome sealed = await(answer);
    call.send(answer.repeated() ? 200 : 201, Call.Media.JSON, sealed.bytes());
  }

  private SealedOutcome await(Jackpots.Answer answer)
      throws ProblemException, InterruptedException {
    try {
      return answer.sealed().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE, "Ask the same again: the answer is not sealed yet.");
    }
  }
}
