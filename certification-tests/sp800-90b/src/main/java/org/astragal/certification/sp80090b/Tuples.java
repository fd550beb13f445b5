package org.astragal.certification.sp80090b;

/**
 * How frequent the most frequent tuples are, and how often long ones repeat: two estimators that
 * share one suffix array.
 *
 * @spec sp800-90b.html#6.3.5 SP 800-90B, 6.3.5 t-Tuple
 * @spec sp800-90b.html#6.3.6 SP 800-90B, 6.3.6 Longest Repeated Substring (LRS)
 */
final class Tuples {
  /** A tuple counts for the t-tuple estimate if it comes so often. */
  private static final int FREQUENT = 35;

  private Tuples() {}

  /**
   * Both estimates.
   *
   * @param tTuple of 6.3.5
   * @param lrs of 6.3.6
   */
  record Both(Estimate tTuple, Estimate lrs) {}

  static Both estimate(Series series) throws InterruptedException {
    if (series.length() < 2) {
      var unfit = new Estimate.Unfit("needs at least 2 samples");
      return new Both(unfit, unfit);
    }
    var tuples = RepeatedTuples.of(series.symbols());
    // 6.3.5 step 1 and 6.3.6 step 1: t = u - 1.
    int u = 1;
    while (u <= tuples.longest() && tuples.most(u) >= FREQUENT) {
      u++;
    }
    return new Both(tTuple(tuples, series.length(), u - 1), lrs(tuples, series.length(), u));
  }

  private static Estimate tTuple(RepeatedTuples tuples, int n, int t) {
    if (t == 0) {
      return new Estimate.Unfit("no symbol comes " + FREQUENT + " times: give more samples");
    }
    // Steps 2 and 3: P[i] = Q[i] / (L - i + 1), P_max = max P[i]^(1/i).
    double most = 0;
    for (int i = 1; i <= t; i++) {
      double share = tuples.most(i) / (double) (n - i + 1);
      most = Math.max(most, Math.pow(share, 1.0 / i));
    }
    double upper = Confidence.upper(most, n);
    return new Estimate.Value(
        Confidence.minEntropy(upper),
        new Details().put("t", t).put("pMax", most).put("pUpper", upper).map());
  }

  private static Estimate lrs(RepeatedTuples tuples, int n, int u) {
    int v = tuples.longest();
    if (v < u) {
      return new Estimate.Unfit(
          "nothing that comes fewer than " + FREQUENT + " times comes twice: give more samples");
    }
    // Steps 3 and 4: P_W = sum of C(C_i, 2) / C(L - W + 1, 2).
    double most = 0;
    for (int w = u; w <= v; w++) {
      double all = (n - w) * (n - w + 1L) / 2.0;
      most = Math.max(most, Math.pow(tuples.pairs(w) / all, 1.0 / w));
    }
    double upper = Confidence.upper(most, n);
    return new Estimate.Value(
        Confidence.minEntropy(upper),
        new Details().put("u", u).put("v", v).put("pHat", most).put("pUpper", upper).map());
  }
}
