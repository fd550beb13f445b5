package org.astragal.certification.battery;

/**
 * The distribution of the Anderson-Darling statistic, from its upper tail.
 *
 * <p>In the limit of many values the statistic is the sum of Z_j^2 / (j (j + 1)) with independent
 * normal Z_j. Smirnov's inversion gives the tail as an alternating series of integrals over the
 * intervals between the poles v = j (j + 1) / 2, of e^(-x v) / (v sqrt(|D(v)|)), where D(v), the
 * product of 1 - 2 v / (j (j + 1)), is -cos(pi/2 sqrt(1 + 8 v)) / (2 pi v).
 */
final class AndersonDarling {
  /** Below this the statistic has a probability of less than 1e-23. */
  private static final double LEAST = 0.02;

  /** From here on the first pole alone decides, to 15 digits. */
  private static final double FAR = 20;

  private static final int NODES = 256;

  /** Series terms; at {@link #LEAST} the last one is below 1e-40. */
  private static final int INTERVALS = 50;

  private AndersonDarling() {}

  /** {@return the probability of a statistic of at least x from n values} */
  static PValue upper(int n, double x) {
    if (x == Double.POSITIVE_INFINITY) {
      return PValue.ZERO;
    }
    if (n == 1) {
      // u (1 - u) = e^(-1 - x) has the roots that bound both tails.
      double product = 4 * Math.exp(-1 - x);
      return PValue.ofLn(Math.log(product / (1 + Math.sqrt(Math.max(0, 1 - product)))));
    }
    if (x < LEAST) {
      return PValue.ONE;
    }
    double ln = x > FAR ? lnFar(x) : Math.log(near(x));
    return PValue.ofLn(ln + Math.log1p(correction(n, Math.exp(Math.min(0, ln)))));
  }

  private static double near(double x) {
    double sum = 0;
    for (int k = 1; k <= INTERVALS; k++) {
      double from = (2 * k - 1) * k;
      double to = (2 * k + 1) * k;
      double term = interval(x, from, to);
      sum += k % 2 == 1 ? term : -term;
      if (term < 1e-18 * sum) {
        break;
      }
    }
    return Math.min(1, sum / Math.PI);
  }

  /** The integral over one interval by Gauss and Chebyshev, whose weight takes up both poles. */
  private static double interval(double x, double from, double to) {
    double middle = (from + to) / 2;
    double half = (to - from) / 2;
    double sum = 0;
    for (int i = 0; i < NODES; i++) {
      double v = middle + half * Math.cos(Math.PI * (i + 0.5) / NODES);
      double weight = Math.sqrt((v - from) * (to - v) / determinant(v));
      sum += Math.exp(-x * v) * weight / v;
    }
    return sum * Math.PI / NODES;
  }

  /** ln of the integral from the first pole on, with v = 1 + w^2, by the trapezoidal rule. */
  private static double lnFar(double x) {
    double reach = 6.2 / Math.sqrt(x);
    double step = reach / NODES;
    double sum = 0;
    for (int i = 0; i < NODES; i++) {
      double w = step * (i + 0.5);
      double v = 1 + w * w;
      sum += Math.exp(-x * w * w) * 2 * w / (v * Math.sqrt(determinant(v)));
    }
    return Math.log(sum * step / Math.PI) - x;
  }

  private static double determinant(double v) {
    return Math.abs(Math.cos(Math.PI / 2 * Math.sqrt(1 + 8 * v))) / (2 * Math.PI * v);
  }

  /**
   * The relative change of the tail for n values: the polynomials of Marsaglia and Marsaglia
   * (Evaluating the Anderson-Darling distribution, 2004), the last one without its remainder at 1.
   */
  private static double correction(int n, double tail) {
    double cdf = 1 - tail;
    double knee = 0.01265 + 0.1757 / n;
    if (cdf > 0.8) {
      // The polynomial in 1 - cdf, so that the correction stays a small part of a small tail.
      return -poly(tail, -0.4717, 6.531, -43.05, 162.562, -255.7844) / n;
    }
    double error;
    if (cdf > knee) {
      double t = (cdf - knee) / (0.8 - knee);
      error =
          poly(t, -0.00022633, 6.54034, -14.6538, 14.458, -8.259, 1.91864)
              * (0.04213 / n + 0.01365 / n / n);
    } else {
      double t = cdf / knee;
      error =
          Math.sqrt(t)
              * (1 - t)
              * (49 * t - 102)
              * (0.0037 / n / n / n + 0.00078 / n / n + 0.00006 / n);
    }
    return -error / tail;
  }

  private static double poly(double x, double... coefficients) {
    double value = 0;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      value = value * x + coefficients[i];
    }
    return value;
  }
}
