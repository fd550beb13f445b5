package org.astragal.certification.battery;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Natural logarithms of tails that a double cannot hold. */
final class SmallTails {
  /** More steps than any argument with a tail below {@link PValue#SMALL} takes. */
  private static final int STEPS = 1_000_000;

  private static final double EPSILON = 1e-16;

  private SmallTails() {}

  /** {@return ln Q(a, x) for x above a + 1, by Legendre's continued fraction} */
  static double lnGammaQ(double a, double x) {
    // Modified Lentz, for Q(a, x) Gamma(a) = e^-x x^a / (x + 1 - a - 1 (1 - a) / (x + 3 - a -
    // ...)).
    double b = x + 1 - a;
    double c = Double.MAX_VALUE;
    double d = 1 / b;
    double fraction = d;
    for (int i = 1; i <= STEPS; i++) {
      double numerator = i * (a - i);
      b += 2;
      d = 1 / (b + numerator * d);
      c = b + numerator / c;
      double step = c * d;
      fraction *= step;
      if (Math.abs(step - 1) < EPSILON) {
        break;
      }
    }
    return lnPrefix(a, x) + Math.log(fraction);
  }

  /** {@return ln P(a, x) for x below a, by its power series} */
  static double lnGammaP(double a, double x) {
    double term = 1 / a;
    double sum = term;
    for (int i = 1; i <= STEPS && term > sum * EPSILON; i++) {
      term *= x / (a + i);
      sum += term;
    }
    return lnPrefix(a, x) + Math.log(sum);
  }

  /** {@return ln (e^-x x^a / Gamma(a)), without the difference of large numbers for large a} */
  private static double lnPrefix(double a, double x) {
    if (a < 20) {
      return a * Math.log(x) - x - LogGamma.value(a);
    }
    // Stirling's series; its next term is below 1e-13 for a of 20 and more.
    double square = a * a;
    double series =
        (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / a;
    double excess = (x - a) / a;
    double ln = excess > -0.5 ? Math.log1p(excess) : Math.log(x / a);
    return a * (ln - excess) + 0.5 * Math.log(a / (2 * Math.PI)) - series;
  }

  /** {@return ln P(X >= k) for k above n p} */
  static double lnBinomialUpper(int n, double p, int k) {
    double odds = p / (1 - p);
    double term = 1;
    double sum = 1;
    for (int i = k; i < n && term > sum * EPSILON; i++) {
      term *= odds * (n - i) / (i + 1.0);
      sum += term;
    }
    return BinomialDistribution.of(n, p).logProbability(k) + Math.log(sum);
  }

  /** {@return ln P(D+ >= d) for n points: Smirnov's sum, all of whose terms are positive} */
  static double lnSmirnov(int n, double d) {
    double greatest = Double.NEGATIVE_INFINITY;
    int terms = (int) Math.floor(n * (1 - d)) + 1;
    double[] ln = new double[terms];
    for (int j = 0; j < terms; j++) {
      double rest = 1 - d - (double) j / n;
      ln[j] =
          rest <= 0
              ? Double.NEGATIVE_INFINITY
              : LogGamma.value(n + 1.0)
                  - LogGamma.value(j + 1.0)
                  - LogGamma.value(n - j + 1.0)
                  + (n - j) * Math.log(rest)
                  + (j - 1) * Math.log(d + (double) j / n);
      greatest = Math.max(greatest, ln[j]);
    }
    if (greatest == Double.NEGATIVE_INFINITY) {
      return greatest;
    }
    double sum = 0;
    for (double term : ln) {
      sum += Math.exp(term - greatest);
    }
    return greatest + Math.log(sum * d);
  }
}
