package org.astragal.outcome;

/**
 * An exact amount with a part below the minor unit.
 *
 * @param ccy currency code, such as EUR
 * @param exp decimal places of the minor unit, 0 to 18
 * @param micro millionths of a minor unit, 0 to 999,999
 * @param minor whole minor units, 0 or more
 */
public record MicroMoney(String ccy, int exp, int micro, long minor) {
  /** Refuses malformed codes and amounts out of range. */
  public MicroMoney {
    Check.ccy(ccy);
    Check.range("exp", exp, 0, 18);
    Check.range("micro", micro, 0, 999_999);
    Check.range("minor", minor, 0, Long.MAX_VALUE);
  }
}
