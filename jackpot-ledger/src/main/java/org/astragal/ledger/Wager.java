package org.astragal.ledger;

import java.time.Instant;
import java.util.List;
import org.astragal.outcome.Bet;
import org.astragal.outcome.Contribution;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.Trigger;

/**
 * A settled round, as far as the pools look at it. Whatever it came from, it moves money only once.
 *
 * @param seq its place in its log
 * @param at when it was settled
 * @param round what it must not be twice
 * @param operator whose round it is
 * @param roundId the operator's name for it
 * @param game the game
 * @param mode REAL, FREE or TEST
 * @param source how far its origin is proved
 * @param bets the bets, in order
 * @param claims what the appliance says the bets give; compared, never used
 * @param triggers levels that its draws won
 */
record Wager(
    long seq,
    Instant at,
    RoundKey round,
    String operator,
    String roundId,
    String game,
    String mode,
    PoolRules.Source source,
    List<Stake> bets,
    List<Contribution> claims,
    List<Trigger> triggers) {

  Wager {
    bets = List.copyOf(bets);
    claims = List.copyOf(claims);
    triggers = List.copyOf(triggers);
  }

  /**
   * One bet.
   *
   * @param bet its id
   * @param fundedBy where the stake comes from, such as CASH
   * @param channel such as MOBILE
   * @param jurisdiction such as MT
   * @param player stands for the player with the operator
   * @param eligibility what the operator vouches for
   * @param currency of the stake
   * @param exp decimal places of its minor unit
   * @param minor the stake
   */
  record Stake(
      String bet,
      String fundedBy,
      String channel,
      String jurisdiction,
      String player,
      List<String> eligibility,
      String currency,
      int exp,
      long minor) {
    Stake {
      eligibility = List.copyOf(eligibility);
    }

    private static Stake of(Bet bet) {
      var player = bet.player();
      var stake = bet.stake();
      return new Stake(
          bet.id(),
          bet.fundedBy(),
          player.channel(),
          player.jurisdiction(),
          player.pseudonym(),
          player.eligibility(),
          stake.ccy(),
          stake.exp(),
          stake.minor());
    }
  }

  /**
   * {@return a verified record, without what only its game needs}
   *
   * @param source how far its origin is proved
   */
  static Wager of(long seq, Instant at, RoundSettled round, PoolRules.Source source) {
    return new Wager(
        seq,
        at,
        RoundKey.of(round.operator(), round.round().id(), round.round().step()),
        round.operator(),
        round.round().id(),
        round.game().id(),
        round.round().mode().name(),
        source,
        round.bets().stream().map(Stake::of).toList(),
        round.contributions(),
        round.triggers());
  }
}
