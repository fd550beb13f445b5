package org.astragal.certification.games;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a table counts of a round.
 *
 * @param kind of it
 * @param key name of a member of the detail, or id of a bet
 * @param without member of the detail whose numbers do not belong to the win; empty if there is
 *     none
 */
record Counted(Kind kind, String key, String without) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<kind>detail|each|win|net|jackpot) (?<key>\\S+)(?: less (?<without>\\S+))?");

  /** What is counted. */
  enum Kind {
    /** A member of the detail, as one outcome. */
    DETAIL(false),
    /** Each number of a list of the detail, as an outcome of its own; a round may have none. */
    EACH(true),
    /** What a bet wins, in minor units. */
    WIN(true),
    /** What a bet wins less what the choices have added to its stake. */
    NET(true),
    /** The jackpot that a bet wins, or {@code none}. */
    JACKPOT(false);

    private final boolean isNumber;

    Kind(boolean isNumber) {
      this.isNumber = isNumber;
    }
  }

  /**
   * Reads {@code detail NAME}, {@code each NAME}, {@code win ID}, {@code win ID less NAME}, {@code
   * net ID} or {@code jackpot ID}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  static Counted parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      for (Kind kind : Kind.values()) {
        String without = matcher.group("without");
        if (kind.name().equalsIgnoreCase(matcher.group("kind"))
            && (without == null || kind == Kind.WIN)) {
          return new Counted(kind, matcher.group("key"), without == null ? "" : without);
        }
      }
    }
    throw new IllegalArgumentException("nothing that a round has: " + text);
  }

  /** {@return whether outcomes are amounts of money} */
  boolean isNumber() {
    return kind.isNumber;
  }
}
