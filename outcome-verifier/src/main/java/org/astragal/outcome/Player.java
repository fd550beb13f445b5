package org.astragal.outcome;

import java.util.List;

/**
 * Who placed a bet, as far as an outcome must say.
 *
 * @param channel such as MOBILE
 * @param jurisdiction such as MT
 * @param pseudonym stands for the player with this operator
 * @param session the player's session
 * @param eligibility what the operator vouches for, such as OPT_IN: in rising order, each once
 */
public record Player(
    String channel,
    String jurisdiction,
    String pseudonym,
    String session,
    List<String> eligibility) {
  private static final int MAX_ELIGIBILITY = 16;

  /** Refuses empty or overlong values. */
  public Player {
    Check.id("channel", channel);
    Check.id("jurisdiction", jurisdiction);
    Check.id("pseudonym", pseudonym);
    Check.id("session", session);
    Check.range("count of eligibility", eligibility.size(), 0, MAX_ELIGIBILITY);
    eligibility = List.copyOf(eligibility);
    for (int i = 0; i < eligibility.size(); i++) {
      Check.id("eligibility", eligibility.get(i));
      if (i > 0 && eligibility.get(i - 1).compareTo(eligibility.get(i)) >= 0) {
        throw new IllegalArgumentException("eligibility must be in rising order, each once");
      }
    }
  }

  /**
   * Creates a player of whom nothing is vouched for.
   *
   * @param channel such as MOBILE
   * @param jurisdiction such as MT
   * @param pseudonym stands for the player with this operator
   * @param session the player's session
   */
  public Player(String channel, String jurisdiction, String pseudonym, String session) {
    this(channel, jurisdiction, pseudonym, session, List.of());
  }
}
