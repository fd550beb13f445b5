package org.astragal.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.RecordedDraw;
import org.astragal.games.api.Round;
import org.astragal.outcome.Bet;
import org.astragal.outcome.BetResult;
import org.astragal.outcome.Draw;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RoundSettled;

/** Plays a recorded round again from its draws and says whether the same results come out. */
final class Replay {
  private final GameCatalog games;

  Replay(GameCatalog games) {
    this.games = games;
  }

  /** {@return what the replay says of a record that is known to be sealed} */
  Finding check(OutcomeRecord record) {
    if (!(record.body() instanceof RoundSettled round)) {
      return new Finding.True(record.seq() + " " + record.body().type() + ", nothing to replay");
    }
    Optional<GameCatalog.Installed> installed = games.find(round.game().id());
    if (installed.isEmpty() || !installed.get().ref().equals(round.game())) {
      return new Finding.Undecided(
          "replay needs "
              + round.game().id()
              + " "
              + round.game().version()
              + " with the logic "
              + round.game().logic()
              + ", which is not installed");
    }
    try {
      return compare(record.seq(), round, replay(installed.get().game(), round));
    } catch (DrawsException | ProblemException e) {
      return new Finding.Refuted("replay: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return new Finding.Refuted("replay: the record holds what cannot be played: " + e);
    }
  }

  private static List<BetResult> replay(Game game, RoundSettled round)
      throws DrawsException, ProblemException {
    var bets = new ArrayList<org.astragal.games.api.Bet>();
    for (Bet bet : round.bets()) {
      bets.add(
          new org.astragal.games.api.Bet(
              bet.id(), DataJson.toData(bet.selection()), bet.stake().minor(), bet.stake().exp()));
    }
    Optional<BetRefusal> refusal = game.check(bets);
    if (refusal.isPresent()) {
      throw new ProblemException(ProblemType.BET_REFUSED, refusal.get().message());
    }
    var recorded = new ArrayList<RecordedDraw>();
    for (Draw draw : round.draws()) {
      recorded.add(new RecordedDraw(draw.purpose(), draw.n(), draw.v()));
    }
    Round again = Round.replay(game, game.defaultTerms(), bets, recorded, List.of());
    List<BetResult> results = RoundPlay.results(round.bets(), RoundPlay.settled(game.play(again)));
    again.finish();
    return results;
  }

  private static Finding compare(long seq, RoundSettled round, List<BetResult> again) {
    // A record settles each of its bets once, and so does a game.
    for (int i = 0; i < again.size(); i++) {
      BetResult recorded = round.results().get(i);
      if (!again.get(i).equals(recorded)) {
        return new Finding.Refuted(
            "replay: bet "
                + again.get(i).bet()
                + " wins "
                + again.get(i).win().minor()
                + ", the record says "
                + recorded.win().minor()
                + ", or their details differ");
      }
    }
    return new Finding.True(seq + " " + round.game().id() + ", replayed");
  }
}
