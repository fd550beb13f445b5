package org.astragal.games.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The checks that every game makes alike, so that a pack states only what is its own. */
public final class BetRules {
  /** The longest bet id, in characters. */
  public static final int MAXIMUM_ID = 64;

  private BetRules() {}

  /**
   * Finds the first trouble in the bets of a round.
   *
   * @param bets the bets
   * @param maximumBets the most bets of one round
   * @param maximumStakeMinor the largest stake of one bet, in minor units
   * @param selection the game's own check of one bet, asked last
   * @return the first refusal, or nothing if the round may be played
   */
  public static Optional<BetRefusal> check(
      List<Bet> bets,
      int maximumBets,
      long maximumStakeMinor,
      Function<Bet, Optional<BetRefusal>> selection) {
    if (bets.isEmpty()) {
      return refuse("", BetRefusal.Reason.NO_BETS, count(maximumBets));
    }
    if (bets.size() > maximumBets) {
      return refuse("", BetRefusal.Reason.TOO_MANY_BETS, count(maximumBets));
    }
    var ids = new TreeSet<String>();
    for (Bet bet : bets) {
      Optional<BetRefusal> refusal = checkOne(bet, maximumStakeMinor, ids);
      if (refusal.isEmpty()) {
        refusal = selection.apply(bet);
      }
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private static Optional<BetRefusal> checkOne(Bet bet, long maximumStakeMinor, Set<String> ids) {
    if (!isId(bet.id())) {
      // The id itself may be long or unprintable, so it is not repeated here.
      return refuse(
          "",
          BetRefusal.Reason.BET_ID_INVALID,
          "bet ids of 1 to " + MAXIMUM_ID + " visible ASCII characters");
    }
    if (!ids.add(bet.id())) {
      return refuse(bet.id(), BetRefusal.Reason.BET_ID_DUPLICATE, "each id once in a round");
    }
    if (bet.exponent() != 0 && bet.exponent() != 2 && bet.exponent() != 3) {
      return refuse(
          bet.id(), BetRefusal.Reason.CURRENCY_NOT_ALLOWED, "currencies with 0, 2 or 3 decimals");
    }
    if (bet.stakeMinor() < 1) {
      return refuse(
          bet.id(),
          BetRefusal.Reason.STAKE_NOT_POSITIVE,
          "1 to " + maximumStakeMinor + " minor units");
    }
    if (bet.stakeMinor() > maximumStakeMinor) {
      return refuse(
          bet.id(),
          BetRefusal.Reason.STAKE_TOO_LARGE,
          "1 to " + maximumStakeMinor + " minor units");
    }
    return Optional.empty();
  }

  private static String count(int maximumBets) {
    return maximumBets == 1 ? "one bet" : "1 to " + maximumBets + " bets";
  }

  private static boolean isId(String id) {
    if (id.isEmpty() || id.length() > MAXIMUM_ID) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) < 0x21 || id.charAt(i) > 0x7e) {
        return false;
      }
    }
    return true;
  }

  private static Optional<BetRefusal> refuse(String bet, BetRefusal.Reason reason, String allowed) {
    return Optional.of(new BetRefusal(bet, reason, allowed));
  }
}
