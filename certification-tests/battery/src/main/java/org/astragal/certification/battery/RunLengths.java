package org.astragal.certification.battery;

/**
 * Lengths of runs up or down. Neighbouring runs depend on each other, so the counts are weighed
 * with the inverse of their covariance (Knuth, The Art of Computer Programming, volume 2, 3.3.2 G;
 * Grafton, AS 157). The form, divided by the number of values, has nearly a chi-square distribution
 * with {@link #LONGEST} degrees of freedom.
 */
public final class RunLengths {
  /** Longer runs are counted together. */
  public static final int LONGEST = 6;

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

  private RunLengths() {}

  /**
   * {@return the quadratic form, not yet divided}
   *
   * @param counts how many runs have 1, 2, ... and at least {@link #LONGEST} values
   * @param values how many values there are in all
   */
  public static double form(long[] counts, int values) {
    double sum = 0;
    for (int i = 0; i < LONGEST; i++) {
      for (int j = 0; j < LONGEST; j++) {
        sum += (counts[i] - values * SHARES[i]) * (counts[j] - values * SHARES[j]) * WEIGHTS[i][j];
      }
    }
    return sum;
  }
}
