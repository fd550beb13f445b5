package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.Fraction;

/** The exact figures of a bet, from every win it can have and the chance of each. */
final class Figures {
  private final String bet;
  private final List<Fraction> multiples = new ArrayList<>();
  private final List<Fraction> chances = new ArrayList<>();

  private Figures(String bet) {
    this.bet = bet;
  }

  /** Begins the figures of a kind of bet. */
  static Figures of(String bet) {
    return new Figures(bet);
  }

  /**
   * Adds a win. What is not added loses.
   *
   * @param multiple of the stake
   * @param chance to win it
   */
  Figures win(Fraction multiple, Fraction chance) {
    multiples.add(multiple);
    chances.add(chance);
    return this;
  }

  /** {@return mean, variance, chance of any win, and largest win} */
  BetFigures figures() {
    Fraction mean = Fraction.ZERO;
    Fraction squares = Fraction.ZERO;
    Fraction hits = Fraction.ZERO;
    Fraction largest = Fraction.ZERO;
    for (int i = 0; i < multiples.size(); i++) {
      Fraction part = multiples.get(i).times(chances.get(i));
      mean = mean.plus(part);
      squares = squares.plus(part.times(multiples.get(i)));
      if (part.compareTo(Fraction.ZERO) > 0) {
        hits = hits.plus(chances.get(i));
        largest = largest.compareTo(multiples.get(i)) < 0 ? multiples.get(i) : largest;
      }
    }
    return new BetFigures(bet, mean, squares.minus(mean.times(mean)), hits, largest);
  }
}
