package org.astragal.games.reference;

/** Prices of tickets, which are whole units of a currency. */
final class Prices {
  private Prices() {}

  /** {@return so many whole units in minor units} */
  static long minor(int units, int exponent) {
    long minor = units;
    for (int i = 0; i < exponent; i++) {
      minor *= 10;
    }
    return minor;
  }
}
