package org.astragal.games.api;

/**
 * The only door from a game to chance.
 *
 * <p>Thread safety: one round, one thread.
 */
@FunctionalInterface
public interface Draws {
  /**
   * Draws one unbiased integer. The draw is recorded with its purpose, in order.
   *
   * @param purpose why, as {@link RecordedDraw} asks: one to 32 of {@code a-z}, {@code 0-9} and
   *     {@code -}; the same in every round that comes this way
   * @param n how many values are possible, at least 1
   * @return a value from 0 to {@code n - 1}, each as likely as any other
   * @throws DrawsException if there is no draw to be had; the round must end with this exception
   */
  long below(String purpose, long n) throws DrawsException;
}
