package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.astragal.games.api.Terms;

/** How many of the numbers of a pick are drawn, ball by ball, and rounds that hit so many. */
final class Hits {
  private Hits() {}

  /**
   * {@return the chance of each number of hits}
   *
   * @param balls in the machine
   * @param picked by the player
   * @param drawn out of the machine
   */
  static Map<Integer, Fraction> of(int balls, int picked, int drawn) {
    Map<Integer, Fraction> chances = new TreeMap<>(Map.of(0, Fraction.ONE));
    for (int ball = 0; ball < drawn; ball++) {
      var next = new TreeMap<Integer, Fraction>();
      for (var entry : chances.entrySet()) {
        Fraction hit = Fraction.of(picked - entry.getKey(), balls - ball);
        next.merge(entry.getKey() + 1, entry.getValue().times(hit), Fraction::plus);
        next.merge(entry.getKey(), entry.getValue().times(Fraction.ONE.minus(hit)), Fraction::plus);
      }
      next.values().removeIf(chance -> chance.numerator().signum() == 0);
      chances = next;
    }
    return chances;
  }

  /** Plays a round of keno in which so many of the numbers of a bet are drawn. */
  static BetResult playKeno(Game game, Terms terms, Bet bet, int hits) {
    List<Integer> picked = picked(bet);
    var balls = new ArrayList<>(picked.subList(0, hits));
    fill(balls, picked, 80, 20);
    return play(game, terms, bet, balls);
  }

  /**
   * Plays a round of the lotto in which a ticket has so many numbers, and the bonus ball or not.
   */
  static BetResult playLotto(Game game, Bet bet, int hits, boolean hasBonus) {
    List<Integer> picked = picked(bet);
    var balls = new ArrayList<>(picked.subList(0, hits));
    fill(balls, picked, 49, 6);
    if (hasBonus) {
      balls.add(picked.getLast());
    } else {
      fill(balls, picked, 49, 7);
    }
    return play(game, game.defaultTerms(), bet, balls);
  }

  private static List<Integer> picked(Bet bet) {
    return bet.selection().items("numbers").orElseThrow().stream()
        .map(number -> Math.toIntExact(((Data.Whole) number).value()))
        .toList();
  }

  private static void fill(List<Integer> balls, List<Integer> without, int last, int size) {
    for (int ball = 1; ball <= last && balls.size() < size; ball++) {
      if (!without.contains(ball) && !balls.contains(ball)) {
        balls.add(ball);
      }
    }
  }

  // Turns balls in order into the draws of a partial shuffle that deals them.
  private static BetResult play(Game game, Terms terms, Bet bet, List<Integer> balls) {
    var machine = new ArrayList<Integer>();
    var draws = new ArrayList<Long>();
    int count = game.id().equals("ref.keno.80") ? 80 : 49;
    for (int ball = 1; ball <= count; ball++) {
      machine.add(ball);
    }
    for (int i = 0; i < balls.size(); i++) {
      int place = machine.indexOf(balls.get(i));
      draws.add((long) place - i);
      machine.set(place, machine.get(i));
      machine.set(i, balls.get(i));
    }
    try {
      return Plays.play(game, terms, List.of(bet), (_, _) -> draws.removeFirst()).getFirst();
    } catch (DrawsException e) {
      throw new IllegalStateException(e);
    }
  }
}
