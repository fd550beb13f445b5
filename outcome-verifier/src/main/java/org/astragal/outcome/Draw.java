package org.astragal.outcome;

/**
 * One random number of a round.
 *
 * @param purpose what the game drew it for
 * @param n how many values it could take, 1 or more
 * @param v the value, 0 to n - 1
 * @param step choices that had been made when it was drawn
 * @param isHidden whether players were not to see it before the round was settled
 */
public record Draw(String purpose, long n, long v, int step, boolean isHidden) {
  /** Refuses a value that was never possible. */
  public Draw {
    Check.id("purpose", purpose);
    Check.range("n", n, 1, Long.MAX_VALUE);
    Check.range("v", v, 0, n - 1);
    Check.range("step", step, 0, Integer.MAX_VALUE);
  }

  /**
   * Makes a draw that everybody sees, before any choice.
   *
   * @param purpose what the game drew it for
   * @param n how many values it could take, 1 or more
   * @param v the value, 0 to n - 1
   */
  public Draw(String purpose, long n, long v) {
    this(purpose, n, v, 0, false);
  }
}
