package org.astragal.certification.diehard;

import java.util.Map;
import java.util.OptionalDouble;
import org.astragal.certification.battery.PValue;

/**
 * What one sample of one test gives: the first level.
 *
 * @param statistic of the test
 * @param dof degrees of freedom, or nothing
 * @param p the tail that goes to the second level
 * @param other the opposite tail
 * @param details further figures
 */
record Outcome(
    double statistic, OptionalDouble dof, PValue p, PValue other, Map<String, String> details) {
  /** A chi-square statistic; its P-value is the upper tail. */
  static Outcome chiSquare(double statistic, double dof) {
    return new Outcome(
        statistic,
        OptionalDouble.of(dof),
        PValue.chiSquare(statistic, dof),
        PValue.gammaP(dof / 2, statistic / 2),
        Map.of());
  }

  /** A standard normal statistic; its P-value is the upper tail. */
  static Outcome normal(double z) {
    return new Outcome(
        z, OptionalDouble.empty(), PValue.normalUpper(z), PValue.normalUpper(-z), Map.of());
  }

  /** A statistic that is exponential with mean 1; its P-value is the lower tail. */
  static Outcome exponential(double x) {
    return new Outcome(
        x,
        OptionalDouble.empty(),
        PValue.ofLn(Math.log(-Math.expm1(-x))),
        PValue.ofLn(-x),
        Map.of());
  }

  /** The same with further figures. */
  Outcome with(Map<String, String> figures) {
    return new Outcome(statistic, dof, p, other, figures);
  }
}
