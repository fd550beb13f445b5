package org.astragal.outcome;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The game that was played.
 *
 * @param id such as ref.wheel.54
 * @param logic the logic hash of its pack
 * @param terms what the house has settled, by the name of the option; empty if the game has none
 * @param version such as 1.0.0
 */
public record GameRef(String id, Hash logic, SortedMap<String, String> terms, String version) {
  private static final int MAX_TERMS = 16;

  /** Copies {@code terms}; refuses empty or overlong names. */
  public GameRef {
    Check.id("id", id);
    Check.id("version", version);
    terms = Collections.unmodifiableSortedMap(new TreeMap<>(terms));
    Check.range("count of terms", terms.size(), 0, MAX_TERMS);
    terms.forEach((option, value) -> {
      Check.id("option", option);
      Check.id("value", value);
    });
  }

  /**
   * Names a game that leaves nothing to the house.
   *
   * @param id such as ref.wheel.54
   * @param logic the logic hash of its pack
   * @param version such as 1.0.0
   */
  public GameRef(String id, Hash logic, String version) {
    this(id, logic, Collections.emptySortedMap(), version);
  }
}
