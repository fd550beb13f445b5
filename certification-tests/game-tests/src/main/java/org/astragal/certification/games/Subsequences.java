package org.astragal.certification.games;

import java.util.OptionalDouble;
import org.astragal.certification.battery.ChiSquare;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/**
 * Frequencies of every second, third, fifth, seventh and tenth draw by itself, from each place: the
 * statistics of the places are independent, and summed.
 */
final class Subsequences implements Tally {
  private static final int[] STEPS = {2, 3, 5, 7, 10};

  private final int values;
  private final long[][] counts = new long[STEPS.length][];
  private final int[] place = new int[STEPS.length];

  /**
   * Begins.
   *
   * @param values how many there are
   */
  Subsequences(int values) {
    this.values = values;
    for (int i = 0; i < STEPS.length; i++) {
      counts[i] = new long[STEPS[i] * values];
    }
  }

  @Override
  public void add(int value) {
    for (int i = 0; i < STEPS.length; i++) {
      counts[i][place[i] * values + value]++;
      place[i] = place[i] + 1 == STEPS[i] ? 0 : place[i] + 1;
    }
  }

  @Override
  public void finish(Lines lines, long draws) {
    double[] p = Chances.equal(values);
    for (int i = 0; i < STEPS.length; i++) {
      String form = "step " + STEPS[i];
      if (draws < Lines.LEAST_EXPECTED * values * STEPS[i]) {
        lines.notRun(
            TestName.SUBSEQUENCES,
            form,
            draws,
            "needs " + (long) (Lines.LEAST_EXPECTED * values * STEPS[i]) + " draws");
        continue;
      }
      double statistic = 0;
      for (int offset = 0; offset < STEPS[i]; offset++) {
        long[] each = new long[values];
        System.arraycopy(counts[i], offset * values, each, 0, values);
        statistic += ChiSquare.of(each, p).statistic();
      }
      double dof = STEPS[i] * (values - 1.0);
      lines.fit(
          TestName.SUBSEQUENCES,
          form,
          new Fit(statistic, OptionalDouble.of(dof), PValue.chiSquare(statistic, dof)),
          draws);
    }
  }
}
