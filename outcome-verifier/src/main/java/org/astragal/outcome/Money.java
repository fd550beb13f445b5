package org.astragal.outcome;

/**
 * An exact amount.
 *
 * @param ccy currency code, such as EUR
 * @param exp decimal places of the minor unit, 0 to 18
 * @param minor minor units, 0 or more
 */
public record Money(String ccy, int exp, long minor) {
  /** Refuses malformed codes and amounts out of range. */
  public Money {
    Check.ccy(ccy);
    Check.range("exp", exp, 0, 18);
    Check.range("minor", minor, 0, Long.MAX_VALUE);
  }
}
