package org.astragal.games.reference;

import org.astragal.games.api.Fraction;
import org.astragal.games.api.SealedThreshold;

/**
 * {@code ref.mystery.must-hit-by}: the jackpot is won when its pool reaches a threshold, which is
 * drawn when the pool begins and lies anywhere above the seed, up to the ceiling, with equal
 * chance.
 *
 * <p>Near the ceiling each stake is more likely to win than before: players must be told. The
 * threshold does not move, so nothing adapts to what was won or lost.
 */
final class MustHitBy implements SealedThreshold {
  @Override
  public String id() {
    return "ref.mystery.must-hit-by";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public long below(long seedMinor, long ceilingMinor) {
    if (seedMinor < 0 || ceilingMinor <= seedMinor) {
      throw new IllegalArgumentException(
          "the ceiling is above the seed: " + seedMinor + ", " + ceilingMinor);
    }
    return ceilingMinor - seedMinor;
  }

  @Override
  public long thresholdMinor(long seedMinor, long ceilingMinor, long draw) {
    long below = below(seedMinor, ceilingMinor);
    if (draw < 0 || draw >= below) {
      throw new IllegalArgumentException("the draw is not below " + below);
    }
    return seedMinor + 1 + draw;
  }

  @Override
  public boolean isHit(long thresholdMinor, long beforeMinor, long afterMinor) {
    if (afterMinor < beforeMinor) {
      throw new IllegalArgumentException("a pool that is not won never shrinks");
    }
    return beforeMinor < thresholdMinor && thresholdMinor <= afterMinor;
  }

  // A cycle takes (threshold - seed) / increment of stakes and pays the threshold. The mean of the
  // threshold is half of seed + 1 + ceiling; both are linear in it, so the means can be divided.
  @Override
  public Fraction share(long seedMinor, long ceilingMinor, int incrementPpm) {
    long below = below(seedMinor, ceilingMinor);
    Fraction threshold = Fraction.of(seedMinor, 1).plus(Fraction.of(1 + below, 2));
    Fraction stakes = Fraction.of(1 + below, 2).dividedBy(Fraction.of(incrementPpm, 1_000_000));
    return threshold.dividedBy(stakes);
  }
}
