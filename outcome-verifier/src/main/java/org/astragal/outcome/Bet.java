package org.astragal.outcome;

/**
 * One bet of a round.
 *
 * @param id names the bet within its round
 * @param fundedBy where the stake comes from, such as CASH
 * @param player who placed it
 * @param selection what was bet on, in the words of the game
 * @param stake the stake
 */
public record Bet(String id, String fundedBy, Player player, Json.Obj selection, Money stake) {
  /** Refuses empty or overlong names. */
  public Bet {
    Check.id("id", id);
    Check.id("fundedBy", fundedBy);
  }
}
