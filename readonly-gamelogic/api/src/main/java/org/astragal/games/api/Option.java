package org.astragal.games.api;

import java.util.List;

/**
 * A rule that the house settles before it offers the game, such as la partage. Players cannot
 * choose it; what they can choose is part of a bet's selection.
 *
 * @param name the name, such as {@code zero}
 * @param values the values it can have; the first is the one that applies if the house says nothing
 * @param meaning what it does, for people
 */
public record Option(String name, List<String> values, String meaning) {
  /** Copies {@code values}; refuses an option without a choice. */
  public Option {
    values = List.copyOf(values);
    if (values.size() < 2) {
      throw new IllegalArgumentException("an option has at least two values: " + name);
    }
  }
}
