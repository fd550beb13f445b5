package org.astragal.certification.sp80090b;

/**
 * What the successes of a predictor say: the last steps of the four prediction estimators.
 *
 * @spec sp800-90b.html#6.3.7 SP 800-90B, 6.3.7 MultiMCW Prediction
 */
final class Prediction {
  private static final double LOG_ALPHA = Math.log(0.99);

  /** Halvings of an interval within (0, 1]: more than the exponents and digits of a double. */
  private static final int MAX_HALVINGS = 1100;

  /** The recurrence for x rises at least as fast as its tenth iterate; the text asks for ten. */
  private static final int MAX_ITERATIONS = 66;

  private Prediction() {}

  /**
   * Turns successes into min-entropy.
   *
   * @param correct C, how many predictions came true
   * @param predictions N, how many there were, at least 2
   * @param longestRun the most successes in a row
   * @param alphabet k, the number of different symbols
   */
  static Estimate of(long correct, long predictions, long longestRun, int alphabet) {
    // Step 5: global performance.
    double global = correct / (double) predictions;
    double globalUpper =
        correct == 0
            ? -Math.expm1(Math.log(0.01) / predictions)
            : Confidence.upper(global, predictions);
    // Step 6: local performance, where r is one more than the longest run.
    long r = longestRun + 1;
    double p = Math.max(1.0 / alphabet, globalUpper);
    Details details =
        new Details()
            .put("correct", correct)
            .put("predictions", predictions)
            .put("longestRun", longestRun)
            .put("pGlobal", global)
            .put("pGlobalUpper", globalUpper);
    if (p < 1.0 && logNoRun(p, r, predictions) > LOG_ALPHA) {
      double local = local(p, r, predictions);
      details.put("pLocal", local);
      p = Math.max(p, local);
    }
    // Steps 7 and 8.
    return new Estimate.Value(Confidence.minEntropy(p), details.map());
  }

  /** {@return the p at which a run of r has the probability of 1 %, between low and 1} */
  private static double local(double low, long r, long n) {
    double from = low;
    double to = 1.0;
    for (int i = 0; i < MAX_HALVINGS; i++) {
      double middle = (from + to) / 2;
      if (middle <= from || middle >= to) {
        break;
      }
      if (logNoRun(middle, r, n) > LOG_ALPHA) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return to;
  }

  /**
   * {@return the logarithm of the probability that n trials of success probability p have no run of
   * r successes}
   */
  // 6.3.7 step 6: (1 - p x) / ((r + 1 - r x) q x^(n+1)), where x = 1 + q p^r x^(r+1). With
  // w = p^r x^(r+1) it is x = 1 + q w, 1 - p x = q (1 - p w) and r + 1 - r x = 1 - r q w, which
  // keeps every digit when q w is tiny.
  static double logNoRun(double p, long r, long n) {
    double q = 1.0 - p;
    double logPower = r * Math.log(p);
    double w = 0;
    for (int i = 0; i < MAX_ITERATIONS; i++) {
      double next = Math.exp(logPower + (r + 1.0) * Math.log1p(q * w));
      if (next - w <= Math.ulp(w) || p * next >= 1.0) {
        w = next;
        break;
      }
      w = next;
    }
    if (p * w >= 1.0 || r * q * w >= 1.0) {
      // Here p is beyond r / (r + 1): runs of r are the rule.
      return Double.NEGATIVE_INFINITY;
    }
    return Math.log1p(-p * w) - Math.log1p(-r * q * w) - (n + 1.0) * Math.log1p(q * w);
  }
}
