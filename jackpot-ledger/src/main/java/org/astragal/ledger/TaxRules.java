package org.astragal.ledger;

import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * A tax as data. The values are the operator's; none comes with the program.
 *
 * @param kind what is taxed
 * @param thresholdMinor nothing is due up to this amount, minor units of the pool's currency
 * @param ratePpm parts per million
 * @param on whether the rate holds for the whole or for what exceeds the threshold
 * @param rounding of the tax to minor units, once
 * @param validFrom RFC 3339 in UTC: nothing is due before
 */
record TaxRules(
    Kind kind, long thresholdMinor, long ratePpm, Part on, Rounding rounding, String validFrom) {

  /** What is taxed. */
  enum Kind {
    /** A win: the tax is withheld from it. */
    WIN_WITHHOLD,
    /** Stakes: noted in the daily report, nothing is posted. */
    STAKE,
    /** Gross gaming revenue: noted in the daily report, nothing is posted. */
    GGR_NOTE
  }

  /** What the rate holds for. */
  enum Part {
    /** All of the amount, once it is above the threshold. */
    WHOLE,
    /** What is above the threshold. */
    EXCESS
  }

  /** How a fraction of a minor unit ends. */
  enum Rounding {
    /** Towards zero. */
    DOWN,
    /** Away from zero. */
    UP,
    /** To the nearest, halves away from zero. */
    HALF_UP,
    /** To the nearest, halves to the even one. */
    HALF_EVEN
  }

  TaxRules {
    RuleChecks.minor("thresholdMinor", thresholdMinor);
    RuleChecks.ppm("ratePpm", ratePpm);
    instant(validFrom);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "validFrom must be a time like 2026-01-01T00:00:00Z: " + text, e);
    }
  }

  boolean holdsAt(Instant at) {
    return !at.isBefore(instant(validFrom));
  }

  /** {@return the tax on an amount, minor units} */
  long on(long minor) {
    if (minor <= thresholdMinor) {
      return 0;
    }
    var base = on == Part.WHOLE ? minor : minor - thresholdMinor;
    var parts =
        BigInteger.valueOf(base)
            .multiply(BigInteger.valueOf(ratePpm))
            .divideAndRemainder(BigInteger.valueOf(PoolRules.MICRO));
    var down = parts[0].longValueExact();
    var rest = parts[1].longValueExact();
    var up =
        switch (rounding) {
          case DOWN -> false;
          case UP -> rest > 0;
          case HALF_UP -> 2 * rest >= PoolRules.MICRO;
          case HALF_EVEN ->
              2 * rest > PoolRules.MICRO || (2 * rest == PoolRules.MICRO && down % 2 == 1);
        };
    return up ? down + 1 : down;
  }
}
