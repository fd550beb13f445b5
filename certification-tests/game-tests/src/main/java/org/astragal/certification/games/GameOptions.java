package org.astragal.certification.games;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the suite reads its data, and what it tests.
 *
 * @param delivery what the data are
 * @param format how numbers lie in the data; without meaning for bits and outcomes
 * @param first the smallest number of a range, 0 to 1 000 000, such as 1 for balls
 * @param profile of a jurisdiction; all tests at 0.01 if empty
 */
public record GameOptions(
    Delivery delivery, Delivery.Format format, long first, Optional<Profile> profile) {
  /** Raw bits, all tests. */
  public static final GameOptions DEFAULT =
      new GameOptions(new Delivery.Bits(), Delivery.Format.BINARY, 0, Optional.empty());

  private static final long MAX_FIRST = 1_000_000;

  /**
   * Refuses what cannot be read.
   *
   * @throws IllegalArgumentException if a value is out of range; the message says which
   */
  public GameOptions {
    if (first < 0 || first > MAX_FIRST) {
      throw new IllegalArgumentException(
          "the smallest number must be 0 to " + MAX_FIRST + ": " + first);
    }
  }

  /** {@return these options with a profile} */
  public GameOptions with(Profile chosen) {
    return new GameOptions(delivery, format, first, Optional.of(chosen));
  }

  /** {@return the options by the names of the command line, in order; defaults are left out} */
  public Map<String, String> options() {
    var options = new LinkedHashMap<String, String>();
    if (!(delivery instanceof Delivery.Bits)) {
      options.put("draws", delivery.text());
      options.put("draws-format", format.text());
      options.put("draws-first", Long.toString(first));
    }
    profile.ifPresent(chosen -> options.put("profile", chosen.id()));
    return options;
  }
}
