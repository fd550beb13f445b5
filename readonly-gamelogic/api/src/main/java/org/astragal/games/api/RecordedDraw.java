package org.astragal.games.api;

/**
 * One draw as the record of a round keeps it.
 *
 * @param purpose why it was drawn: one to 32 of {@code a-z}, {@code 0-9} and {@code -}
 * @param n how many values were possible, at least 1
 * @param value what was drawn, 0 to {@code n - 1}
 * @param step how many choices had been made when it was drawn
 * @param isHidden whether players must not see it until the round is settled
 */
public record RecordedDraw(String purpose, long n, long value, int step, boolean isHidden) {
  /** The longest purpose, in characters. */
  public static final int MAXIMUM_PURPOSE = 32;

  /** Refuses what cannot have been drawn. */
  public RecordedDraw {
    requireDrawable(purpose, n);
    if (value < 0 || value >= n) {
      throw new IllegalArgumentException("a draw below " + n + " cannot be " + value);
    }
    if (step < 0) {
      throw new IllegalArgumentException("steps are counted from 0: " + step);
    }
  }

  /**
   * Makes a draw that everybody sees, in the only step of its round.
   *
   * @param purpose why it was drawn
   * @param n how many values were possible
   * @param value what was drawn
   */
  public RecordedDraw(String purpose, long n, long value) {
    this(purpose, n, value, 0, false);
  }

  static void requireDrawable(String purpose, long n) {
    if (purpose.isEmpty() || purpose.length() > MAXIMUM_PURPOSE) {
      throw new IllegalArgumentException("a purpose has 1 to 32 characters: " + purpose);
    }
    for (int i = 0; i < purpose.length(); i++) {
      char c = purpose.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
        throw new IllegalArgumentException("a purpose is of a-z, 0-9 and '-': " + purpose);
      }
    }
    if (n < 1) {
      throw new IllegalArgumentException("a draw needs at least one possible value: " + n);
    }
  }
}
