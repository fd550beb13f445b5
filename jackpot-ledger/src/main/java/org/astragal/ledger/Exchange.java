package org.astragal.ledger;

import java.math.BigInteger;

/**
 * What money of another currency is worth in a pool's currency. Immutable.
 *
 * @param currency ISO 4217 code
 * @param exp decimal places of its minor unit
 * @param rateE12 minor units of the pool's currency for one minor unit of this one, times 10^12: a
 *     difference in {@code exp} is part of it
 */
record Exchange(String currency, int exp, long rateE12) {
  /** A rate of one. */
  static final long ONE = 1_000_000_000_000L;

  private static final long HIGHEST_RATE = 9_000_000_000_000_000L;
  private static final BigInteger SCALE = BigInteger.valueOf(ONE);
  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  Exchange {
    RuleChecks.currency("currency", currency);
    RuleChecks.range("exp", exp, 0, PoolRules.MAX_EXP);
    RuleChecks.range("rateE12", rateE12, 1, HIGHEST_RATE);
  }

  /** {@return whether it is no exchange at all} */
  boolean isOne() {
    return rateE12 == ONE;
  }

  /**
   * {@return the most of this currency that is not worth more than {@code amount} of the pool's; a
   * limit beyond 2^63 is none}
   */
  long floorToSource(long amount) {
    return isOne()
        ? amount
        : BigInteger.valueOf(amount)
            .multiply(SCALE)
            .divide(BigInteger.valueOf(rateE12))
            .min(LARGEST)
            .longValueExact();
  }

  /** {@return how {@code source} of this currency compares with {@code amount} of the pool's} */
  int compareToPool(long source, long amount) {
    return isOne()
        ? Long.compare(source, amount)
        : worth(source).compareTo(BigInteger.valueOf(amount).multiply(SCALE));
  }

  /** {@return whole units of the pool's currency, rounded down} */
  long floorToPool(long source) {
    return isOne() ? source : worth(source).divide(SCALE).longValueExact();
  }

  /** {@return what {@code source} is worth, times 10^12} */
  BigInteger worth(long source) {
    return BigInteger.valueOf(source).multiply(BigInteger.valueOf(rateE12));
  }
}
