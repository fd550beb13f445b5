package org.astragal.certification.games;

import org.astragal.certification.battery.PValue;

/** The most extreme of many. */
final class Extremes {
  /** Below this, the two formulas agree to the last digit of a double. */
  private static final double FEW = 1e-9;

  private Extremes() {}

  /**
   * {@return the probability that the smallest of independent P-values is at most this}
   *
   * @param smallest of them
   * @param count how many
   */
  static PValue smallest(PValue smallest, int count) {
    return smallest.p() * count < FEW
        ? smallest.times(count)
        : PValue.of(Math.min(1, -Math.expm1(count * Math.log1p(-smallest.p()))));
  }
}
