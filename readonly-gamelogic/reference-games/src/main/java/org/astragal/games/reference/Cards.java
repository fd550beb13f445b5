package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import org.astragal.games.api.Data;

/** The 52 cards of a deck, 0 to 51: suit by suit, in each suit from the ace to the king. */
final class Cards {
  static final int DECK = 52;
  static final int RANKS = 13;

  private static final List<String> NAMES = names();

  private Cards() {}

  /** {@return the rank, 1 for an ace to 13 for a king} */
  static int rank(int card) {
    return card % RANKS + 1;
  }

  /** {@return the name, such as {@code TD} for the ten of diamonds} */
  static String name(int card) {
    return NAMES.get(card);
  }

  /** {@return the names as data} */
  static Data.Items names(List<Integer> cards) {
    return new Data.Items(cards.stream().<Data>map(card -> new Data.Text(name(card))).toList());
  }

  private static List<String> names() {
    var names = new ArrayList<String>(DECK);
    for (String suit : List.of("S", "H", "D", "C")) {
      for (int rank = 0; rank < RANKS; rank++) {
        names.add("A23456789TJQK".charAt(rank) + suit);
      }
    }
    return List.copyOf(names);
  }
}
