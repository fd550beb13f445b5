package org.astragal.certification.sp80090b;

import java.util.Arrays;

/**
 * How often a symbol may come in one row or column of the restart matrix. The standard finds this
 * by simulating the worst source of the claimed min-entropy; here it is its exact distribution.
 *
 * @spec sp800-90b.html#3.1.4.3 SP 800-90B, 3.1.4.3 Sanity check
 */
final class RestartCutoff {
  /** Rows, and columns, of the matrix; also the samples of one of them. */
  static final int SIDE = 1000;

  /** 3.1.4.3 step 1: alpha for each of the 2000 rows and columns, of 1 % for all. */
  static final double ALPHA = -Math.expm1(Math.log(0.99) / (2 * SIDE));

  private final double p;
  private final int likely;
  private final double rest;
  private final int others;

  /**
   * Creates one.
   *
   * @param minEntropy H_I, above 0
   * @param alphabet k, how many symbols there are
   * @throws IllegalArgumentException if so few symbols cannot have that entropy
   */
  RestartCutoff(double minEntropy, int alphabet) {
    p = Math.pow(2, -minEntropy);
    likely = (int) Math.floor(1 / p);
    if (likely > alphabet) {
      throw new IllegalArgumentException(
          alphabet + " symbols cannot hold " + minEntropy + " bits of min-entropy");
    }
    others = alphabet - likely;
    rest = others == 0 ? 0 : Math.max(0, 1 - likely * p) / others;
  }

  /** {@return the smallest count that the most frequent symbol exceeds with at most alpha} */
  int cutoff() {
    int from = 0;
    int to = SIDE;
    while (from < to) {
      int middle = (from + to) / 2;
      if (noneAbove(middle) >= 1 - ALPHA) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  // Counts of a multinomial are independent Poisson counts, given their sum. So the probability is
  // a coefficient of a product of cut-off Poisson series over the same coefficient of the whole
  // ones.
  /** {@return the probability that no symbol comes more often than that} */
  double noneAbove(int most) {
    double[] product = {1};
    product = times(product, power(poisson(SIDE * p, most), likely));
    if (rest > 0) {
      product = times(product, power(poisson(SIDE * rest, most), others));
    }
    double whole = poisson(SIDE * (likely * p + others * rest), SIDE)[SIDE];
    return product.length <= SIDE ? 0 : Math.min(1, product[SIDE] / whole);
  }

  private static double[] poisson(double mean, int most) {
    double[] series = new double[most + 1];
    double log = -mean;
    for (int j = 0; j <= most; j++) {
      series[j] = Math.exp(log);
      log += Math.log(mean) - Math.log(j + 1.0);
    }
    return series;
  }

  private static double[] power(double[] base, int exponent) {
    double[] result = {1};
    double[] square = base;
    for (int left = exponent; left > 0; left >>= 1) {
      if ((left & 1) != 0) {
        result = times(result, square);
      }
      if (left > 1) {
        square = times(square, square);
      }
    }
    return result;
  }

  /** A product of series, up to the term that matters. */
  private static double[] times(double[] a, double[] b) {
    double[] product = new double[Math.min(SIDE + 1, a.length + b.length - 1)];
    Arrays.setAll(
        product,
        i -> {
          double sum = 0;
          for (int j = Math.max(0, i - b.length + 1); j <= Math.min(i, a.length - 1); j++) {
            sum += a[j] * b[i - j];
          }
          return sum;
        });
    return product;
  }
}
