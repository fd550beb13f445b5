package org.astragal.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.BetRules;
import org.astragal.games.api.Choice;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawPlan;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.Payout;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.astragal.games.api.Unfinished;

/**
 * A game for tests: one of three doors hides twice the stake; then a coin may double what was
 * found, or lose it.
 *
 * @param id of the game
 * @param unfinished what becomes of a round that nobody comes back to
 */
record Doors(String id, Unfinished unfinished) implements Game {
  private static final DrawPlan PLAN =
      DrawPlan.of(
          DrawPlan.draw("light", 4L),
          DrawPlan.hidden("door", 3L),
          new DrawPlan.Ask("which door", 40),
          new DrawPlan.Ask("double", 40),
          DrawPlan.when("the player doubles", DrawPlan.draw("coin", 2L)));

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public Data.Members betSchema() {
    return Data.Members.empty();
  }

  @Override
  public List<BetFigures> figures(Terms terms) {
    return List.of(BetFigures.of("DOOR", "2/3", "20/9", "1/6", "4"));
  }

  @Override
  public BetFigures figures(Terms terms, Bet bet) {
    return figures(terms).getFirst();
  }

  @Override
  public DrawPlan plan() {
    return PLAN;
  }

  @Override
  public int maximumBets() {
    return 1;
  }

  @Override
  public Optional<BetRefusal> check(List<Bet> bets) {
    return BetRules.check(bets, maximumBets(), maximumStakeMinor(), bet -> Optional.empty());
  }

  @Override
  public Played play(Round round) throws DrawsException {
    Bet bet = round.bets().getFirst();
    long light = round.draw("light", 4);
    long prize = round.hidden("door", 3);
    var doors = new ArrayList<Choice>();
    for (int door = 0; door < 3; door++) {
      doors.add(Choice.free(Data.Members.empty().with("door", door)));
    }
    var first = new Played.Awaiting(Data.Members.empty().with("light", light), doors);
    Optional<Choice> door = round.choose(first);
    if (door.isEmpty()) {
      return first;
    }
    boolean found = door.get().value().get("door").orElseThrow().equals(new Data.Whole(prize));
    var second =
        new Played.Awaiting(
            Data.Members.empty().with("found", new Data.Flag(found)),
            List.of(
                Choice.free(Data.Members.empty().with("do", "TAKE")),
                Choice.free(Data.Members.empty().with("do", "DOUBLE"))));
    Optional<Choice> next = round.choose(second);
    if (next.isEmpty()) {
      return second;
    }
    long multiple = found ? 2 : 0;
    if (next.get().value().text("do").orElseThrow().equals("DOUBLE")) {
      multiple = round.draw("coin", 2) == 0 ? 2 * multiple : 0;
    }
    return new Played.Settled(
        List.of(
            BetResult.of(
                bet,
                Data.Members.empty().with("light", light).with("prize", prize),
                List.of(),
                Payout.of(bet.stakeMinor(), multiple, 1))));
  }

  @Override
  public long maximumWinMultiple() {
    return 4;
  }

  @Override
  public int maximumResultBytes() {
    return 100;
  }

  @Override
  public int maximumAwaitingBytes() {
    return 300;
  }
}
