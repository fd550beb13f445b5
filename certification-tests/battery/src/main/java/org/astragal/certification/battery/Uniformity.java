package org.astragal.certification.battery;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The second level: whether many P-values of one test are spread as they should be. Every method
 * leaves its argument as it is and refuses a value outside 0 to 1 with {@link
 * IllegalArgumentException}.
 */
public final class Uniformity {
  private Uniformity() {}

  /**
   * The two-sided test of Kolmogorov and Smirnov with its exact distribution.
   *
   * @param values the P-values, at least one; they must come from a continuous distribution
   * @return the greatest distance and its probability
   */
  public static Fit kolmogorovSmirnov(double[] values) {
    require(values);
    var result = KolmogorovSmirnovTest.withDefaults().with(PValueMethod.EXACT).test(values, x -> x);
    double d = result.getStatistic();
    double p = result.getPValue();
    // So far out, both one-sided distances are never large together.
    PValue tail =
        p < PValue.SMALL
            ? PValue.ofLn(Math.log(2) + SmallTails.lnSmirnov(values.length, d))
            : PValue.of(Math.min(1, p));
    return new Fit(d, OptionalDouble.empty(), tail);
  }

  /**
   * The test of Anderson and Darling, which sees best what is wrong near 0 and 1. Its distribution
   * is the limit for many values, corrected for few.
   *
   * @param values the P-values, at least one; they must come from a continuous distribution
   * @return the statistic and its probability; a value of 0 or 1 makes the statistic infinite
   */
  public static Fit andersonDarling(double[] values) {
    require(values);
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (2 * i + 1) * (Math.log(sorted[i]) + Math.log1p(-sorted[n - 1 - i]));
    }
    double statistic = -n - sum / n;
    return new Fit(statistic, OptionalDouble.empty(), AndersonDarling.upper(n, statistic));
  }

  /**
   * Spreads P-values of exactly 1. A statistic that counts can lie exactly in its middle, and then
   * one value stands for a whole range below 1; to {@link #andersonDarling} it would look as if it
   * could not be. The k of n values that are 1 are spread evenly over the highest part k / n.
   *
   * @param values the P-values
   * @return a copy without a 1
   */
  public static double[] spreadOnes(double[] values) {
    double[] spread = values.clone();
    int seen = 0;
    for (int i = 0; i < spread.length; i++) {
      if (spread[i] == 1) {
        spread[i] = 1 - (seen + 0.5) / spread.length;
        seen++;
      }
    }
    return spread;
  }

  /**
   * Counts the values in bins of equal width and compares with the probability of each bin.
   *
   * @param values the P-values, at least one; a discrete distribution is welcome
   * @param probabilities of each bin; bin i of k holds i / k and what follows below (i + 1) / k,
   *     the last one also 1
   * @return the chi-square statistic, its degrees of freedom and its probability
   */
  public static Fit binned(double[] values, double[] probabilities) {
    return ChiSquare.of(counts(values, probabilities.length), probabilities);
  }

  /**
   * {@return how many values each bin holds}
   *
   * @param values the P-values, at least one
   * @param bins how many bins of equal width
   */
  public static long[] counts(double[] values, int bins) {
    require(values);
    long[] counts = new long[bins];
    for (double value : values) {
      counts[(int) Math.min(bins - 1, Math.floor(value * bins))]++;
    }
    return counts;
  }

  private static void require(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no P-values");
    }
    for (double value : values) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("no P-value: " + value);
      }
    }
  }
}
