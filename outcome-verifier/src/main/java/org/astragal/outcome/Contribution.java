package org.astragal.outcome;

/**
 * What a bet gives to a jackpot pool, as the appliance's own table says.
 *
 * @param amount how much
 * @param bet the bet's id
 * @param level the level of the pool, such as GRAND
 * @param pool the pool, such as global.2026
 */
public record Contribution(MicroMoney amount, String bet, String level, String pool) {
  /** Refuses empty or overlong names. */
  public Contribution {
    Check.id("bet", bet);
    Check.id("level", level);
    Check.id("pool", pool);
  }
}
