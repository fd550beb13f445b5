package org.astragal.games.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far a round has come: to its end, or to a choice that its player has to make. */
public sealed interface Played {
  /**
   * The round is at its end.
   *
   * @param results one result for each bet, in the order of the bets
   * @param triggers the jackpots that were won, in the order of their bets
   */
  record Settled(List<BetResult> results, List<Trigger> triggers) implements Played {
    /** Copies both lists. */
    public Settled {
      results = List.copyOf(results);
      triggers = List.copyOf(triggers);
    }

    /**
     * Settles without a jackpot.
     *
     * @param results one result for each bet, in the order of the bets
     */
    public Settled(List<BetResult> results) {
      this(results, List.of());
    }
  }

  /**
   * The round waits for a choice. What was drawn {@linkplain Round#hidden hidden} is not in it,
   * unless the rules have opened it by now.
   *
   * @param view what the player sees
   * @param choices what the player may do, at least one thing; the first is what the house does for
   *     a player who does not come back, and raises no stake
   */
  record Awaiting(Data.Members view, List<Choice> choices) implements Played {
    /** Copies {@code choices}; refuses an offer that the house could not complete. */
    public Awaiting {
      choices = List.copyOf(choices);
      if (choices.isEmpty() || choices.getFirst().raise().isPresent()) {
        throw new IllegalArgumentException("the first choice must be free: " + choices);
      }
    }

    /** {@return what the house does for a player who does not come back} */
    public Choice completion() {
      return choices.getFirst();
    }

    /**
     * {@return the choice of that value, if it is offered}
     *
     * @param value what the player sent
     */
    public Optional<Choice> find(Data.Members value) {
      return choices.stream().filter(choice -> choice.value().equals(value)).findFirst();
    }

    /** {@return the offer in the form of a record: {@code choices} and {@code view}} */
    public Data.Members toData() {
      var offered = new ArrayList<Data>();
      choices.forEach(choice -> offered.add(choice.toData()));
      return Data.Members.empty().with("choices", new Data.Items(offered)).with("view", view);
    }
  }
}
