package org.astragal.certification.games;

import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/**
 * Lengths of runs up. Neighbouring runs depend on each other, so the counts are weighed with the
 * inverse of their covariance (Knuth, The Art of Computer Programming, volume 2, 3.3.2 G).
 */
final class RunsUp {
  /** Longer runs are counted together. */
  private static final int LONGEST = 6;

  private static final double[][] WEIGHTS = {
    {4529.4, 9044.9, 13568, 18091, 22615, 27892},
    {9044.9, 18097, 27139, 36187, 45234, 55789},
    {13568, 27139, 40721, 54281, 67852, 83685},
    {18091, 36187, 54281, 72414, 90470, 111580},
    {22615, 45234, 67852, 90470, 113262, 139476},
    {27892, 55789, 83685, 111580, 139476, 172860}
  };

  private static final double[] SHARES = {
    1.0 / 6, 5.0 / 24, 11.0 / 120, 19.0 / 720, 29.0 / 5040, 1.0 / 840
  };

  private RunsUp() {}

  /** {@return how many runs have 1, 2, ... and at least 6 numbers} */
  static long[] lengths(double[] u) {
    long[] counts = new long[LONGEST];
    int length = 0;
    for (int i = 0; i < u.length; i++) {
      length++;
      if (i == u.length - 1 || u[i + 1] <= u[i]) {
        counts[Math.min(length, LONGEST) - 1]++;
        length = 0;
      }
    }
    return counts;
  }

  static Fit fit(double[] u) {
    long[] counts = lengths(u);
    double statistic = 0;
    for (int i = 0; i < LONGEST; i++) {
      for (int j = 0; j < LONGEST; j++) {
        statistic +=
            (counts[i] - u.length * SHARES[i]) * (counts[j] - u.length * SHARES[j]) * WEIGHTS[i][j];
      }
    }
    statistic /= u.length - 6.0;
    return new Fit(
        statistic, OptionalDouble.of(LONGEST), PValue.chiSquare(Math.max(0, statistic), LONGEST));
  }
}
