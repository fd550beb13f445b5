package org.astragal.ledger;

import java.util.Optional;

/**
 * What a contribution may be at most, all levels, reserve and hidden shares together. What is above
 * is cut, and the cut is recorded. Amounts are micro-units of the pool's currency.
 *
 * @param betMicro for one bet
 * @param playerDayMicro for one player of an operator in a gaming day of the jurisdiction
 * @param jurisdictionDayMicro for all of a jurisdiction in a gaming day
 * @param ratePpm of the stake
 */
record Caps(
    Optional<Long> betMicro,
    Optional<Long> playerDayMicro,
    Optional<Long> jurisdictionDayMicro,
    Optional<Long> ratePpm) {
  /** No limit at all. */
  static final Caps NONE =
      new Caps(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  Caps {
    requireMicro("betMicro", betMicro);
    requireMicro("playerDayMicro", playerDayMicro);
    requireMicro("jurisdictionDayMicro", jurisdictionDayMicro);
    ratePpm.ifPresent(ppm -> RuleChecks.ppm("ratePpm", ppm));
  }

  private static void requireMicro(String key, Optional<Long> micro) {
    micro.ifPresent(m -> RuleChecks.range(key, m, 0, Long.MAX_VALUE));
  }

  /** {@return these, with {@code general} for what is left out} */
  Caps or(Caps general) {
    return new Caps(
        betMicro.or(general::betMicro),
        playerDayMicro.or(general::playerDayMicro),
        jurisdictionDayMicro.or(general::jurisdictionDayMicro),
        ratePpm.or(general::ratePpm));
  }

  boolean countsDays() {
    return playerDayMicro.isPresent() || jurisdictionDayMicro.isPresent();
  }
}
