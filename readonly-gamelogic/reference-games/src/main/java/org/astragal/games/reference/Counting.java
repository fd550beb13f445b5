package org.astragal.games.reference;

import java.math.BigInteger;
import org.astragal.games.api.Fraction;

/** Counts of choices. */
final class Counting {
  private Counting() {}

  /** {@return in how many ways {@code k} of {@code n} things can be chosen} */
  static BigInteger choose(int n, int k) {
    BigInteger ways = k < 0 || k > n ? BigInteger.ZERO : BigInteger.ONE;
    for (int i = 1; i <= k && i <= n; i++) {
      // Each product of i neighbours is divisible by i, so the division is exact.
      ways = ways.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
    }
    return ways;
  }

  /**
   * {@return the chance that of {@code taken} things, out of {@code all} of which {@code marked}
   * are marked, {@code hits} are marked}
   */
  static Fraction hypergeometric(int all, int marked, int taken, int hits) {
    return new Fraction(
        choose(marked, hits).multiply(choose(all - marked, taken - hits)), choose(all, taken));
  }
}
