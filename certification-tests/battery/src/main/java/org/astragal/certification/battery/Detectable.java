package org.astragal.certification.battery;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** How small a flaw so many data can show: what a test that passed says nothing about. */
public final class Detectable {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Detectable() {}

  /**
   * The smallest bias that the two-sided frequency test of all bits finds.
   *
   * @param bits how many independent bits there are, at least 1
   * @param alpha the level of the test, above 0 and below 1
   * @param power the probability to find it, above 0 and below 1, such as 0.9
   * @return the distance of the probability of a one from 1/2
   */
  public static double bias(long bits, double alpha, double power) {
    return correlation(bits, alpha, power) / 2;
  }

  /**
   * The smallest correlation of neighbours, or of any other given pairs, that the two-sided test of
   * all pairs finds.
   *
   * @param pairs how many there are, at least 1
   * @param alpha the level of the test, above 0 and below 1
   * @param power the probability to find it, above 0 and below 1, such as 0.9
   * @return the coefficient of correlation
   */
  public static double correlation(long pairs, double alpha, double power) {
    if (pairs < 1 || !(alpha > 0 && alpha < 1) || !(power > 0 && power < 1)) {
      throw new IllegalArgumentException(pairs + " pairs, alpha " + alpha + ", power " + power);
    }
    double deviations =
        NORMAL.inverseSurvivalProbability(alpha / 2) + NORMAL.inverseCumulativeProbability(power);
    return deviations / Math.sqrt((double) pairs);
  }
}
