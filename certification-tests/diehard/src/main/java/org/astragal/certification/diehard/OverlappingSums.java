package org.astragal.certification.diehard;

import java.util.List;
import java.util.Map;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.SampleException;
import org.astragal.certification.battery.Uniformity;

/**
 * A hundred overlapping sums of a hundred uniform numbers, made normal and independent by a linear
 * transformation.
 *
 * <p>The test is flawed, and off by default. Marsaglia's transformation makes the numbers
 * uncorrelated, with variance 1; but after the first each is nearly the difference of two uniform
 * numbers, which is not normal: its distribution is off by up to 0.016. Good data fail if there are
 * enough of them. The test is kept for comparison with other programs (dieharder 3.31.1.4 has
 * another term in the transformation, and so other values).
 */
final class OverlappingSums implements Trial {
  static final int SUMS = 100;

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    Fit fit = Uniformity.kolmogorovSmirnov(values(words));
    return List.of(new Outcome(fit.statistic(), fit.dof(), fit.p(), PValue.ONE, Map.of()));
  }

  /** {@return the normal probability of each of the transformed sums} */
  static double[] values(Words words) throws SampleException, InterruptedException {
    double[] uniform = new double[2 * SUMS - 1];
    for (int i = 0; i < uniform.length; i++) {
      uniform[i] = words.uniform();
    }
    double[] y = new double[SUMS];
    double sum = 0;
    for (int i = 0; i < SUMS; i++) {
      sum += uniform[i];
    }
    for (int i = 0; i < SUMS; i++) {
      y[i] = (sum - SUMS / 2.0) * Math.sqrt(12);
      sum += i < SUMS - 1 ? uniform[i + SUMS] - uniform[i] : 0;
    }
    double[] values = new double[SUMS];
    for (int i = 0; i < SUMS; i++) {
      values[i] = PValue.normalUpper(-transformed(y, i)).p();
    }
    return values;
  }

  /** {@return number i of the transformed, of the sums with mean 0 and variance 100} */
  static double transformed(double[] y, int i) {
    double m = SUMS;
    if (i == 0) {
      return y[0] / Math.sqrt(m);
    }
    if (i == 1) {
      double first = y[0] / Math.sqrt(m);
      return -first * (m - 1) / Math.sqrt(2 * m - 1) + y[1] * Math.sqrt(m / (2 * m - 1));
    }
    double a = 2 * m + 1 - i;
    double b = 2 * a - 2;
    return y[0] / Math.sqrt(a * b)
        - y[i - 1] * Math.sqrt((a - 1) / (b + 2))
        + y[i] * Math.sqrt(a / b);
  }
}
