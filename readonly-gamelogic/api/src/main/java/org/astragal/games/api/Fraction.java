package org.astragal.games.api;

import java.math.BigInteger;

/**
 * An exact rational number in lowest terms.
 *
 * @param numerator any integer
 * @param denominator above 0
 */
public record Fraction(BigInteger numerator, BigInteger denominator)
    implements Comparable<Fraction> {
  /** Zero. */
  public static final Fraction ZERO = of(0, 1);

  /** One. */
  public static final Fraction ONE = of(1, 1);

  /** Reduces to lowest terms, the sign on top. */
  public Fraction {
    if (denominator.signum() == 0) {
      throw new IllegalArgumentException("a denominator is not 0");
    }
    BigInteger divisor = numerator.gcd(denominator);
    if (denominator.signum() < 0) {
      divisor = divisor.negate();
    }
    numerator = numerator.divide(divisor);
    denominator = denominator.divide(divisor);
  }

  /**
   * {@return the fraction of two numbers}
   *
   * @param numerator any number
   * @param denominator not 0
   */
  public static Fraction of(long numerator, long denominator) {
    return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  /**
   * Reads what {@link #toString} writes, or a whole number.
   *
   * @param text such as {@code 36/37} or {@code 2}
   * @return the fraction
   * @throws NumberFormatException if it is neither
   */
  public static Fraction parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new Fraction(new BigInteger(text), BigInteger.ONE)
        : new Fraction(
            new BigInteger(text.substring(0, slash)), new BigInteger(text.substring(slash + 1)));
  }

  /**
   * {@return the sum}
   *
   * @param other the other term
   */
  public Fraction plus(Fraction other) {
    return new Fraction(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  /**
   * {@return the difference}
   *
   * @param other what is taken away
   */
  public Fraction minus(Fraction other) {
    return plus(new Fraction(other.numerator.negate(), other.denominator));
  }

  /**
   * {@return the product}
   *
   * @param other the other factor
   */
  public Fraction times(Fraction other) {
    return new Fraction(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /**
   * {@return the quotient}
   *
   * @param other what it is divided by, not 0
   */
  public Fraction dividedBy(Fraction other) {
    return new Fraction(
        numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  @Override
  public int compareTo(Fraction other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  /** {@return {@code numerator/denominator}} */
  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
