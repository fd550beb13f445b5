package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.astragal.games.api.Choice;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;

/**
 * Covered tiles that a player opens one after the other. What each tile holds is settled before the
 * first is opened; the player sees what is open and no more. Used by one round.
 */
final class TilePick {
  private final String name;
  private final int[] order;
  private final IntFunction<Data> shows;
  private final List<Integer> places = new ArrayList<>();
  private final List<Integer> tiles = new ArrayList<>();

  /**
   * Lays out the tiles.
   *
   * @param name the name of the pick, in choices and details
   * @param order which tile lies at which place
   * @param shows what a tile shows when it is open
   */
  TilePick(String name, int[] order, IntFunction<Data> shows) {
    this.name = name;
    this.order = order.clone();
    this.shows = shows;
  }

  /**
   * Lets the player open tiles.
   *
   * @param seen what the player sees beside the tiles
   * @param isDone whether the tiles that are open are enough
   * @return the offer, if a choice is missing
   */
  Optional<Played.Awaiting> open(Round round, Data.Members seen, Predicate<List<Integer>> isDone)
      throws DrawsException {
    while (!isDone.test(tiles)) {
      var offer = new Played.Awaiting(seen.with(name, detail()), covered());
      Optional<Choice> choice = round.choose(offer);
      if (choice.isEmpty()) {
        return Optional.of(offer);
      }
      int place = Math.toIntExact(choice.get().value().whole(name).orElseThrow());
      places.add(place);
      tiles.add(order[place]);
    }
    return Optional.empty();
  }

  /** {@return the tiles that are open, in the order in which they were opened} */
  List<Integer> tiles() {
    return tiles;
  }

  /** {@return the places that are open and what they show} */
  Data.Members detail() {
    var shown = new ArrayList<Data>(tiles.size());
    tiles.forEach(tile -> shown.add(shows.apply(tile)));
    return Data.Members.empty()
        .with("places", Data.Items.ofNumbers(places))
        .with("tiles", new Data.Items(shown));
  }

  private List<Choice> covered() {
    var choices = new ArrayList<Choice>(order.length);
    for (int place = 0; place < order.length; place++) {
      if (!places.contains(place)) {
        choices.add(Choice.free(Data.Members.empty().with(name, place)));
      }
    }
    return choices;
  }
}
