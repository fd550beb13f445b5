package org.astragal.games.api;

/**
 * What a kind of bet comes to in the mean: exact, in multiples of its first stake. Where a player
 * chooses, these are the figures of the best choices.
 *
 * <p>Jackpots are not in it: {@link Game#jackpotLevels} has them. What is lost because wins are
 * floored to minor units is not in it either; each round records it.
 *
 * @param bet the kind of bet, in the words of the game's schema
 * @param returned what comes back in the mean, less what was raised on the way
 * @param variance the variance of what comes back less what was raised
 * @param hitFrequency the chance that anything comes back
 * @param maximumWin the most that can come back
 */
public record BetFigures(
    String bet, Fraction returned, Fraction variance, Fraction hitFrequency, Fraction maximumWin) {
  /**
   * {@return figures that are written as {@code numerator/denominator}}
   *
   * @param bet the kind of bet
   * @param returned what comes back in the mean
   * @param variance the variance of it
   * @param hitFrequency the chance that anything comes back
   * @param maximumWin the most that can come back
   */
  public static BetFigures of(
      String bet, String returned, String variance, String hitFrequency, String maximumWin) {
    return new BetFigures(
        bet,
        Fraction.parse(returned),
        Fraction.parse(variance),
        Fraction.parse(hitFrequency),
        Fraction.parse(maximumWin));
  }
}
