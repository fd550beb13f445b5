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

  private final OutcomeLog log;
  private final GameCatalog games;
  private final GameDraws draws;
  private final ContributionTable table;
  private final Function<RngStream, ApplianceInfo> appliance;
  private final BackPressure ledgers;

  Rounds(
      OutcomeLog log,
      GameCatalog games,
      GameDraws draws,
      ContributionTable table,
      Function<RngStream, ApplianceInfo> appliance,
      BackPressure ledgers) {
    this.log = log;
    this.games = games;
    this.draws = draws;
    this.table = table;
    this.appliance = appliance;
    this.ledgers = ledgers;
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
   * @return what becomes of it
   * @throws ProblemException if it is refused; nothing was drawn and nothing was kept
   * @throws LogException if the log cannot be read
   */
  CompletableFuture<Submission> begin(
      Caller caller, String key, OutcomeRequest request, byte[] body)
      throws ProblemException, LogException {
    GameCatalog.Installed installed = game(request);
    Game game = installed.game();
    List<org.astragal.games.api.Bet> bets = betsOf(request);
    Optional<BetRefusal> refusal = game.check(bets);
    if (refusal.isPresent()) {
      throw refused(refusal.get());
    }
    List<Contribution> claims = table.claims(game.id(), request.round().mode(), request.bets());
    proveSize(game, bets, request, claims, body.length);
    refuseWhatIsNewInTrouble(caller, key);
    var intent =
        new Intent(
            caller.operator(),
            key,
            request.round().id(),
            request.round().step(),
            request.round().mode(),
            body,
            request.trace());
    RngStream stream = draws.streamOf(installed.ref());
    return log.submit(
        intent,
        new RoundPlay(
            installed,
            bets,
            request,
            claims,
            intent,
            GameDraws.from(stream),
            () -> appliance.apply(stream)));
  }

  private GameCatalog.Installed game(OutcomeRequest request) throws ProblemException {
    Optional<GameCatalog.Installed> found = games.find(request.game());
    if (found.isEmpty()) {
      throw new ProblemException(
          ProblemType.UNKNOWN_GAME, "Choose a game that GET /v1/games lists.");
    }
    String version = found.get().game().version();
    if (request.version().isPresent() && !request.version().get().equals(version)) {
      throw new ProblemException(
          ProblemType.WRONG_VERSION,
          "This appliance runs version " + version + "; ask for it, or leave the version out.");
    }
    return found.get();
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
    return draws
        .obstacle()
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
