package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.games.api.Fraction;
import org.astragal.games.reference.BlackjackBest.End;
import org.astragal.games.reference.BlackjackHand.Action;

/** All rounds of blackjack with the best play: every result, less what was raised, exactly. */
final class BlackjackExact {
  private final List<BlackjackBest> best = new ArrayList<>();
  private final Distribution net = new Distribution();
  private Fraction nothingBack = Fraction.ZERO;

  BlackjackExact(boolean maySplit) {
    for (int up = 1; up <= 10; up++) {
      best.add(new BlackjackBest(up, maySplit));
    }
    for (int up = 1; up <= 10; up++) {
      for (int first = 1; first <= 10; first++) {
        for (int second = 1; second <= 10; second++) {
          Fraction chance =
              BlackjackBest.chance(up)
                  .times(BlackjackBest.chance(first))
                  .times(BlackjackBest.chance(second));
          // Of two tens, one in four has the same rank; they are never split, so it does not count.
          deal(up, first, second, chance);
        }
      }
    }
  }

  /** {@return what comes back less what was raised, in first stakes} */
  Distribution net() {
    return net;
  }

  /** {@return the chance that anything comes back} */
  Fraction hitFrequency() {
    return Fraction.ONE.minus(nothingBack);
  }

  /** {@return the best play against an open card of that value} */
  BlackjackBest against(int up) {
    return best.get(up - 1);
  }

  private void deal(int up, int first, int second, Fraction chance) {
    BlackjackBest play = against(up);
    BlackjackHand hand = BlackjackHand.EMPTY.with(first).with(second);
    Fraction natural = chance.times(play.dealerNatural());
    Fraction others = chance.minus(natural);
    if (hand.isNatural()) {
      net.add(Fraction.ONE, natural);
      net.add(Fraction.of(5, 2), others);
      return;
    }
    add(0, 0, natural);
    boolean isPair = first == second;
    if (play.best(hand, isPair, false, false) == Action.SPLIT) {
      Map<End, Fraction> ends = play.splitEnds(first);
      for (var dealer : play.dealerTotals().entrySet()) {
        Map<End, Fraction> one = back(ends, dealer.getKey());
        one.forEach((a, p) ->
            one.forEach((b, q) ->
                add(
                    a.total() + b.total(),
                    a.stakes() + b.stakes() - 1,
                    others.times(dealer.getValue()).times(p).times(q))));
      }
    } else {
      Map<End, Fraction> ends = play.ends(hand, isPair, false, false);
      for (var dealer : play.dealerTotals().entrySet()) {
        back(ends, dealer.getKey())
            .forEach(
                (a, p) -> add(a.total(), a.stakes() - 1, others.times(dealer.getValue()).times(p)));
      }
    }
  }

  // The same ends with the stakes that come back in place of the total.
  private static Map<End, Fraction> back(Map<End, Fraction> ends, int dealer) {
    var back = new TreeMap<End, Fraction>();
    ends.forEach((end, chance) -> {
      BlackjackHand hand = BlackjackBest.dealerHand(end.total());
      int stakes = hand.stakesBack(BlackjackBest.dealerHand(dealer)) * end.stakes();
      back.merge(new End(stakes, end.stakes()), chance, Fraction::plus);
    });
    return back;
  }

  private void add(int back, int raised, Fraction chance) {
    net.add(Fraction.of(back - raised, 1), chance);
    if (back == 0) {
      nothingBack = nothingBack.plus(chance);
    }
  }
}
