package org.astragal.games.api;

import java.util.List;

/**
 * What one bet came to.
 *
 * @param bet the id of the bet
 * @param detail what happened, enough to explain the win to the player
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

  /** {@return the bytes that detail and features take in canonical JSON} */
  public int jsonBytes() {
    int bytes = detail.jsonBytes() + 2 + Math.max(0, features.size() - 1);
    for (String feature : features) {
      bytes += Utf8.jsonStringBytes(feature);
    }
    return bytes;
  }
}
