package org.astragal.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.ledger.Activity.Figure;
import org.astragal.ledger.Batch.Unpostable;
import org.astragal.ledger.Row.Contribution;
import org.astragal.ledger.Wager.Stake;
import org.astragal.outcome.Json;
import org.astragal.outcome.Trigger;

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
  private final Wins wins;
  private final int log;
  private final boolean tells;

  /**
   * An engine for one entry.
   *
   * @param pools the pools, changed by it
   * @param use what caps have let through, changed by it
   * @param work what comes out
   * @param log number of the log that the rounds come from
   */
  Engine(Pools pools, CapUse use, Work work, int log) {
    this(pools, use, work, log, true);
  }

  /**
   * As {@link #Engine(Pools, CapUse, Work, int)}.
   *
   * @param tells whether it also tells what is no posting: claims that differ, figures of days,
   *     meters
   */
  Engine(Pools pools, CapUse use, Work work, int log, boolean tells) {
    this.tells = tells;
    this.pools = pools.all();
    this.work = work;
    this.log = log;
    this.pipeline = new Pipeline(use, log);
    this.wins = new Wins(work);
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
    var from = work.rows().size();
    for (var bet : wager.bets()) {
      if (concerned.isEmpty()) {
        work.tally("not-contributing.game");
      }
      for (var pool : concerned) {
        contribute(pool, wager, bet);
      }
    }
    if (tells) {
      claims.compare(wager);
    }
    if (!wager.triggers().isEmpty()) {
      trigger(wager, List.copyOf(work.rows().subList(from, work.rows().size())));
    }
    work.post(wager);
  }

  /** What one round won of one level is won together. */
  private void trigger(Wager wager, List<Row> given) {
    var together = new LinkedHashMap<Pools.Place, List<Wins.Winner>>();
    for (var trigger : wager.triggers()) {
      var pool = pools.stream().filter(p -> p.name().equals(trigger.pool())).findFirst();
      if (pool.isEmpty()) {
        work.tally("trigger-for-another-ledger");
        continue;
      }
      var level = pool.get().level(trigger.level());
      var row = given.stream().filter(r -> isOf(r, pool.get(), trigger)).findFirst();
      var obstacle = obstacle(wager, level, row);
      if (obstacle.isPresent()) {
        wins.refuse(trigger.pool(), trigger.level(), wager.seq(), trigger.bet(), obstacle.get());
      } else {
        var bet = ((Contribution) row.orElseThrow()).stake();
        together
            .computeIfAbsent(
                new Pools.Place(pool.get(), level.orElseThrow()), _ -> new ArrayList<>())
            .add(Wins.Winner.of(log, wager, bet));
      }
    }
    together.forEach((place, winners) -> wins.together(place.pool(), place.level(), winners));
  }

  private static boolean isOf(Row row, PoolState pool, Trigger trigger) {
    return row instanceof Contribution contribution
        && row.pool() == pool.id()
        && contribution.stake().bet().equals(trigger.bet());
  }

  /** Why a trigger wins nothing, if anything stands against it. */
  private static Optional<String> obstacle(
      Wager wager, Optional<LevelState> level, Optional<Row> row) {
    if (level.isEmpty() || level.get().retired()) {
      return Optional.of("level");
    }
    if (level.get().rules().kind() != TriggerRules.Kind.GAME) {
      return Optional.of("kind");
    }
    // Who did not see the draw made cannot be believed that it hit.
    if (wager.source() != PoolRules.Source.SIGNED) {
      return Optional.of("source");
    }
    if (row.isEmpty()) {
      return Optional.of("game");
    }
    var decision = ((Contribution) row.get()).steps().decision();
    return decision == Decision.CONTRIBUTED ? Optional.empty() : Optional.of(decision.code());
  }

  private void contribute(PoolState pool, Wager wager, Stake bet) {
    var decision = Pipeline.decide(pool.terms(), wager, bet);
    var due = new long[0];
    if (decision == Decision.CONTRIBUTED) {
      due = Pipeline.due(pool, pool.terms(), bet);
      if (tells) {
        claims.expect(pool, bet, due);
      }
    }
    var row = pipeline.post(pool, wager, bet, decision, due);
    work.add(row);
    if (row.steps().decision() == Decision.UNREASONABLE) {
      work.hold(HeldBet.of(pool, row, due));
    }
    if (!tells) {
      return;
    }
    var figures = work.activity().of(day(pool, bet, wager.at()));
    Activity.add(figures, Figure.BETS, 1);
    if (row.steps().decision() == Decision.CONTRIBUTED) {
      note(pool, row, figures);
      return;
    }
    work.tally("not-contributing." + row.steps().decision().code());
    Activity.add(figures, Figure.REFUSED, 1);
  }

  /**
   * Posts a contribution that was held. It is a contribution of its bet from now on, and in the
   * activity of the day on which it was released: reports of days that are over do not change.
   *
   * @param at when it is released
   * @return why it cannot be, in words for people; then nothing has changed
   */
  Optional<String> release(HeldBet held, Instant at) {
    var pool = pools.get(held.pool() - 1);
    var due = held.due(pool);
    if (due.isEmpty()) {
      return Optional.of(
          "a level that was to get a share takes no part any more; reject it, and adjust another");
    }
    var most = Math.addExact(held.exchange().floorToPool(held.allowedMicro()), 1);
    for (var level : pool.terms().levels()) {
      if (!pool.levels().get(level.index()).hasRoomFor(most)) {
        return Optional.of(level.rules().id() + " cannot hold so much");
      }
    }
    var row = pipeline.release(pool, held, due.get());
    if (row.isEmpty()) {
      return Optional.of("the caps of its gaming day have been used up; reject it");
    }
    work.add(row.get());
    if (tells) {
      work.tally("released");
      note(pool, row.get(), work.activity().of(day(pool, held.stake(), at)));
    }
    return Optional.empty();
  }

  private static Activity.Key day(PoolState pool, Stake bet, Instant at) {
    var day = pool.terms().place(bet.jurisdiction()).dayOf(at);
    return new Activity.Key(pool.id(), day, bet.jurisdiction(), bet.currency());
  }

  private void note(PoolState pool, Contribution row, long[] figures) {
    Activity.add(figures, Figure.STAKE_MINOR, row.stake().minor());
    Activity.add(figures, Figure.CUT_MICRO, row.steps().cutMicro());
    var levels = pool.terms().levels();
    var given = 0L;
    for (var i = 0; i < levels.size(); i++) {
      var toPool = row.amount(i, Contribution.TO_POOL);
      Activity.add(figures, Figure.POOL_MICRO, toPool);
      Activity.add(figures, Figure.RESERVE_MICRO, row.amount(i, Contribution.TO_RESERVE));
      Activity.add(figures, Figure.RESERVE_MICRO, row.amount(i, Contribution.TO_HIDDEN));
      Activity.add(figures, Figure.OVERFLOW_MICRO, row.amount(i, Contribution.TO_OVERFLOW));
      given +=
          toPool
              + row.amount(i, Contribution.TO_RESERVE)
              + row.amount(i, Contribution.TO_HIDDEN)
              + row.amount(i, Contribution.TO_OVERFLOW);
      if (toPool != 0) {
        work.moved(pool.levels().get(levels.get(i).index()));
        if (levels.get(i).rules().kind() == TriggerRules.Kind.MUST_HIT
            && row.amount(i, Contribution.POOL_AFTER) == levels.get(i).ceilingMicro()) {
          heldAtCeiling(pool, levels.get(i).rules().id(), row);
        }
      }
    }
    work.given(pool.name(), row.wager().game(), given);
  }

  /** From here on contributions go to OVERFLOW until the holder has answered. */
  private void heldAtCeiling(PoolState pool, String level, Contribution row) {
    work.event(
        "jackpot.ceiling.held",
        Map.of(
            "level", new Json.Str(level),
            "pool", new Json.Str(pool.name()),
            "posting", new Json.Str(Long.toString(row.n()))));
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
