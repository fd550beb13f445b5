package org.astragal.games.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the house has settled for a game: one value for each of its options. Part of what a round is
 * a function of, so a record must hold it.
 *
 * <p>Immutable; equality is by value.
 *
 * @param values by the name of the option, sorted; unmodifiable
 */
public record Terms(SortedMap<String, String> values) {
  /** Copies {@code values}, so that the record never changes. */
  public Terms {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /**
   * {@return the terms of these options, with their first values where nothing was chosen}
   *
   * @param options the options of a game
   * @param chosen values by the name of the option
   * @throws IllegalArgumentException if there is no such option, or it has no such value
   */
  public static Terms of(List<Option> options, Map<String, String> chosen) {
    var values = new TreeMap<String, String>();
    for (Option option : options) {
      String value = chosen.getOrDefault(option.name(), option.values().getFirst());
      if (!option.values().contains(value)) {
        throw new IllegalArgumentException(
            "the option " + option.name() + " is one of " + option.values() + ": " + value);
      }
      values.put(option.name(), value);
    }
    for (String name : chosen.keySet()) {
      if (values.get(name) == null) {
        throw new IllegalArgumentException("the game has no option " + name);
      }
    }
    return new Terms(values);
  }

  /**
   * {@return every combination of values, the first values first: what a proof goes through}
   *
   * @param options the options of a game
   */
  public static List<Terms> all(List<Option> options) {
    List<Terms> all = List.of(new Terms(new TreeMap<>()));
    for (Option option : options) {
      var longer = new ArrayList<Terms>();
      for (Terms terms : all) {
        for (String value : option.values()) {
          var values = new TreeMap<>(terms.values);
          values.put(option.name(), value);
          longer.add(new Terms(values));
        }
      }
      all = List.copyOf(longer);
    }
    return all;
  }

  /**
   * {@return the value of an option}
   *
   * @param option its name
   * @throws IllegalArgumentException if these are terms of another game
   */
  public String value(String option) {
    String value = values.get(option);
    if (value == null) {
      throw new IllegalArgumentException("these terms do not settle " + option);
    }
    return value;
  }
}
