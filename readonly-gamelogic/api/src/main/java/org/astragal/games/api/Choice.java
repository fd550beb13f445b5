package org.astragal.games.api;

import java.util.Optional;

/**
 * One thing that the player of a round may do now.
 *
 * @param value what is chosen, such as {@code {"tile":3}}; no two choices of one offer are alike
 * @param raise what it adds to a stake, if it does
 */
public record Choice(Data.Members value, Optional<Raise> raise) {
  /**
   * {@return a choice that costs nothing}
   *
   * @param value what is chosen
   */
  public static Choice free(Data.Members value) {
    return new Choice(value, Optional.empty());
  }

  /**
   * {@return a choice that adds to a stake}
   *
   * @param value what is chosen
   * @param bet the bet whose stake it adds to
   * @param minor by how much, in minor units of that bet's currency
   */
  public static Choice raising(Data.Members value, String bet, long minor) {
    return new Choice(value, Optional.of(new Raise(bet, minor)));
  }

  /**
   * What a choice adds to the stake of a bet. The caller takes the money before it sends the
   * choice.
   *
   * @param bet the id of the bet
   * @param minor in minor units of the bet's currency, above 0
   */
  public record Raise(String bet, long minor) {
    /** Refuses a raise of nothing. */
    public Raise {
      if (minor < 1) {
        throw new IllegalArgumentException("a raise is above 0: " + minor);
      }
    }
  }

  /** {@return the choice in the form of a record} */
  public Data.Members toData() {
    var data = Data.Members.empty().with("value", value);
    return raise.isEmpty()
        ? data
        : data.with(
            "raise",
            Data.Members.empty()
                .with("bet", raise.get().bet())
                .with("minor", Long.toString(raise.get().minor())));
  }
}
