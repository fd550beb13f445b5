package org.astragal.ledger;

import java.util.ArrayList;
import java.util.List;
import org.astragal.ledger.Activity.Figure;
import org.astragal.ledger.Batch.Unpostable;
import org.astragal.ledger.Row.Contribution;
import org.astragal.ledger.Wager.Stake;

/**
 * What verified rounds do to the pools: a function of the pools as they stand, the rules and the
 * rounds in order, and of nothing else. The ledger in service and the audit run the very same.
 *
 * <p>Used by one thread, for one entry of the journal.
 */
final class Engine {
  private final List<PoolState> pools;
  private final Work work;
  private final Pipeline pipeline;
  private final Claims claims;

  /**
   * An engine for one entry.
   *
   * @param pools the pools, changed by it
   * @param use what caps have let through, changed by it
   * @param work what comes out
   */
  Engine(Pools pools, CapUse use, Work work) {
    this.pools = pools.all();
    this.work = work;
    this.pipeline = new Pipeline(use);
    this.claims = new Claims(pools.all(), work);
  }

  /** Posts a round, or refuses it whole. */
  void settle(Wager wager) {
    var concerned = new ArrayList<PoolState>(pools.size());
    for (var pool : pools) {
      if (pool.terms().rules().games().contains(wager.game())) {
        if (!fits(pool, wager)) {
          work.refuse(
              new Unpostable(
                  wager.seq(),
                  Refusal.AMOUNT_OUT_OF_RANGE,
                  "a balance or a stake times its rates would exceed 2^63 micro"));
          return;
        }
        concerned.add(pool);
      }
    }
    for (var bet : wager.bets()) {
      if (concerned.isEmpty()) {
        work.tally("not-contributing.game");
      }
      for (var pool : concerned) {
        contribute(pool, wager, bet);
      }
    }
    claims.compare(wager);
    work.post(wager);
  }

  private void contribute(PoolState pool, Wager wager, Stake bet) {
    var decision = Pipeline.decide(pool.terms(), wager, bet);
    var due = new long[0];
    if (decision == Decision.CONTRIBUTED) {
      due = Pipeline.due(pool, pool.terms(), bet);
      claims.expect(pool, bet, due);
    }
    var row = pipeline.post(pool, wager, bet, decision, due);
    work.add(row);
    note(pool, row);
  }

  private void note(PoolState pool, Contribution row) {
    var bet = row.stake();
    var day = pool.terms().place(bet.jurisdiction()).dayOf(row.wager().at());
    var key = new Activity.Key(pool.id(), day, bet.jurisdiction(), bet.currency());
    var activity = work.activity();
    activity.add(key, Figure.BETS, 1);
    if (row.steps().decision() != Decision.CONTRIBUTED) {
      work.tally("not-contributing." + row.steps().decision().code());
      activity.add(key, Figure.REFUSED, 1);
      return;
    }
    activity.add(key, Figure.STAKE_MINOR, bet.minor());
    activity.add(key, Figure.CUT_MICRO, row.steps().cutMicro());
    var levels = pool.terms().levels();
    for (var i = 0; i < levels.size(); i++) {
      var toPool = row.amount(i, Contribution.TO_POOL);
      activity.add(key, Figure.POOL_MICRO, toPool);
      activity.add(key, Figure.RESERVE_MICRO, row.amount(i, Contribution.TO_RESERVE));
      activity.add(key, Figure.RESERVE_MICRO, row.amount(i, Contribution.TO_HIDDEN));
      activity.add(key, Figure.OVERFLOW_MICRO, row.amount(i, Contribution.TO_OVERFLOW));
      if (toPool != 0) {
        work.moved(pool, pool.levels().get(levels.get(i).index()));
      }
    }
  }

  /** Whether everything that a round can give fits, so that nothing is given by half. */
  private static boolean fits(PoolState pool, Wager wager) {
    var terms = pool.terms();
    try {
      var all = 0L;
      for (var bet : wager.bets()) {
        var exchange = terms.exchange(bet.currency(), bet.exp());
        if (exchange.isPresent()) {
          var ppm = terms.levels().stream().mapToLong(l -> l.rules().highestPpm()).sum();
          Math.multiplyExact(bet.minor(), Math.max(ppm, 1));
          // One more for what an exchange rounds down, and one for its carry.
          all = Math.addExact(all, Math.addExact(exchange.get().floorToPool(bet.minor()), 2));
        }
      }
      for (var level : terms.levels()) {
        var most = Math.multiplyExact(all, Math.max(level.rules().highestPpm(), 1));
        if (!pool.levels().get(level.index()).hasRoomFor(most)) {
          return false;
        }
      }
      return true;
    } catch (ArithmeticException e) {
      return false;
    }
  }
}
