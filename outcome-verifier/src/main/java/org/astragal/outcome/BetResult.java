package org.astragal.outcome;

import java.util.List;

/**
 * What one bet came to.
 *
 * @param bet the bet's id
 * @param detail in the words of the game
 * @param features what happened on the way, in order; may be empty
 * @param win the win; 0 for a losing bet
 */
public record BetResult(String bet, Json.Obj detail, List<String> features, Money win) {
  /** Copies {@code features}. */
  public BetResult {
    Check.id("bet", bet);
    features = Check.list("features", features, 0);
    features.forEach(feature -> Check.id("feature", feature));
  }
}
