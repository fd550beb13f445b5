package org.astragal.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.Data;
import org.astragal.games.api.RecordedDraw;
import org.astragal.games.api.Round;
import org.astragal.outcome.Bet;
import org.astragal.outcome.Draw;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Json;

/** From the parts of records to a round that is its record and nothing more. */
final class PlayedAgain {
  private PlayedAgain() {}

  static Finding notInstalled(GameRef game) {
    return new Finding.Undecided(
        "replay needs "
            + game.id()
            + " "
            + game.version()
            + " with the logic "
            + game.logic()
            + ", which is not installed");
  }

  /**
   * {@return the round of these parts, to be played}
   *
   * @throws ProblemException if the game does not take the bets
   * @throws IllegalArgumentException if a part has not the form in which games are played
   */
  static Round round(
      GameCatalog.Installed installed, List<Bet> placed, List<Draw> draws, List<Json> choices)
      throws ProblemException {
    var bets = new ArrayList<org.astragal.games.api.Bet>();
    for (Bet bet : placed) {
      bets.add(
          new org.astragal.games.api.Bet(
              bet.id(), DataJson.toData(bet.selection()), bet.stake().minor(), bet.stake().exp()));
    }
    Optional<BetRefusal> refusal = installed.game().check(bets);
    if (refusal.isPresent()) {
      throw new ProblemException(ProblemType.BET_REFUSED, refusal.get().message());
    }
    var recorded = new ArrayList<RecordedDraw>();
    for (Draw draw : draws) {
      recorded.add(
          new RecordedDraw(draw.purpose(), draw.n(), draw.v(), draw.step(), draw.isHidden()));
    }
    var made = new ArrayList<Data.Members>();
    for (Json choice : choices) {
      made.add(value(choice));
    }
    return Round.replay(installed.game(), installed.terms(), bets, recorded, made);
  }

  private static Data.Members value(Json choice) throws ProblemException {
    if (choice instanceof Json.Obj object
        && object.members().get("value") instanceof Json.Obj value) {
      return DataJson.toData(value);
    }
    throw new IllegalArgumentException("a choice has no value");
  }
}
