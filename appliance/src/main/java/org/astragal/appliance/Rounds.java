package org.astragal.appliance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.Played;
import org.astragal.games.api.Unfinished;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Bet;
import org.astragal.outcome.Contribution;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.RoundOpened;
import org.astragal.packs.PackException;
import org.astragal.rng.RngStream;
import org.astragal.service.Caller;
import org.astragal.signer.Intent;
import org.astragal.signer.LogException;
import org.astragal.signer.OutcomeLog;
import org.astragal.signer.Play;
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
  private final Supplier<ApplianceInfo> info;
  private final Safeguards safeguards;

  Rounds(
      OutcomeLog log,
      GamePacks packs,
      GameDraws draws,
      ContributionTable table,
      Function<RngStream, ApplianceInfo> appliance,
      Supplier<ApplianceInfo> info,
      Safeguards safeguards) {
    this.log = log;
    this.packs = packs;
    this.draws = draws;
    this.table = table;
    this.appliance = appliance;
    this.info = info;
    this.safeguards = safeguards;
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
          Optional<Problem> stopped = safeguards.returns().refusal(installed.ref());
          if (stopped.isPresent()) {
            throw new ProblemException(stopped.get());
          }
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
    boolean hasFailed =
        past.suspended()
            .filter(step -> step.request().id().startsWith(OutcomeRequest.HOUSE))
            .isPresent();
    if (hasFailed) {
      // What could not be completed once will not be completed ever.
      return log.submit(intent, new VoidPlay(intent, "not-completable", info));
    }
    try {
      Turn turn = turn(past, Optional.empty(), Choices.HOUSE);
      play =
          turn.installed().game().unfinished() == Unfinished.VOID
              ? new VoidPlay(intent, "unfinished", info)
              : play(turn, intent, claims(turn, intent));
    } catch (ProblemException e) {
      play = new VoidPlay(intent, "logic-unavailable", info);
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

  private Play play(Turn turn, Intent intent, List<Contribution> claims) {
    RngStream stream = draws.streamOf(turn.installed().ref());
    return new RoundPlay(
        turn, intent, new GameSource(stream), claims, safeguards, () -> appliance.apply(stream));
  }

  private List<Contribution> claims(Turn turn, Intent intent) {
    return table.claims(turn.installed().ref().id(), intent.mode(), turn.bets());
  }

  private Turn turn(PastRound past, Optional<Data.Members> made, Choices then)
      throws ProblemException {
    RoundOpened opened = past.opened().orElseThrow();
    try {
      GameCatalog.Installed installed = packs.resume(opened.game());
      return new Turn(installed, opened.bets(), betsOf(opened.bets()), past, made, then);
    } catch (PackException e) {
      throw new ProblemException(
          ProblemType.NOT_READY,
          "The round waits for its game, which this program cannot run: " + e.getMessage() + ".");
    }
  }

  private static void requireNext(PastRound past, int step) throws ProblemException {
    if (past.hasEnded()) {
      throw new ProblemException(
          ProblemType.ROUND_STATE, "The round has ended; recall it with GET /v1/outcomes?round=.");
    }
    if (step != past.step() + 1) {
      throw new ProblemException(
          ProblemType.ROUND_STATE, "The next step of this round is " + (past.step() + 1) + ".");
    }
  }

  /** What is not offered is refused before anything is made durable. */
  private static void requireOffered(Turn turn, Data.Members choice) throws ProblemException {
    var before =
        new Turn(
            turn.installed(),
            turn.bets(),
            turn.played(),
            turn.past(),
            Optional.empty(),
            Choices.NOBODY);
    try {
      Played played =
          turn.installed()
              .game()
              .play(
                  before.round((purpose, n) -> {
                    throw new IllegalStateException("a round that waits draws again: " + purpose);
                  }));
      if (played instanceof Played.Awaiting awaiting && awaiting.find(choice).isPresent()) {
        return;
      }
    } catch (DrawsException e) {
      throw new IllegalStateException("a round is not as its records say", e);
    }
    throw new ProblemException(
        ProblemType.CHOICE_REFUSED,
        "Choose one of those in \"awaiting\" of the round's newest record.");
  }

  private GameCatalog.Installed game(OutcomeRequest request) throws ProblemException {
    GameCatalog games = packs.catalog();
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

  private static List<org.astragal.games.api.Bet> betsOf(List<Bet> placed) throws ProblemException {
    var bets = new ArrayList<org.astragal.games.api.Bet>(placed.size());
    for (Bet bet : placed) {
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
  private static void proveSize(Turn turn, List<Contribution> claims, int bodyBytes)
      throws ProblemException {
    Game game = turn.installed().game();
    int steps = game.plan().bounds().choices();
    int others =
        ENVELOPE_BYTES
            + ContributionTable.bytes(claims)
            + game.maximumRecordBytes(turn.played())
            + (steps == 0 ? 0 : (steps + 1) * REVEAL_BYTES);
    // Canonical JSON is never longer than any other form, so the body bounds the bets.
    if (others + bodyBytes <= OutcomeRecord.MAX_BYTES
        || others + canonicalBytes(turn.bets()) <= OutcomeRecord.MAX_BYTES) {
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

  /** {@return why nothing is played now, if so} */
  Optional<Problem> trouble() {
    return safeguards
        .integrity()
        .obstacle()
        .or(draws::obstacle)
        .map(obstacle ->
            new Problem(
                ProblemType.NOT_READY, "Retry with the same key; nothing was drawn. " + obstacle))
        .or(() ->
            safeguards
                .ledgers()
                .behind()
                .map(ledger ->
                    new Problem(
                        ProblemType.LEDGER_BEHIND,
                        "Retry with the same key; nothing was drawn. Ledger "
                            + ledger
                            + " is away.")));
  }
}
