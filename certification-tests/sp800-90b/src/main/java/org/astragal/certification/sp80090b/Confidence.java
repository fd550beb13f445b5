package org.astragal.certification.sp80090b;

/** The upper bound that most estimators put on a proportion. */
final class Confidence {
  /** The 0.995 quantile of the normal distribution: a two-sided interval of 99 %. */
  static final double Z = 2.575829303548901;

  private static final double LN2 = Math.log(2);

  private Confidence() {}

  // SP 800-90B 6.3.1 step 2: min(1, p + Z sqrt(p (1 - p) / (L - 1))).
  static double upper(double p, long length) {
    return Math.min(1.0, p + Z * Math.sqrt(p * (1.0 - p) / (length - 1.0)));
  }

  static double log2(double x) {
    return Math.log(x) / LN2;
  }

  /** {@return the min-entropy of a symbol of that probability, never minus zero} */
  static double minEntropy(double p) {
    return p >= 1.0 ? 0.0 : -log2(p);
  }
}
