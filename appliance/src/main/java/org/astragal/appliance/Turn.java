package org.astragal.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.Draws;
import org.astragal.games.api.Round;
import org.astragal.outcome.Bet;
import org.astragal.outcome.Json;

/**
 * One request's part of a round: what was before it, what it adds, and how far the round goes then.
 *
 * @param installed the game
 * @param bets the bets of the round
 * @param played the same as the game takes them
 * @param past what earlier records say; nothing for a round that begins
 * @param made what this request chooses
 * @param then who chooses after that
 */
record Turn(
    GameCatalog.Installed installed,
    List<Bet> bets,
    List<org.astragal.games.api.Bet> played,
    PastRound past,
    Optional<Data.Members> made,
    Choices then) {
  /** The member of a choice that says who made it, if it was not the player. */
  static final String BY = "by";

  Turn {
    bets = List.copyOf(bets);
    played = List.copyOf(played);
  }

  /** {@return a round that begins, of bets that the game takes} */
  static Turn first(
      GameCatalog.Installed installed,
      List<Bet> bets,
      List<org.astragal.games.api.Bet> played,
      Choices then) {
    return new Turn(installed, bets, played, PastRound.NONE, Optional.empty(), then);
  }

  /** {@return the round up to here, to be played with these draws from where its record ends} */
  Round round(Draws draws) {
    var choices = new ArrayList<>(past.made());
    made.ifPresent(choices::add);
    return Round.resume(
        installed.game(), installed.terms(), played, past.draws(), choices, draws, then);
  }

  /** {@return the choices of a round that was played, in the form of a record} */
  List<Json> choices(Round round) {
    var choices = new ArrayList<Json>(past.choices());
    for (int i = choices.size(); i < round.chosen().size(); i++) {
      Json.Obj choice = DataJson.toJson(round.chosen().get(i).toData());
      boolean byPlayer = i == past.made().size() && made.isPresent();
      choices.add(byPlayer ? choice : byHouse(choice));
    }
    return choices;
  }

  private static Json byHouse(Json.Obj choice) {
    var members = new TreeMap<String, Json>(choice.members());
    members.put(BY, new Json.Str("HOUSE"));
    return Json.Obj.of(members);
  }
}
