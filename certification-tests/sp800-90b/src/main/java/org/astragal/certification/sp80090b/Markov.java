package org.astragal.certification.sp80090b;

/**
 * The most likely 128 bits of a first-order Markov chain. For bits only.
 *
 * @spec sp800-90b.html#6.3.3 SP 800-90B, 6.3.3 Markov
 */
final class Markov implements Estimator {
  /** The length of the sequences compared, in bits. */
  private static final int LENGTH = 128;

  @Override
  public Estimate estimate(Series series) {
    byte[] s = series.symbols();
    if (s.length < 2) {
      return new Estimate.Unfit("needs at least 2 bits");
    }
    // Steps 1 and 2: pairs[a][b] counts the transitions from a to b.
    long[][] pairs = new long[2][2];
    for (int i = 1; i < s.length; i++) {
      pairs[s[i - 1]][s[i]]++;
    }
    long zeros = pairs[0][0] + pairs[0][1] + (s[s.length - 1] == 0 ? 1 : 0);
    double p0 = zeros / (double) s.length;
    double p1 = 1.0 - p0;
    double p00 = ratio(pairs[0][0], pairs[0][1]);
    double p01 = pairs[0][0] + pairs[0][1] == 0 ? 0.0 : 1.0 - p00;
    double p10 = ratio(pairs[1][0], pairs[1][1]);
    double p11 = pairs[1][0] + pairs[1][1] == 0 ? 0.0 : 1.0 - p10;
    // Step 3: the six sequences that can be the most likely one. A factor of zero gives infinity.
    double least = bits(p0, 1, p00, 127, 1.0, 0);
    least = Math.min(least, bits(p0, 1, p01, 64, p10, 63));
    least = Math.min(least, bits(p0, 1, p01, 1, p11, 126));
    least = Math.min(least, bits(p1, 1, p10, 1, p00, 126));
    least = Math.min(least, bits(p1, 1, p10, 64, p01, 63));
    least = Math.min(least, bits(p1, 1, p11, 127, 1.0, 0));
    // Step 4.
    return new Estimate.Value(
        Math.max(0.0, Math.min(least / LENGTH, 1.0)),
        new Details()
            .put("p0", p0)
            .put("p00", p00)
            .put("p01", p01)
            .put("p10", p10)
            .put("p11", p11)
            .put("bitsOf128", least)
            .map());
  }

  private static double ratio(long a, long b) {
    return a + b == 0 ? 0.0 : a / (double) (a + b);
  }

  /** {@return minus the logarithm to base 2 of first^a second^b third^c} */
  private static double bits(double first, int a, double second, int b, double third, int c) {
    return -(a * Confidence.log2(first) + b * Confidence.log2(second) + c * Confidence.log2(third));
  }
}
