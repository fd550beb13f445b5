package org.astragal.packs;

import java.math.BigDecimal;
import java.math.MathContext;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;

/**
 * What a bet comes to in the mean and at most, per unit of its stake, as numbers to count with.
 *
 * @param mean what comes back in the mean
 * @param spread standard deviation of that; above 0
 * @param floor how far a round can be below the mean; above 0
 * @param ceiling how far it can be above; above 0
 */
record BetModel(double mean, double spread, double floor, double ceiling) {
  /** No bet is so certain that its spread is less. */
  private static final double LEAST = 1e-9;

  /**
   * {@return the model of these figures}
   *
   * @param game whose bet it is: where a player may raise, more than the stake can be lost
   * @param figures exact
   */
  static BetModel of(Game game, BetFigures figures) {
    double mean = value(figures.returned());
    double most = value(figures.maximumWin());
    double raises = game.plan().bounds().choices() > 0 ? most : 0;
    return new BetModel(
        mean,
        Math.max(LEAST, Math.sqrt(value(figures.variance()))),
        Math.max(LEAST, mean + raises),
        Math.max(LEAST, most - mean));
  }

  private static double value(Fraction fraction) {
    return new BigDecimal(fraction.numerator())
        .divide(new BigDecimal(fraction.denominator()), MathContext.DECIMAL64)
        .doubleValue();
  }
}
