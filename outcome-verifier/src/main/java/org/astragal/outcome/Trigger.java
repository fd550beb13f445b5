package org.astragal.outcome;

/**
 * A bet won a jackpot level, as a draw of its round says.
 *
 * @param bet the bet's id
 * @param draw the place of the deciding draw in the round's draws, from 0
 * @param level the level of the pool, such as GRAND
 * @param pool the pool, such as global.2026
 */
public record Trigger(String bet, int draw, String level, String pool) {
  /** Refuses empty or overlong names. */
  public Trigger {
    Check.id("bet", bet);
    Check.range("draw", draw, 0, Check.MAX_ITEMS - 1);
    Check.id("level", level);
    Check.id("pool", pool);
  }
}
