package org.astragal.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.Game;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Bet;
import org.astragal.outcome.Contribution;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.rng.RngStream;
import org.astragal.service.Caller;
import org.astragal.signer.Intent;
import org.astragal.signer.LogException;
import org.astragal.signer.OutcomeLog;
import org.astragal.signer.Submission;

/**
 * Takes a request to the log: everything that can be refused is refused here, before the intent;
 * what then happens to it is the log's to say.
 *
 * <p>Thread safety: for any threads.
 */
final class Rounds {
  /**
   * Most bytes of a settled record beside bets, claims, draws and results: names, punctuation, log,
   * operator, ids, hashes, times and the appliance, each at its limit.
   */
  private static final int ENVELOPE_BYTES = 4_096;

  /** Most bytes of what opens one commitment in a record. */
  private static final int REVEAL_BYTES = 180;

  private final OutcomeLog log;
  private final GamePacks packs;
  private final GameDraws draws;
  private final ContributionTable table;
  private final Function<RngStream, ApplianceInfo> appliance;
  private final BackPressure ledgers;
  private final Integrity integrity;

  Rounds(
      OutcomeLog log,
      GamePacks packs,
      GameDraws draws,
      ContributionTable table,
      Function<RngStream, ApplianceInfo> appliance,
      BackPressure ledgers,
      Integrity integrity) {
    this.log = log;
    this.packs = packs;
    this.draws = draws;
    this.table = table;
    this.appliance = appliance;
    this.ledgers = ledgers;
    this.integrity = integrity;
  }

  /** Says whether new rounds must wait for a ledger. */
  interface BackPressure {
    /** {@return the name of a ledger that is too far behind, if there is one} */
    Optional<String> behind();
  }

  /**
   * Submits a round.
   *
   * @param caller who asks
   * @param key the idempotency key, usable
   * @param request what is asked, well-formed
   * @param body the request as it came; not kept
   * @param then who chooses, where the game asks: the house, or nobody, and then the round waits
   * @return what becomes of it
   * @throws ProblemException if it is refused; nothing was drawn and nothing was kept
   * @throws LogException if the log cannot be read
   */
  CompletableFuture<Submission> begin(
      Caller caller, String key, OutcomeRequest request, byte[] body, Choices then)
      throws ProblemException, LogException {
    var intent =
        new Intent(
            caller.operator(),
            key,
            request.round().id(),
            request.round().step(),
            request.round().mode(),
            body,
            request.trace());
    return submit(
        intent,
        () -> {
          GameCatalog.Installed installed = game(request);
          List<org.astragal.games.api.Bet> bets = betsOf(request.bets());
          Optional<BetRefusal> refusal = installed.game().check(bets);
          if (refusal.isPresent()) {
            throw refused(refusal.get());
          }
          Turn turn = Turn.first(installed, request.bets(), bets, then);
          List<Contribution> claims = claims(turn, intent);
          proveSize(turn, claims, body.length);
          return play(turn, intent, claims);
        });
  }

  /**
   * Submits a step of a round that waits.
   *
   * @param caller who asks
   * @param key the idempotency key, usable
   * @param round the id of the round
   * @param request what is asked, well-formed
   * @param body the request as it came; not kept
   * @return what becomes of it
   * @throws ProblemException if it is refused; nothing was drawn and nothing was kept
   * @throws LogException if the log cannot be read
   */
  CompletableFuture<Submission> step(
      Caller caller, String key, String round, StepRequest request, byte[] body)
      throws ProblemException, LogException {
    PastRound past =
        PastRound.read(log, caller.operator(), round)
            .orElseThrow(() ->
                new ProblemException(
                    ProblemType.NOT_FOUND, "No round of this id waits, and none has waited."));
    var intent =
        new Intent(
            caller.operator(),
            key,
            round,
            request.step(),
            past.opened().orElseThrow().round().mode(),
            body,
            request.trace());
    return submit(
        intent,
        () -> {
          requireNext(past, request.step());
          Data.Members choice = DataJson.toData(request.choice());
          Turn turn = turn(past, Optional.of(choice), Choices.NOBODY);
          requireOffered(turn, choice);
          return play(turn, intent, claims(turn, intent));
        });
  }

  /**
   * Ends a round whose player does not come back, by the rule of its game.
   *
   * @param operator whose round
   * @param round its id
   * @param past what its records say
   * @return what becomes of it
   */
  CompletableFuture<Submission> finish(String operator, String round, PastRound past) {
    var intent =
        new Intent(
            operator,
            OutcomeRequest.houseKey(round, past.step() + 1),
            round,
            past.step() + 1,
            past.opened().orElseThrow().round().mode(),
            "{}".getBytes(StandardCharsets.UTF_8),
            past.opened().orElseThrow().trace());
    Play play;
    try {
      Turn turn = turn(past, Optional.empty(), Choices.HOUSE);
      play =
          turn.installed().game().unfinished() == Unfinished.VOID
              ? new VoidPlay(intent, "unfinished", () -> info(turn.installed()))
              : play(turn, intent, claims(turn, intent));
    } catch (ProblemException e) {
      play = new VoidPlay(intent, "logic-unavailable", appliances);
    }
    return log.submit(intent, play);
  }

