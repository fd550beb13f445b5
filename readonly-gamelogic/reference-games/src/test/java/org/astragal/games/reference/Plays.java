package org.astragal.games.reference;

import java.util.List;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.Played;
import org.astragal.games.api.RecordedDraw;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;

/** Short ways to play a round. */
final class Plays {
  private Plays() {}

  /** A bet in a currency of two decimals. */
  static Bet bet(String id, Data.Members selection, long stakeMinor) {
    return new Bet(id, selection, stakeMinor, 2);
  }

  /** Plays a round to its end, on the terms of the first values; the house chooses. */
  static List<BetResult> play(Game game, List<Bet> bets, Draws draws) throws DrawsException {
    return play(game, game.defaultTerms(), bets, draws);
  }

  /** Plays a round to its end; the house chooses. */
  static List<BetResult> play(Game game, Terms terms, List<Bet> bets, Draws draws)
      throws DrawsException {
    return settled(game.play(Round.begin(game, terms, bets, draws, Choices.HOUSE))).results();
  }

  /** Plays what was recorded, all of it. */
  static List<BetResult> replay(Game game, Terms terms, List<Bet> bets, List<RecordedDraw> draws)
      throws DrawsException {
    Round round = Round.replay(game, terms, bets, draws, List.of());
    List<BetResult> results = settled(game.play(round)).results();
    round.finish();
    return results;
  }

  /** {@return the end of a round that is at its end} */
  static Played.Settled settled(Played played) {
    return switch (played) {
      case Played.Settled settled -> settled;
      case Played.Awaiting awaiting -> throw new AssertionError("not settled: " + awaiting);
    };
  }
}
