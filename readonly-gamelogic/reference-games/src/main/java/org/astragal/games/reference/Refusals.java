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

  static Optional<BetRefusal> stake(Bet bet, String allowed) {
    return Optional.of(new BetRefusal(bet.id(), BetRefusal.Reason.STAKE_NOT_ALLOWED, allowed));
  }

  /** {@return a refusal if the selection has any member} */
  static Optional<BetRefusal> unlessEmpty(Bet bet) {
    return bet.selection().values().isEmpty()
        ? Optional.empty()
        : unknownMember(bet, "a selection without members");
  }

  /** {@return a refusal if the selection has another member than this one} */
  static Optional<BetRefusal> unlessOnly(Bet bet, String name) {
    for (String member : bet.selection().values().keySet()) {
      if (!member.equals(name)) {
        return unknownMember(bet, "the member " + name + " alone");
      }
    }
    return Optional.empty();
  }

  static void requireNone(Optional<BetRefusal> refusal) {
    if (refusal.isPresent()) {
      throw new IllegalArgumentException(refusal.get().message());
    }
  }
}