  /** Something to submit, or a reason not to. */
  @FunctionalInterface
  private interface Submitting {
    Play play() throws ProblemException, LogException;
  }

  /**
   * While there is no draw to be had, or a ledger is too far behind, nothing new begins. What the
   * log has already answered is answered again, whatever has become of the game since.
   */
  private CompletableFuture<Submission> submit(Intent intent, Submitting submitting)
      throws ProblemException, LogException {
    try {
      Play play = submitting.play();
      Optional<Problem> trouble = trouble();
      if (trouble.isPresent()) {
        throw new ProblemException(trouble.get());
      }
      return log.submit(intent, play);
    } catch (ProblemException e) {
      if (log.byRequest(intent.operator(), intent.requestId()).isEmpty()) {
        throw e;
      }
      return log.submit(intent, Rounds::never);
    }
  }

  private static RecordBody never() {
    throw new IllegalStateException("the request was answered before");
  }
  private GameCatalog.Installed game(OutcomeRequest request) throws ProblemException {
    Optional<GameCatalog.Installed> found =
        request.version().isEmpty()
            ? games.find(request.game())
            : games.find(request.game(), request.version().get());
    if (found.isPresent()) {
      return found.get();
    }
    List<GameCatalog.Installed> versions = games.versions(request.game());
    if (versions.isEmpty()) {
      throw new ProblemException(
          ProblemType.UNKNOWN_GAME, "Choose a game that GET /v1/games lists.");
    }
    throw new ProblemException(
        ProblemType.WRONG_VERSION,
        "This appliance runs "
            + versions.stream().map(version -> version.ref().version()).distinct().toList()
            + "; ask for one of them, or leave the version out.");
  }

  private static List<org.astragal.games.api.Bet> betsOf(OutcomeRequest request)
      throws ProblemException {
    var bets = new ArrayList<org.astragal.games.api.Bet>(request.bets().size());
    for (Bet bet : request.bets()) {
      if (bet.stake().minor() > ContributionTable.MAX_STAKE_MINOR) {
        throw new ProblemException(
            ProblemType.INVALID_MONEY,
            "The stake of bet "
                + bet.id()
                + " must be at most "
                + ContributionTable.MAX_STAKE_MINOR
                + " minor units.");
      }
      bets.add(
          new org.astragal.games.api.Bet(
              bet.id(), DataJson.toData(bet.selection()), bet.stake().minor(), bet.stake().exp()));
    }
    return bets;
  }

  private static ProblemException refused(BetRefusal refusal) {
    return new ProblemException(
        ProblemType.BET_REFUSED,
        refusal.message() + ".",
        Map.of(
            "bet", new Json.Str(refusal.bet()),
            "reason", new Json.Str(refusal.reason().code())));
  }

  /** A record that could not be written must not be drawn for. */
  private static void proveSize(
      Game game,
      List<org.astragal.games.api.Bet> bets,
      OutcomeRequest request,
      List<Contribution> claims,
      int bodyBytes)
      throws ProblemException {
    int others = ENVELOPE_BYTES + ContributionTable.bytes(claims) + game.maximumRecordBytes(bets);
    // Canonical JSON is never longer than any other form, so the body bounds the bets.
    if (others + bodyBytes <= OutcomeRecord.MAX_BYTES
        || others + canonicalBytes(request.bets()) <= OutcomeRecord.MAX_BYTES) {
      return;
    }
    throw new ProblemException(
        ProblemType.RECORD_TOO_LARGE,
        "Split the bets over several rounds: with these the record might exceed "
            + OutcomeRecord.MAX_BYTES
            + " bytes.");
  }

  private static int canonicalBytes(List<Bet> bets) {
    int bytes = 0;
    for (Bet bet : bets) {
      // Names, ids and codes at twice their limits, since an escape doubles a character at most.
      bytes += 1_024 + new JcsWriter().value(bet.selection()).length();
    }
    return bytes;
  }

  /**
   * While there is no draw to be had, or a ledger is too far behind, nothing new begins. What the
   * log has already answered is answered again.
   */
  private void refuseWhatIsNewInTrouble(Caller caller, String key)
      throws ProblemException, LogException {
    Optional<Problem> trouble = trouble();
    if (trouble.isPresent() && log.byRequest(caller.operator(), key).isEmpty()) {
      throw new ProblemException(trouble.get());
    }
  }

  private Optional<Problem> trouble() {
    return integrity
        .obstacle()
        .or(draws::obstacle)
        .map(obstacle ->
            new Problem(
                ProblemType.NOT_READY, "Retry with the same key; nothing was drawn. " + obstacle))
        .or(() ->
            ledgers
                .behind()
                .map(ledger ->
                    new Problem(
                        ProblemType.LEDGER_BEHIND,
                        "Retry with the same key; nothing was drawn. Ledger "
                            + ledger
                            + " is away.")));
  }
}
