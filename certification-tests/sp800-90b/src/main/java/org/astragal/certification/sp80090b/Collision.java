package org.astragal.certification.sp80090b;

/**
 * How long it takes until a bit comes again. For bits only.
 *
 * @spec sp800-90b.html#6.3.2 SP 800-90B, 6.3.2 Collision
 */
final class Collision implements Estimator {
  @Override
  public Estimate estimate(Series series) {
    byte[] s = series.symbols();
    // Steps 1 to 4: among three bits two are equal, so each time t_i is 2 or 3.
    long twos = 0;
    long threes = 0;
    int i = 0;
    while (i < s.length - 1) {
      if (s[i] == s[i + 1]) {
        twos++;
        i += 2;
      } else if (i < s.length - 2) {
        threes++;
        i += 3;
      } else {
        break;
      }
    }
    long v = twos + threes;
    if (v < 2) {
      return new Estimate.Unfit("needs at least 2 collisions, that is about 6 bits");
    }
    double mean = i / (double) v;
    double sigma = Math.sqrt((4.0 * twos + 9.0 * threes - i * mean) / (v - 1.0));
    double lower = Math.max(2.0, mean - Confidence.Z * sigma / Math.sqrt((double) v));
    // Step 7 comes to lower = 2 + 2p - 2p^2 for bits; step 8 takes p = 1/2 where nothing solves it.
    double p = lower < 2.5 ? 0.5 + Math.sqrt(1.25 - 0.5 * lower) : 0.5;
    return new Estimate.Value(
        Confidence.minEntropy(p),
        new Details()
            .put("collisions", v)
            .put("mean", mean)
            .put("sigma", sigma)
            .put("meanLower", lower)
            .put("p", p)
            .map());
  }
}
