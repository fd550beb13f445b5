package org.astragal.games.reference;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.astragal.games.api.Fraction;
import org.astragal.games.reference.BlackjackHand.Action;

/**
 * The best play of blackjack from an endless shoe, and exactly what it comes to: dynamic
 * programming over hands, with the hands and the rules that the game plays with.
 *
 * <p>Everything is for one card of the dealer that is open, and for a dealer without a blackjack:
 * with one, nobody plays.
 */
final class BlackjackBest {
  /** The values of a rank, 1 to 10, by their chance in thirteenths. */
  private static final List<Integer> THIRTEENTHS = List.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 4);

  private final boolean maySplit;
  private final BlackjackHand up;

  /** The chance that the dealer has a blackjack. */
  private final Fraction dealerNatural;

  /** The hands that the dealer ends with, and their chances, if it is no blackjack. */
  private final Map<Integer, Fraction> dealerTotals = new TreeMap<>();

  private final Map<String, Fraction> values = new TreeMap<>();
  private final Map<String, Action> actions = new TreeMap<>();
  private final Map<String, Map<End, Fraction>> ends = new TreeMap<>();

  BlackjackBest(int upValue, boolean maySplit) {
    this.maySplit = maySplit;
    up = BlackjackHand.EMPTY.with(upValue);
    Fraction natural = Fraction.ZERO;
    for (int hole = 1; hole <= 10; hole++) {
      if (up.with(hole).isNatural()) {
        natural = natural.plus(chance(hole));
      }
    }
    dealerNatural = natural;
    for (int hole = 1; hole <= 10; hole++) {
      if (!up.with(hole).isNatural()) {
        dealerEnds(up.with(hole), chance(hole).dividedBy(Fraction.ONE.minus(natural)));
      }
    }
  }

  /** One end of a hand: its total, 0 if it is bust, and how many stakes are on it. */
  record End(int total, int stakes) implements Comparable<End> {
    @Override
    public int compareTo(End other) {
      return total == other.total
          ? Integer.compare(stakes, other.stakes)
          : Integer.compare(total, other.total);
    }
  }

  static Fraction chance(int value) {
    return Fraction.of(THIRTEENTHS.get(value - 1), 13);
  }

  Fraction dealerNatural() {
    return dealerNatural;
  }

  /** {@return the chances of the dealer's totals, 0 for a bust} */
  Map<Integer, Fraction> dealerTotals() {
    return dealerTotals;
  }

  /** {@return what is best; standing for a hand that is done by itself} */
  Action best(BlackjackHand hand, boolean isPair, boolean isSplit, boolean isAces) {
    String key = key(hand, isPair, isSplit, isAces);
    Action known = actions.get(key);
    if (known != null) {
      return known;
    }
    Action best = Action.STAND;
    Fraction most = value(hand, Action.STAND, isSplit);
    for (Action action : hand.actions(isPair, isSplit, isAces)) {
      if (action != Action.SPLIT || maySplit) {
        Fraction value = value(hand, action, isSplit);
        best = value.compareTo(most) > 0 ? action : best;
        most = value.compareTo(most) > 0 ? value : most;
      }
    }
    actions.put(key, best);
    values.put(key, most);
    return best;
  }

  /** {@return the mean of what comes back less all stakes, with the best play} */
  Fraction value(BlackjackHand hand, boolean isPair, boolean isSplit, boolean isAces) {
    best(hand, isPair, isSplit, isAces);
    return Objects.requireNonNull(values.get(key(hand, isPair, isSplit, isAces)));
  }

  /** {@return the ends of a hand with the best play, each with its chance} */
  Map<End, Fraction> ends(BlackjackHand hand, boolean isPair, boolean isSplit, boolean isAces) {
    String key = key(hand, isPair, isSplit, isAces);
    Map<End, Fraction> known = ends.get(key);
    if (known != null) {
      return known;
    }
    Action best = best(hand, isPair, isSplit, isAces);
    var found = new TreeMap<End, Fraction>();
    if (best == Action.STAND) {
      found.put(end(hand, 1), Fraction.ONE);
    } else {
      for (int value = 1; value <= 10; value++) {
        Fraction chance = chance(value);
        BlackjackHand next = hand.with(value);
        Map<End, Fraction> after =
            best == Action.DOUBLE
                ? Map.of(end(next, 2), Fraction.ONE)
                : ends(next, false, isSplit, isAces);
        after.forEach((end, part) -> found.merge(end, part.times(chance), Fraction::plus));
      }
    }
    ends.put(key, found);
    return found;
  }

  private static String key(BlackjackHand hand, boolean isPair, boolean isSplit, boolean isAces) {
    return hand.hard()
        + " "
        + hand.hasAce()
        + " "
        + Math.min(3, hand.cards())
        + " "
        + isPair
        + " "
        + isSplit
        + " "
        + isAces;
  }

  /** {@return the ends of one hand of a split} */
  Map<End, Fraction> splitEnds(int value) {
    var ends = new TreeMap<End, Fraction>();
    BlackjackHand one = BlackjackHand.EMPTY.with(value);
    for (int second = 1; second <= 10; second++) {
      Fraction chance = chance(second);
      ends(one.with(second), false, true, value == 1)
          .forEach((end, part) -> ends.merge(end, part.times(chance), Fraction::plus));
    }
    return ends;
  }

  private static End end(BlackjackHand hand, int stakes) {
    return new End(hand.isBust() ? 0 : hand.total(), stakes);
  }

  private Fraction value(BlackjackHand hand, Action action, boolean isSplit) {
    Fraction sum = Fraction.ZERO;
    switch (action) {
      case STAND -> {
        return stand(hand);
      }
      case HIT -> {
        for (int value = 1; value <= 10; value++) {
          sum = sum.plus(chance(value).times(value(hand.with(value), false, isSplit, false)));
        }
      }
      case DOUBLE -> {
        for (int value = 1; value <= 10; value++) {
          sum = sum.plus(chance(value).times(stand(hand.with(value))).times(Fraction.of(2, 1)));
        }
      }
      case SPLIT -> {
        int value = hand.hard() / 2;
        BlackjackHand one = BlackjackHand.EMPTY.with(value);
        for (int second = 1; second <= 10; second++) {
          Fraction best = value(one.with(second), false, true, value == 1);
          sum = sum.plus(chance(second).times(best).times(Fraction.of(2, 1)));
        }
      }
    }
    return sum;
  }

  private Fraction stand(BlackjackHand hand) {
    Fraction sum = Fraction.ZERO;
    for (var dealer : dealerTotals.entrySet()) {
      int back = hand.stakesBack(dealerHand(dealer.getKey()));
      sum = sum.plus(dealer.getValue().times(Fraction.of(back - 1, 1)));
    }
    return sum;
  }

  /** {@return a hand of the dealer with that total, or a bust for 0} */
  static BlackjackHand dealerHand(int total) {
    return new BlackjackHand(total == 0 ? 22 : total, false, 3);
  }

  private void dealerEnds(BlackjackHand dealer, Fraction chance) {
    if (!dealer.dealerDraws()) {
      dealerTotals.merge(dealer.isBust() ? 0 : dealer.total(), chance, Fraction::plus);
      return;
    }
    for (int value = 1; value <= 10; value++) {
      dealerEnds(dealer.with(value), chance.times(chance(value)));
    }
  }
}
