package org.astragal.outcome;

/**
 * One random number of a round.
 *
 * @param purpose what the game drew it for
 * @param n how many values it could take, 1 or more
 * @param v the value, 0 to n - 1
 */
public record Draw(String purpose, long n, long v) {
  /** Refuses a value that was never possible. */
  public Draw {
    Check.id("purpose", purpose);
    Check.range("n", n, 1, Long.MAX_VALUE);
    Check.range("v", v, 0, n - 1);
  }
}
