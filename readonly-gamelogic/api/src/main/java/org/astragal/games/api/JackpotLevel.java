package org.astragal.games.api;

/**
 * A jackpot that rounds of a game can win, with the parameters under which its return was computed.
 * A ledger may fund it otherwise; then the return of the jackpot is another, that of the game is
 * not.
 *
 * @param name the level, such as {@code GRAND}
 * @param chance the chance to win it with a stake of one minor unit; with a stake of k units it is
 *     k times that
 * @param seedMinor what the level begins with, in minor units
 * @param incrementPpm what it takes from each stake, in millionths
 */
public record JackpotLevel(String name, Fraction chance, long seedMinor, int incrementPpm) {
  /** {@return what the level gives back in the mean, as a share of all stakes} */
  public Fraction share() {
    return Fraction.of(incrementPpm, 1_000_000).plus(chance.times(Fraction.of(seedMinor, 1)));
  }
}
