package org.astragal.ledger;

import java.time.Instant;
import java.util.Map;

/**
 * A contribution that is in the books.
 *
 * @param n the posting's number
 * @param winner whose it is
 * @param decision whether it contributed
 * @param stakeMinor the stake, in its own currency
 * @param exchange that currency, and what it was worth
 * @param dueMicro what the rates asked
 * @param cutMicro what caps cut of it
 * @param amounts by level's number: to POOL, to RESERVE, hidden share, to OVERFLOW, POOL after it
 */
record Given(
    long n,
    Wins.Winner winner,
    Decision decision,
    long stakeMinor,
    Exchange exchange,
    long dueMicro,
    long cutMicro,
    Map<Integer, Amounts> amounts) {
  Given {
    amounts = Map.copyOf(amounts);
  }

  /** What one level got. */
  record Amounts(long pool, long reserve, long hidden, long overflow, long poolAfter) {}

  Instant at() {
    return winner.at();
  }

  /** {@return what it weighs in a draw: whole minor units of the pool's currency} */
  long weight() {
    return decision == Decision.CONTRIBUTED ? exchange.floorToPool(stakeMinor) : 0;
  }
}
