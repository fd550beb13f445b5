package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.Data;

/**
 * Numbers that a player has picked: {@code {"numbers":[3,17,42]}}, each once, in any order.
 *
 * @param least how many numbers at least
 * @param most how many numbers at most
 * @param largest the largest number; the smallest is 1
 */
record NumberPick(int least, int most, int largest) {
  private static final String MEMBER = "numbers";

  /** {@return the numbers of a selection that is taken} */
  List<Integer> of(Bet bet) {
    return find(bet).orElseThrow();
  }

  /** {@return a refusal unless the selection is such a pick} */
  Optional<BetRefusal> check(Bet bet) {
    Optional<BetRefusal> unknown = Refusals.unlessOnly(bet, MEMBER);
    if (unknown.isPresent() || find(bet).isPresent()) {
      return unknown;
    }
    String count = least == most ? Integer.toString(least) : least + " to " + most;
    return Refusals.unknownSelection(
        bet, "numbers: " + count + " different ones of 1 to " + largest);
  }

  /** {@return the schema of such a selection} */
  Data.Members schema() {
    return Schemas.oneOf(
        Schemas.only(
            MEMBER,
            Data.Members.empty()
                .with("items", Schemas.whole(1, largest))
                .with("maxItems", most)
                .with("minItems", least)
                .with("type", "array")
                .with("uniqueItems", new Data.Flag(true))));
  }

  private Optional<List<Integer>> find(Bet bet) {
    List<Data> items = bet.selection().items(MEMBER).orElse(List.of());
    if (items.size() < least || items.size() > most) {
      return Optional.empty();
    }
    var numbers = new ArrayList<Integer>(items.size());
    for (Data item : items) {
      if (!(item instanceof Data.Whole(long number)) || number < 1 || number > largest) {
        return Optional.empty();
      }
      if (numbers.contains((int) number)) {
        return Optional.empty();
      }
      numbers.add((int) number);
    }
    return Optional.of(numbers);
  }
}
