package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;

/**
 * A shoe of several decks that is not shuffled but dealt: each card is drawn out of those that are
 * left, so a coup takes as many draws as cards and every order of them is equally likely. Used by
 * one round.
 */
final class LazyShoe {
  private final Draws draws;
  private final int size;

  /** The places that are empty, ascending. */
  private final List<Integer> taken = new ArrayList<>();

  LazyShoe(Draws draws, int size) {
    this.draws = draws;
    this.size = size;
  }

  /** {@return the next card, 0 to 51} */
  int next() throws DrawsException {
    int place = (int) draws.below("card", size - taken.size());
    int before = 0;
    // The places before it that are empty do not count.
    while (before < taken.size() && taken.get(before) <= place) {
      place++;
      before++;
    }
    taken.add(before, place);
    return place % Cards.DECK;
  }
}
