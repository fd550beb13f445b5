package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;

/**
 * What counts of a hand. This is what the game plays with, and what the build computes the best
 * play with.
 *
 * @param hard the sum of all cards, aces as one
 * @param hasAce whether there is an ace
 * @param cards how many cards there are
 */
record BlackjackHand(int hard, boolean hasAce, int cards) {
  static final BlackjackHand EMPTY = new BlackjackHand(0, false, 0);

  /** What a player may do with a hand. */
  enum Action {
    STAND,
    HIT,
    DOUBLE,
    SPLIT
  }

  /** {@return the hand of these cards} */
  static BlackjackHand of(List<Integer> cards) {
    BlackjackHand hand = EMPTY;
    for (int card : cards) {
      hand = hand.with(value(card));
    }
    return hand;
  }

  /** {@return what a card counts: an ace one, tens and pictures ten} */
  static int value(int card) {
    return Math.min(10, Cards.rank(card));
  }

  BlackjackHand with(int value) {
    return new BlackjackHand(hard + value, hasAce || value == 1, cards + 1);
  }

  /** {@return the best total: one ace counts eleven if that is no bust} */
  int total() {
    return hasAce && hard <= 11 ? hard + 10 : hard;
  }

  boolean isBust() {
    return hard > 21;
  }

  /** {@return whether these two cards are a blackjack, if they are the first two} */
  boolean isNatural() {
    return cards == 2 && total() == 21;
  }

  /** {@return whether the dealer takes another card: to seventeen, soft or hard} */
  boolean dealerDraws() {
    return total() < 17;
  }

  /**
   * {@return what may be done, standing first; nothing if the hand is done by itself}
   *
   * @param isPair whether the first two cards are of one rank
   * @param isSplit whether the hand comes from a split
   * @param isAces whether it comes from a split of aces
   */
  List<Action> actions(boolean isPair, boolean isSplit, boolean isAces) {
    var actions = new ArrayList<Action>();
    if (total() >= 21 || isAces) {
      return actions;
    }
    actions.add(Action.STAND);
    actions.add(Action.HIT);
    if (cards == 2) {
      actions.add(Action.DOUBLE);
    }
    if (cards == 2 && isPair && !isSplit) {
      actions.add(Action.SPLIT);
    }
    return actions;
  }

  /** {@return 2 if this hand beats the dealer's, 1 if they are equal, 0 if it is beaten} */
  int stakesBack(BlackjackHand dealer) {
    if (isBust()) {
      return 0;
    }
    int difference = dealer.isBust() ? 1 : total() - dealer.total();
    if (difference == 0) {
      return 1;
    }
    return difference > 0 ? 2 : 0;
  }
}
