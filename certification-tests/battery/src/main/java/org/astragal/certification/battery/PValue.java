package org.astragal.certification.battery;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * The probability that a statistic at least as extreme would come from ideal data. It is always
 * computed from the tail itself, never as one minus another probability, and its logarithm is right
 * also where the probability is too small for a double. Immutable.
 *
 * @param p from 0 to 1; 0 where it is below the smallest double
 * @param log10 its decimal logarithm, at most 0; negative infinity only for what cannot happen
 */
public record PValue(double p, double log10) implements Comparable<PValue> {
  /** Ideal data are always at least as extreme as this. */
  public static final PValue ONE = new PValue(1, 0);

  /** Ideal data never look like this. */
  public static final PValue ZERO = new PValue(0, Double.NEGATIVE_INFINITY);

  /** Below this the logarithm is computed by itself: doubles lose digits from 1e-308 on. */
  static final double SMALL = 1e-290;

  private static final double SQRT_2 = Math.sqrt(2);

  /**
   * Refuses what is no probability.
   *
   * @throws IllegalArgumentException if {@code p} lies outside 0 to 1 or {@code log10} above 0
   */
  public PValue {
    if (!(p >= 0 && p <= 1 && log10 <= 0)) {
      throw new IllegalArgumentException("no probability: " + p + ", log10 " + log10);
    }
  }

  /**
   * {@return this probability; its logarithm is only as good as a double}
   *
   * @param p from 0 to 1
   */
  public static PValue of(double p) {
    return new PValue(p, Math.log10(p));
  }

  /**
   * {@return the probability with this logarithm; more than 1 counts as 1}
   *
   * @param ln natural logarithm
   */
  public static PValue ofLn(double ln) {
    double capped = Math.min(0, ln);
    return new PValue(Math.exp(capped), capped / Math.log(10));
  }

  /**
   * {@return the upper tail of chi-square}
   *
   * @param statistic at least 0, or positive infinity
   * @param dof degrees of freedom, above 0
   */
  public static PValue chiSquare(double statistic, double dof) {
    return gammaQ(dof / 2, statistic / 2);
  }

  /**
   * {@return the regularized upper incomplete gamma function Q(a, x), called igamc in SP 800-22}
   *
   * @param a above 0
   * @param x at least 0, or positive infinity
   */
  public static PValue gammaQ(double a, double x) {
    if (!(a > 0 && x >= 0)) {
      throw new IllegalArgumentException("Q(" + a + ", " + x + ")");
    }
    if (x == Double.POSITIVE_INFINITY) {
      return ZERO;
    }
    double q = RegularizedGamma.Q.value(a, x);
    return q < SMALL ? ofLn(SmallTails.lnGammaQ(a, x)) : of(Math.min(1, q));
  }

  /**
   * {@return the regularized lower incomplete gamma function P(a, x)}
   *
   * @param a above 0
   * @param x at least 0
   */
  public static PValue gammaP(double a, double x) {
    if (!(a > 0 && x >= 0)) {
      throw new IllegalArgumentException("P(" + a + ", " + x + ")");
    }
    if (x == 0) {
      return ZERO;
    }
    double p = RegularizedGamma.P.value(a, x);
    return p < SMALL ? ofLn(SmallTails.lnGammaP(a, x)) : of(Math.min(1, p));
  }

  /**
   * {@return the complementary error function}
   *
   * @param x at least 0, or positive infinity
   */
  public static PValue erfc(double x) {
    if (!(x >= 0)) {
      throw new IllegalArgumentException("erfc(" + x + ")");
    }
    if (x == Double.POSITIVE_INFINITY) {
      return ZERO;
    }
    double p = Erfc.value(x);
    return p < SMALL ? ofLn(Math.log(Erfcx.value(x)) - x * x) : of(p);
  }

  /**
   * {@return the probability that a standard normal variable is at least z}
   *
   * @param z any number
   */
  public static PValue normalUpper(double z) {
    if (z < 0) {
      return of(Erfc.value(z / SQRT_2) / 2);
    }
    PValue both = erfc(z / SQRT_2);
    return new PValue(both.p / 2, both.log10 - Math.log10(2));
  }

  /**
   * {@return the probability that a standard normal variable is at least as far from 0 as z}
   *
   * @param z any number
   */
  public static PValue normalTwoSided(double z) {
    return erfc(Math.abs(z) / SQRT_2);
  }

  /**
   * {@return the probability of a Poisson variable to be at least k}
   *
   * @param k the count, at least 0
   * @param mean above 0
   */
  public static PValue poissonUpper(long k, double mean) {
    return k == 0 ? ONE : gammaP((double) k, mean);
  }

  /**
   * {@return the probability of a Poisson variable to be at most k}
   *
   * @param k the count, at least 0
   * @param mean above 0
   */
  public static PValue poissonLower(long k, double mean) {
    return gammaQ(k + 1.0, mean);
  }

  /**
   * {@return the two-sided probability for a statistic with these two tails: twice the smaller}
   *
   * @param lower the probability of at most the statistic
   * @param upper the probability of at least the statistic
   */
  public static PValue twoSided(PValue lower, PValue upper) {
    return (lower.compareTo(upper) <= 0 ? lower : upper).times(2);
  }

  /**
   * {@return this probability times a factor, at most 1}
   *
   * @param factor above 0
   */
  public PValue times(double factor) {
    if (p * factor >= 1) {
      return ONE;
    }
    return new PValue(p * factor, Math.min(0, log10 + Math.log10(factor)));
  }

  /** Orders by size, by the logarithm: it also tells very small ones apart. */
  @Override
  public int compareTo(PValue other) {
    return Double.compare(log10, other.log10);
  }
}
