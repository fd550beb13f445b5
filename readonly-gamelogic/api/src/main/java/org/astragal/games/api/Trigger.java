package org.astragal.games.api;

/**
 * A jackpot that a round has won. The game says that it is won; a ledger says how much that is.
 *
 * @param bet the id of the bet that won it
 * @param level which level of the jackpot, as {@link JackpotLevel#name} names it
 * @param draw the index of the draw that decided it, in the order of the round's draws
 */
public record Trigger(String bet, String level, int draw) {
  /** Refuses a draw that cannot be. */
  public Trigger {
    if (draw < 0) {
      throw new IllegalArgumentException("draws are counted from 0: " + draw);
    }
  }
}
