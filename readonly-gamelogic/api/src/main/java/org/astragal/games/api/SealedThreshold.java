package org.astragal.games.api;

/**
 * A jackpot that must be hit before a ceiling. When a cycle begins, a threshold is drawn and
 * sealed; the pool that first reaches it is won. Nobody who sees the pool grow can read the
 * threshold.
 *
 * <p>The appliance keeps the draw behind a commitment and answers with {@link #isHit}; a hit
 * reveals it, and then every earlier answer can be checked.
 *
 * <p>Thread safety: no state.
 */
public interface SealedThreshold {
  /** {@return the name, such as {@code ref.mystery.must-hit-by}; never changes} */
  String id();

  /** {@return the version of rules and mathematics} */
  String version();

  /**
   * {@return the bound of the one draw of a cycle}
   *
   * @param seedMinor where the pool begins, in minor units, 0 or more
   * @param ceilingMinor where it must be won at the latest, above the seed
   */
  long below(long seedMinor, long ceilingMinor);

  /**
   * {@return the threshold in minor units: above the seed, at most the ceiling}
   *
   * @param seedMinor where the pool begins
   * @param ceilingMinor where it must be won at the latest
   * @param draw what was drawn, 0 to {@code below - 1}
   */
  long thresholdMinor(long seedMinor, long ceilingMinor, long draw);

  /**
   * {@return whether the pool is won when it grows like this}
   *
   * @param thresholdMinor the threshold
   * @param beforeMinor the pool before, in whole minor units
   * @param afterMinor the pool after, not below {@code beforeMinor}
   */
  boolean isHit(long thresholdMinor, long beforeMinor, long afterMinor);

  /**
   * {@return what the pool gives back in the mean, as a share of all stakes, its seed included}
   *
   * @param seedMinor where the pool begins
   * @param ceilingMinor where it must be won at the latest
   * @param incrementPpm what it takes from each stake, in millionths
   */
  Fraction share(long seedMinor, long ceilingMinor, int incrementPpm);
}
