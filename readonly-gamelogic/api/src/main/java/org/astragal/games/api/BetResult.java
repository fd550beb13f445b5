package org.astragal.games.api;

import java.util.List;

/**
 * What one bet came to.
 *
 * @param bet the id of the bet
 * @param detail what happened, enough to explain the win to the player; {@code remainder} is the
 *     part of a minor unit that the floor cut off, {@code capped} says that a cap cut the win
 * @param features what the bet took part in beyond the base game, such as {@code bonus:FLIP}
 * @param winMinor what is paid, in minor units of the stake's currency, with the stake that comes
 *     back; 0 for a lost bet
 */
public record BetResult(String bet, Data.Members detail, List<String> features, long winMinor) {
  /** Copies {@code features}; refuses a negative win. */
  public BetResult {
    features = List.copyOf(features);
    if (winMinor < 0) {
      throw new IllegalArgumentException("a win is never negative: " + winMinor);
    }
  }

  /**
   * {@return a result whose detail tells of the floor and the cap}
   *
   * @param bet the bet
   * @param detail what happened in the game
   * @param features what the bet took part in beyond the base game
   * @param payout what it wins
   */
  public static BetResult of(Bet bet, Data.Members detail, List<String> features, Payout payout) {
    return new BetResult(bet.id(), payout.explain(detail), features, payout.winMinor());
  }

  /** {@return the bytes that detail and features take in canonical JSON} */
  public int jsonBytes() {
    int bytes = detail.jsonBytes() + 2 + Math.max(0, features.size() - 1);
    for (String feature : features) {
      bytes += Utf8.jsonStringBytes(feature);
    }
    return bytes;
  }
}
