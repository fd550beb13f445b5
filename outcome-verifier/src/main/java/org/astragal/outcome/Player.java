package org.astragal.outcome;

/**
 * Who placed a bet, as far as an outcome must say.
 *
 * @param channel such as MOBILE
 * @param jurisdiction such as MT
 * @param pseudonym stands for the player with this operator
 * @param session the player's session
 */
public record Player(String channel, String jurisdiction, String pseudonym, String session) {
  /** Refuses empty or overlong values. */
  public Player {
    Check.id("channel", channel);
    Check.id("jurisdiction", jurisdiction);
    Check.id("pseudonym", pseudonym);
    Check.id("session", session);
  }
}
