package org.astragal.games.reference;

import java.util.Optional;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetRefusal;

/** The refusals of a selection, and the guard before a round is drawn. */
final class Refusals {
  private Refusals() {}

  static Optional<BetRefusal> unknownSelection(Bet bet, String allowed) {
    return Optional.of(new BetRefusal(bet.id(), BetRefusal.Reason.SELECTION_UNKNOWN, allowed));
  }

  static Optional<BetRefusal> unknownMember(Bet bet, String allowed) {
    return Optional.of(
        new BetRefusal(bet.id(), BetRefusal.Reason.SELECTION_MEMBER_UNKNOWN, allowed));
  }

  static void requireNone(Optional<BetRefusal> refusal) {
    if (refusal.isPresent()) {
      throw new IllegalArgumentException(refusal.get().message());
    }
  }
}
