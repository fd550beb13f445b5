package org.astragal.certification.games;

import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.RunLengths;

/** Lengths of runs up, of a sequence with two ends (see {@link RunLengths}). */
final class RunsUp {
  private RunsUp() {}

  /** {@return how many runs have 1, 2, ... and at least 6 numbers} */
  static long[] lengths(double[] u) {
    long[] counts = new long[RunLengths.LONGEST];
    int length = 0;
    for (int i = 0; i < u.length; i++) {
      length++;
      if (i == u.length - 1 || u[i + 1] <= u[i]) {
        counts[Math.min(length, RunLengths.LONGEST) - 1]++;
        length = 0;
      }
    }
    return counts;
  }

  static Fit fit(double[] u) {
    long[] counts = lengths(u);
    double statistic = RunLengths.form(counts, u.length) / (u.length - 6.0);
    return new Fit(
        statistic,
        OptionalDouble.of(RunLengths.LONGEST),
        PValue.chiSquare(Math.max(0, statistic), RunLengths.LONGEST));
  }
}
