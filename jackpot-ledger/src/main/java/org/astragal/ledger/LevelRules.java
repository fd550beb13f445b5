package org.astragal.ledger;

import java.util.List;
import java.util.Optional;

/**
 * The rules of one level of a pool. Every key is documented in {@code rules.example.yaml}.
 *
 * @param id identifier within the pool
 * @param seedMinor what the level begins with, minor units
 * @param resetMinor what is added after a win; the seed if left out
 * @param ratePpm share of a stake; exactly one of this, {@code tiers} and {@code steps}
 * @param tiers shares of the slices of a stake
 * @param steps shares by what the level holds
 * @param reservePpm share of a stake for RESERVE
 * @param hiddenPpm share of a stake for RESERVE that is not published; none if left out
 * @param ceilingMinor what the level holds at most; the rest goes to OVERFLOW
 * @param trigger how the level is won; by the sealed draws of a game if left out
 * @param effective when a change of this level takes effect; at its reset if left out
 */
record LevelRules(
    String id,
    long seedMinor,
    Optional<Long> resetMinor,
    Optional<Long> ratePpm,
    Optional<List<Rate.Tier>> tiers,
    Optional<List<Rate.Step>> steps,
    long reservePpm,
    Optional<Long> hiddenPpm,
    Optional<Long> ceilingMinor,
    Optional<TriggerRules> trigger,
    Optional<Effective> effective) {

  /** When a changed rule begins to hold. */
  enum Effective {
    /** With the next posting. */
    AT_ONCE,
    /** After the level was won. */
    AT_RESET
  }

  LevelRules {
    RuleChecks.identifier("id", id);
    RuleChecks.minor("seedMinor", seedMinor);
    resetMinor.ifPresent(minor -> RuleChecks.minor("resetMinor", minor));
    tiers = tiers.map(List::copyOf);
    steps = steps.map(List::copyOf);
    RuleChecks.ppm("reservePpm", reservePpm);
    hiddenPpm.ifPresent(ppm -> RuleChecks.ppm("hiddenPpm", ppm));
    var rates =
        (ratePpm.isPresent() ? 1 : 0) + (tiers.isPresent() ? 1 : 0) + (steps.isPresent() ? 1 : 0);
    if (rates != 1) {
      throw new IllegalArgumentException("exactly one of ratePpm, tiers and steps must be there");
    }
    rate(ratePpm, tiers, steps);
    requireRoom(seedMinor, resetMinor, ceilingMinor, trigger);
  }

  private static void requireRoom(
      long seed, Optional<Long> reset, Optional<Long> ceiling, Optional<TriggerRules> trigger) {
    var most = Math.max(seed, reset.orElse(seed));
    if (ceiling.isPresent()) {
      RuleChecks.minor("ceilingMinor", ceiling.get());
      if (ceiling.get() <= most) {
        throw new IllegalArgumentException(
            "ceilingMinor must be above seedMinor and resetMinor: " + ceiling.get());
      }
    }
    var by = trigger.flatMap(TriggerRules::upToMinor);
    if (by.isPresent() && ceiling.isPresent() && ceiling.get() < by.get()) {
      throw new IllegalArgumentException("ceilingMinor must not be below trigger.upToMinor");
    }
    if (by.isPresent() && by.get() <= most) {
      throw new IllegalArgumentException(
          "trigger: upToMinor must be above seedMinor and resetMinor: " + by.get());
    }
  }

  private static Rate rate(
      Optional<Long> fixed, Optional<List<Rate.Tier>> tiers, Optional<List<Rate.Step>> steps) {
    return fixed
        .<Rate>map(Rate.Fixed::new)
        .or(() -> tiers.map(Rate.Tiered::new))
        .or(() -> steps.map(Rate.ByPool::new))
        .orElseThrow();
  }

  /** {@return what of a stake goes to POOL} */
  Rate rate() {
    return rate(ratePpm, tiers, steps);
  }

  long hidden() {
    return hiddenPpm.orElse(0L);
  }

  /** {@return all that is taken of a stake at most} */
  long highestPpm() {
    return rate().highestPpm() + reservePpm + hidden();
  }

  long seedMicro() {
    return Math.multiplyExact(seedMinor, PoolRules.MICRO);
  }

  long resetMicro() {
    return Math.multiplyExact(resetMinor.orElse(seedMinor), PoolRules.MICRO);
  }

  /**
   * {@return what POOL holds at most} A level that is hit by an amount never grows beyond it: while
   * the hit is under way, what comes in is kept in OVERFLOW.
   */
  long ceilingMicro() {
    var by = trigger.flatMap(TriggerRules::upToMinor);
    var minor = ceilingMinor.or(() -> by).orElse(PoolRules.MAX_MINOR);
    return Math.multiplyExact(Math.min(minor, by.orElse(minor)), PoolRules.MICRO);
  }

  TriggerRules.Kind kind() {
    return trigger.map(TriggerRules::kind).orElse(TriggerRules.Kind.GAME);
  }

  boolean atOnce() {
    return effective.orElse(Effective.AT_RESET) == Effective.AT_ONCE;
  }
}
