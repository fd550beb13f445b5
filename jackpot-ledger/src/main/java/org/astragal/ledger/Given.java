package org.astragal.ledger;

import java.time.Instant;
import org.astragal.outcome.JackpotEvent;

/**
 * What a bet has given to a level, as far as it may win it.
 *
 * @param n the posting's number
 * @param log number of the log of its round
 * @param seq the round's place there
 * @param bet the bet
 * @param operator of the round
 * @param round the operator's name for it
 * @param player stands for the player with the operator
 * @param jurisdiction of the player
 * @param stakeMinor the stake in whole minor units of the pool's currency
 * @param poolAfter what POOL held after it
 */
record Given(
    long n,
    int log,
    long seq,
    String bet,
    String operator,
    String round,
    String player,
    String jurisdiction,
    long stakeMinor,
    long poolAfter) {
  /**
   * {@return it as a winner}
   *
   * @param at when it was decided that it wins
   */
  Wins.Winner winner(Instant at) {
    return new Wins.Winner(log, seq, at, bet, operator, round, player, jurisdiction);
  }

  /** {@return it as one for which a number is drawn} */
  JackpotEvent.Ticket ticket() {
    return new JackpotEvent.Ticket(n, operator, round, bet, stakeMinor);
  }

  boolean isOfRoundOf(Given other) {
    return log == other.log && seq == other.seq;
  }

  /** {@return a stake in whole minor units of the pool's currency} */
  static long stake(long minor, long rateE12) {
    return new Exchange("XXX", 0, rateE12).floorToPool(minor);
  }
}
