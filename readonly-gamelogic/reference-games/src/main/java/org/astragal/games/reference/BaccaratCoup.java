package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import org.astragal.games.api.DrawsException;

/**
 * One coup of punto banco. This is the code that plays, and the code that the build counts with.
 */
final class BaccaratCoup {
  /** Decks in the shoe. */
  static final int DECKS = 8;

  /** Cards in the shoe. */
  static final int SHOE = DECKS * Cards.DECK;

  private final List<Integer> player = new ArrayList<>(3);
  private final List<Integer> banker = new ArrayList<>(3);

  private BaccaratCoup() {}

  /** Where cards come from. */
  @FunctionalInterface
  interface Shoe {
    /** {@return the next card, 0 to 51} */
    int next() throws DrawsException;
  }

  /** Who wins. */
  enum Winner {
    BANKER,
    PLAYER,
    TIE
  }

  /** Deals a coup: two cards each in turn, and a third by the fixed rules. */
  static BaccaratCoup deal(Shoe shoe) throws DrawsException {
    var coup = new BaccaratCoup();
    for (int i = 0; i < 2; i++) {
      coup.player.add(shoe.next());
      coup.banker.add(shoe.next());
    }
    if (points(coup.player) >= 8 || points(coup.banker) >= 8) {
      return coup;
    }
    boolean isThird = points(coup.player) <= 5;
    if (isThird) {
      coup.player.add(shoe.next());
    }
    int third = isThird ? value(coup.player.getLast()) : -1;
    if (bankerDraws(points(coup.banker), third)) {
      coup.banker.add(shoe.next());
    }
    return coup;
  }

  List<Integer> player() {
    return player;
  }

  List<Integer> banker() {
    return banker;
  }

  Winner winner() {
    int difference = points(banker) - points(player);
    if (difference == 0) {
      return Winner.TIE;
    }
    return difference > 0 ? Winner.BANKER : Winner.PLAYER;
  }

  /** {@return the points of a hand, 0 to 9} */
  static int points(List<Integer> cards) {
    int sum = 0;
    for (int card : cards) {
      sum += value(card);
    }
    return sum % 10;
  }

  /**
   * {@return whether the banker takes a third card}
   *
   * @param points the banker's points with two cards, 0 to 7
   * @param third the value of the player's third card, or -1 without one
   */
  static boolean bankerDraws(int points, int third) {
    if (third < 0) {
      return points <= 5;
    }
    return switch (points) {
      case 0, 1, 2 -> true;
      case 3 -> third != 8;
      case 4 -> third >= 2 && third <= 7;
      case 5 -> third >= 4 && third <= 7;
      case 6 -> third == 6 || third == 7;
      default -> false;
    };
  }

  // Tens and pictures count nothing.
  private static int value(int card) {
    int rank = Cards.rank(card);
    return rank >= 10 ? 0 : rank;
  }
}
