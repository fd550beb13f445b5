package org.astragal.certification.sp80090b;

/**
 * How often the most frequent symbol comes.
 *
 * @spec sp800-90b.html#6.3.1 SP 800-90B, 6.3.1 Most Common Value
 */
final class MostCommonValue implements Estimator {
  @Override
  public Estimate estimate(Series series) {
    // 6.3.1 with L = length, p-hat = mode / L and p_u = upper.
    int[] counts = new int[series.alphabet()];
    for (byte symbol : series.symbols()) {
      counts[symbol & 0xff]++;
    }
    int mode = 0;
    for (int count : counts) {
      mode = Math.max(mode, count);
    }
    if (series.length() < 2) {
      return new Estimate.Unfit("needs at least 2 samples");
    }
    double share = mode / (double) series.length();
    double upper = Confidence.upper(share, series.length());
    return new Estimate.Value(
        Confidence.minEntropy(upper),
        new Details().put("mode", mode).put("pHat", share).put("pUpper", upper).map());
  }
}
