package org.astragal.certification.games;

import org.astragal.games.api.Choices;

/** Who chooses in a game that asks its player. The probabilities of its table are for this one. */
enum Player {
  /** What the game does for a player who does not come back. */
  HOUSE,
  /** The best play of blackjack. */
  BASIC_STRATEGY;

  Choices choices() {
    return switch (this) {
      case HOUSE -> Choices.HOUSE;
      case BASIC_STRATEGY -> BasicStrategy::next;
    };
  }
}
