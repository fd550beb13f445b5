package org.astragal.certification.games;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.certification.games.BasicStrategy.Action;
import org.astragal.games.api.Fraction;

/**
 * What blackjack comes to for the player of {@link BasicStrategy}, exactly: dynamic programming
 * over hands, written from the rules of the game and not with its code.
 */
final class BlackjackOdds {
  /** Bust, as a total. */
  private static final int BUST = 0;

  private final Map<Long, Fraction> net = new TreeMap<>();
  private final Map<Key, Map<End, Fraction>> played = new HashMap<>();
  private final Map<Key, Map<Integer, Fraction>> drawn = new HashMap<>();

  /** What counts of a hand; the dealer has none that is open to itself. */
  private record Key(int hard, boolean hasAce, boolean isTwo, int open) {
    static Key of(List<Integer> hand, int open) {
      return new Key(
          hand.stream().mapToInt(Integer::intValue).sum(),
          hand.contains(1),
          hand.size() == 2,
          open);
    }
  }

  /** A hand that is played: total, and stakes on it. */
  private record End(int total, int stakes) {}

  private BlackjackOdds() {}

  /** {@return the probability of each win less what was raised, for a stake of 2} */
  static Map<String, Fraction> net() {
    var odds = new BlackjackOdds();
    for (int first = 1; first <= 10; first++) {
      for (int second = 1; second <= 10; second++) {
        for (int open = 1; open <= 10; open++) {
          for (int hole = 1; hole <= 10; hole++) {
            Fraction chance = p(first).times(p(second)).times(p(open)).times(p(hole));
            odds.deal(List.of(first, second), List.of(open, hole), chance);
          }
        }
      }
    }
    var byName = new LinkedHashMap<String, Fraction>();
    odds.net.forEach((amount, chance) -> byName.put(Long.toString(amount), chance));
    return byName;
  }

  private static Fraction p(int value) {
    return Fraction.of(value == 10 ? 4 : 1, 13);
  }

  private void deal(List<Integer> hand, List<Integer> dealer, Fraction chance) {
    boolean natural = total(hand) == 21;
    if (total(dealer) == 21) {
      add(natural ? 2 : 0, chance);
    } else if (natural) {
      add(5, chance);
    } else {
      int open = dealer.getFirst();
      boolean isPair = hand.getFirst().equals(hand.getLast());
      // A pair is of one rank; of the ranks that count ten none is ever split.
      List<Map<End, Fraction>> hands = new ArrayList<>();
      if (isPair && BasicStrategy.best(hand, open, true, true) == Action.SPLIT) {
        Map<End, Fraction> one = split(hand.getFirst(), open);
        hands.add(one);
        hands.add(one);
      } else {
        hands.add(play(hand, open));
      }
      for (var last : dealt(dealer).entrySet()) {
        settle(hands, last.getKey(), chance.times(last.getValue()));
      }
    }
  }

  private void settle(List<Map<End, Fraction>> hands, int dealer, Fraction chance) {
    Map<Long, Fraction> sums = Map.of(0L, Fraction.ONE);
    int raised = 2 * (hands.size() - 1);
    for (Map<End, Fraction> hand : hands) {
      var next = new TreeMap<Long, Fraction>();
      sums.forEach((sum, part) ->
          hand.forEach((end, p) -> {
            int extra = 2 * (end.stakes() - 1);
            next.merge(sum + back(end, dealer) - extra, part.times(p), Fraction::plus);
          }));
      sums = next;
    }
    sums.forEach((sum, part) -> add(sum - raised, chance.times(part)));
  }

  private static int back(End end, int dealer) {
    if (end.total() == BUST || end.total() < dealer) {
      return 0;
    }
    return (end.total() == dealer ? 2 : 4) * end.stakes();
  }

  private void add(long amount, Fraction chance) {
    net.merge(amount, chance, Fraction::plus);
  }

  private Map<End, Fraction> split(int card, int open) {
    var ends = new HashMap<End, Fraction>();
    for (int second = 1; second <= 10; second++) {
      List<Integer> hand = List.of(card, second);
      Fraction chance = p(second);
      Map<End, Fraction> after =
          card == 1 ? Map.of(new End(total(hand), 1), Fraction.ONE) : play(hand, open);
      after.forEach((end, part) -> ends.merge(end, part.times(chance), Fraction::plus));
    }
    return ends;
  }

  private Map<End, Fraction> play(List<Integer> hand, int open) {
    Map<End, Fraction> known = played.get(Key.of(hand, open));
    if (known != null) {
      return known;
    }
    Map<End, Fraction> ends = playNew(hand, open);
    played.put(Key.of(hand, open), ends);
    return ends;
  }

  private Map<End, Fraction> playNew(List<Integer> hand, int open) {
    if (total(hand) == BUST || total(hand) == 21) {
      return Map.of(new End(total(hand), 1), Fraction.ONE);
    }
    Action action = BasicStrategy.best(hand, open, hand.size() == 2, false);
    if (action == Action.STAND) {
      return Map.of(new End(total(hand), 1), Fraction.ONE);
    }
    var ends = new HashMap<End, Fraction>();
    for (int card = 1; card <= 10; card++) {
      List<Integer> more = with(hand, card);
      Fraction chance = p(card);
      Map<End, Fraction> after =
          action == Action.DOUBLE
              ? Map.of(new End(total(more), 2), Fraction.ONE)
              : play(more, open);
      after.forEach((end, part) -> ends.merge(end, part.times(chance), Fraction::plus));
    }
    return ends;
  }

  private Map<Integer, Fraction> dealt(List<Integer> dealer) {
    Map<Integer, Fraction> known = drawn.get(Key.of(dealer, 0));
    if (known != null) {
      return known;
    }
    Map<Integer, Fraction> totals = dealtNew(dealer);
    drawn.put(Key.of(dealer, 0), totals);
    return totals;
  }

  private Map<Integer, Fraction> dealtNew(List<Integer> dealer) {
    int total = total(dealer);
    if (total == BUST || total >= 17) {
      return Map.of(total, Fraction.ONE);
    }
    var totals = new TreeMap<Integer, Fraction>();
    for (int card = 1; card <= 10; card++) {
      Fraction chance = p(card);
      dealt(with(dealer, card))
          .forEach((last, part) -> totals.merge(last, part.times(chance), Fraction::plus));
    }
    return totals;
  }

  private static List<Integer> with(List<Integer> hand, int card) {
    var more = new ArrayList<>(hand);
    more.add(card);
    return more;
  }

  private static int total(List<Integer> hand) {
    int hard = hand.stream().mapToInt(Integer::intValue).sum();
    int best = hand.contains(1) && hard <= 11 ? hard + 10 : hard;
    return best > 21 ? BUST : best;
  }
}
