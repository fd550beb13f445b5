package org.astragal.appliance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.astragal.outcome.Event;
import org.astragal.outcome.LogCreated;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Receipt;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.outcome.RoundSuspended;
import org.astragal.outcome.RoundVoided;
import org.astragal.outcome.SealedOutcome;
import org.astragal.service.Caller;
import org.astragal.service.Role;
import org.astragal.signer.LogException;
import org.astragal.signer.OutcomeLog;

/** Gives back what was sealed, byte for byte: by place in the log, by request, by round. */
final class RecallHttp implements Route.Source {
  private static final Set<Role> READERS = EnumSet.of(Role.GAME_SERVER, Role.AUDITOR, Role.LAB);

  private final OutcomeLog log;

  RecallHttp(OutcomeLog log) {
    this.log = log;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/outcomes/{seq}", READERS, this::bySeq),
        Route.get("/v1/outcomes/{seq}/receipt", READERS, this::receipt),
        Route.get("/v1/outcomes", READERS, this::find));
  }

  private void bySeq(Call call) throws ProblemException, LogException {
    call.send(Call.Media.JSON, readable(call).bytes());
  }

  /** The receipt alone: as it was sealed, or against the newest checkpoint. */
  private void receipt(Call call) throws ProblemException, LogException {
    SealedOutcome outcome = readable(call);
    try {
      Receipt first = outcome.receipt();
      Receipt receipt =
          switch (call.query("at").orElse("first")) {
            case "first" -> first;
            // What is sealed is covered by every later checkpoint, too.
            case "latest" -> log.latestReceipt(first.index()).orElseThrow();
            default ->
                throw new ProblemException(
                    ProblemType.INVALID_PARAMETER, "Give ?at=first or ?at=latest.");
          };
      call.send(Call.Media.TEXT, receipt.text().getBytes(StandardCharsets.UTF_8));
    } catch (NoteException e) {
      throw new IllegalStateException("the log holds only receipts", e);
    }
  }

  private SealedOutcome readable(Call call) throws ProblemException, LogException {
    long seq = Numbers.of("seq", call.path("seq"));
    Optional<SealedOutcome> outcome = log.bySeq(seq);
    if (outcome.isEmpty() || !mayRead(call.caller(), outcome.get())) {
      throw new ProblemException(ProblemType.NOT_FOUND, "Ask for a seq of your own rounds.");
    }
    return outcome.get();
  }

  private void find(Call call) throws ProblemException, LogException {
    Optional<String> request = call.query("request");
    Optional<String> round = call.query("round");
    String operator = operator(call);
    if (request.isPresent() == round.isPresent()) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER, "Give either ?request=KEY or ?round=ID.");
    }
    if (request.isPresent()) {
      Optional<SealedOutcome> outcome = log.byRequest(operator, request.get());
      if (outcome.isEmpty()) {
        throw new ProblemException(
            ProblemType.NOT_FOUND,
            "No outcome is sealed under this key; a request in flight is answered by its repeat.");
      }
      call.send(Call.Media.JSON, outcome.get().bytes());
      return;
    }
    List<SealedOutcome> steps = log.byRound(operator, round.orElseThrow());
    if (steps.isEmpty()) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "No outcome of this round is sealed for " + operator + ".");
    }
    var answer = new ByteArrayOutputStream();
    for (SealedOutcome step : steps) {
      answer.writeBytes(step.bytes());
      answer.write('\n');
    }
    call.send(Call.Media.NDJSON, answer.toByteArray());
  }

  /** A game server speaks for its own operator, the others name one. */
  private static String operator(Call call) throws ProblemException {
    Optional<String> named = call.query("operator");
    if (call.caller().role() == Role.GAME_SERVER) {
      if (named.isPresent() && !named.get().equals(call.caller().operator())) {
        throw new ProblemException(
            ProblemType.FORBIDDEN_ROLE, "A game server sees its own operator's rounds only.");
      }
      return call.caller().operator();
    }
    return named.orElseThrow(() ->
        new ProblemException(
            ProblemType.INVALID_PARAMETER, "Give the operator too: &operator=NAME."));
  }

  private static boolean mayRead(Caller caller, SealedOutcome outcome) {
    if (caller.role() != Role.GAME_SERVER) {
      return true;
    }
    try {
      return switch (OutcomeRecord.parse(outcome.record()).body()) {
        case RoundSettled settled -> settled.operator().equals(caller.operator());
        case RoundVoided voided -> voided.operator().equals(caller.operator());
        case RoundOpened opened -> opened.operator().equals(caller.operator());
        case RoundStepped stepped -> stepped.operator().equals(caller.operator());
        case RoundSuspended suspended -> suspended.operator().equals(caller.operator());
        case Event _, LogCreated _ -> false;
      };
    } catch (RecordException e) {
      throw new IllegalStateException("the log holds only records", e);
    }
  }
}
