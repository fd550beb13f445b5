package org.astragal.certification.diehard;

/** Chi-square of counts whose rare cells are joined. */
final class Pearson {
  /** A cell expects at least so many. */
  private static final double LEAST = 5;

  private Pearson() {}

  /**
   * Compares. Cells that expect fewer than five are one cell; if that expects fewer than five as
   * well, it joins the rarest of the others.
   *
   * @param observed counts
   * @param expected counts, of the same sum
   */
  static Outcome of(long[] observed, double[] expected) {
    double restExpected = 0;
    double restObserved = 0;
    int rarest = -1;
    int cells = 0;
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] < LEAST) {
        restExpected += expected[i];
        restObserved += observed[i];
      } else {
        cells++;
        rarest = rarest < 0 || expected[i] < expected[rarest] ? i : rarest;
      }
    }
    boolean joins = restExpected < LEAST;
    double statistic = 0;
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] >= LEAST) {
        double more = joins && i == rarest ? restObserved : 0;
        double e = joins && i == rarest ? expected[i] + restExpected : expected[i];
        statistic += (observed[i] + more - e) * (observed[i] + more - e) / e;
      }
    }
    if (!joins) {
      cells++;
      statistic += (restObserved - restExpected) * (restObserved - restExpected) / restExpected;
    }
    return Outcome.chiSquare(statistic, cells - 1.0);
  }

  /** {@return the expected counts for probabilities} */
  static double[] expected(double[] probabilities, double total) {
    double[] expected = probabilities.clone();
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= total;
    }
    return expected;
  }
}
