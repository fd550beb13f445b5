package org.astragal.certification.diehard;

import java.util.List;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.SampleException;
import org.astragal.certification.battery.Uniformity;

/**
 * A hundred overlapping sums of a hundred uniform numbers, made independent by a linear
 * transformation. Marsaglia's transformation does not do that: good data fail if there are enough
 * of them. It is kept as it is for comparison with other programs.
 */
final class OverlappingSums implements Trial {
  static final int SUMS = 100;

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
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
    double m = SUMS;
    double[] p = new double[SUMS];
    for (int i = 0; i < SUMS; i++) {
      double x;
      if (i == 0) {
        x = y[0] / Math.sqrt(m);
      } else if (i == 1) {
        double first = y[0] / Math.sqrt(m);
        x = -first * (m - 1) / Math.sqrt(2 * m - 1) + y[1] * Math.sqrt(m / (2 * m - 1));
      } else {
        double a = 2 * m + 1 - i;
        double b = 2 * a - 2;
        x =
            y[0] / Math.sqrt(a * b)
                - y[i - 1] * Math.sqrt((a - 1) / (b + 2))
                + y[i] * Math.sqrt(a / b);
      }
      p[i] = PValue.normalUpper(-x).p();
    }
    Fit fit = Uniformity.kolmogorovSmirnov(p);
    return List.of(
        new Outcome(
            fit.statistic(), fit.dof(), fit.p(), PValue.of(1 - fit.p().p()), java.util.Map.of()));
  }
}
