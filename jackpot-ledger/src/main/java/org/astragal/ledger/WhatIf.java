package org.astragal.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.ledger.Row.Contribution;

/**
 * Plays a period of the books a second time, under rules of one's own: the same rounds in the same
 * order, the same draws, the same orders. It begins with the books as they stood; rules that came
 * into force in the period do not hold here. Used by one thread.
 */
final class WhatIf implements Replay.Observer {
  private final List<RulesFile> rules;
  private final Instant from;
  private final Instant to;
  private final Totals actual = new Totals();
  private final Totals other = new Totals();
  private Optional<Second> second = Optional.empty();
  private Pools theirs = new Pools(List.of());
  private boolean isWithin;
  private boolean isOver;
  private long rounds;
  private long refusedOrders;

  /**
   * A period and rules for it.
   *
   * @param rules that hold in it
   * @param from its begin, by the ledger's clock
   * @param to its end, which does not belong to it
   */
  WhatIf(List<RulesFile> rules, Instant from, Instant to) {
    this.rules = List.copyOf(rules);
    this.from = from;
    this.to = to;
  }

  /** The pools as they would be. */
  private static final class Second {
    private final Pools before;
    private final Pools pools;
    private final CapUse use;
    private Work work = new Work();
    private Optional<Engine> engine = Optional.empty();

    private Second(Pools before, CapUse use) {
      this.before = before.copy();
      this.pools = before.copy();
      this.use = use.copy();
    }
  }

  /** What bets and wins came to in the period, by pool. */
  private static final class Totals {
    private final Map<String, OfPool> byPool = new TreeMap<>();

    private void add(Work work, Pools pools) {
      for (var row : work.rows()) {
        var of =
            byPool.computeIfAbsent(pools.pool(row.pool()).orElseThrow().name(), _ -> new OfPool());
        switch (row) {
          case Contribution c when c.steps().decision() == Decision.CONTRIBUTED -> of.bets++;
          case Contribution _ -> of.without++;
          case Row.Win win -> {
            of.wins++;
            of.wonMinor = Math.addExact(of.wonMinor, win.minor());
            of.withheldMinor = Math.addExact(of.withheldMinor, win.withheldMinor());
          }
          case Row.Movement _ -> {
            // The balances show it.
          }
        }
      }
    }
  }

  private static final class OfPool {
    private long bets;
    private long without;
    private long wins;
    private long wonMinor;
    private long withheldMinor;

    private Map<String, Long> figures() {
      return new TreeMap<>(
          Map.of(
              "bets that gave", bets,
              "bets that gave nothing", without,
              "wins", wins,
              "won minor units", wonMinor,
              "withheld minor units", withheldMinor));
    }
  }

  /**
   * A figure of the period, both ways.
   *
   * @param pool the pool
   * @param what a figure of the pool, or a level and one of its accounts
   * @param actual as it was
   * @param other as it would have been
   */
  record Line(String pool, String what, long actual, long other) {
    long difference() {
      return Math.subtractExact(other, actual);
    }
  }

  /**
   * What came of it.
   *
   * @param rounds of the period
   * @param refusedOrders orders of two persons that the pools would not have allowed
   * @param lines figures of every pool that either way has
   */
  record Result(long rounds, long refusedOrders, List<Line> lines) {
    Result {
      lines = List.copyOf(lines);
    }
  }

  @Override
  public void entry(JournalEntry entry, Pools pools, CapUse use) throws AuditException {
    if (!isOver) {
      // A clock that was set back begins no second period.
      isOver = !entry.at().isBefore(to);
      theirs = isOver ? pools.copy() : pools;
    }
    isWithin = !isOver && !entry.at().isBefore(from);
    if (!isWithin) {
      return;
    }
    switch (entry.input()) {
      case Input.Opened _, Input.Adopted _, Input.Ruled _ -> {
        // The rules of the period are given; a ruling moves nothing by itself.
      }
      case Input.Delivered said -> {
        var own = begin(pools, use);
        own.work = new Work();
        own.engine = Optional.of(new Engine(own.pools, own.use, own.work, said.number()));
      }
      case Input.Ordered ordered -> {
        var own = begin(pools, use);
        own.work = new Work();
        own.engine = Optional.empty();
        if (new Orders(own.pools, own.work).apply(ordered.order()).isPresent()) {
          refusedOrders++;
        }
      }
    }
  }

  private Second begin(Pools pools, CapUse use) throws AuditException {
    if (second.isEmpty()) {
      var own = new Second(pools, use);
      for (var file : rules) {
        var news = List.of(file);
        var pool = own.pools.pool(file.rules().pool());
        if (pool.isPresent()) {
          var alone = new Pools(List.of(pool.get()));
          var obstacle = Adoption.obstacle(alone, news);
          if (obstacle.isPresent()) {
            throw new AuditException("these rules could not come into force: " + obstacle.get());
          }
        }
        if (Adoption.isNews(own.pools, file)) {
          Adoption.adopt(own.pools, file, new Work());
        }
      }
      own.pools.settle();
      second = Optional.of(own);
    }
    return second.get();
  }

  @Override
  public void round(Wager wager) {
    if (isWithin && second.isPresent() && second.get().engine.isPresent()) {
      rounds++;
      second.get().engine.get().settle(wager);
    }
  }

  @Override
  public void done(Work work) {
    if (isWithin && second.isPresent()) {
      var own = second.get();
      actual.add(work, theirs);
      other.add(own.work, own.pools);
      own.work = new Work();
      own.pools.settle();
      own.engine = Optional.empty();
    }
  }

  /** {@return the difference, after the audit is through; empty if the period has no round} */
  Optional<Result> result() {
    if (second.isEmpty()) {
      return Optional.empty();
    }
    var own = second.get();
    var lines = new ArrayList<Line>();
    for (var pool : own.pools.all()) {
      var was = actual.byPool.getOrDefault(pool.name(), new OfPool()).figures();
      other
          .byPool
          .getOrDefault(pool.name(), new OfPool())
          .figures()
          .forEach(
              (what, n) -> lines.add(new Line(pool.name(), what, was.getOrDefault(what, 0L), n)));
      for (var level : pool.levels()) {
        var before = balances(own.before, pool.name(), level.name());
        var then = balances(theirs, pool.name(), level.name());
        for (var kind : AccountKind.values()) {
          var start = before.getOrDefault(kind, 0L);
          lines.add(
              new Line(
                  pool.name(),
                  level.name() + " " + kind,
                  Math.subtractExact(then.getOrDefault(kind, 0L), start),
                  Math.subtractExact(level.micro(kind), start)));
        }
      }
    }
    return Optional.of(new Result(rounds, refusedOrders, lines));
  }

  private static Map<AccountKind, Long> balances(Pools pools, String pool, String level) {
    var balances = new EnumMap<AccountKind, Long>(AccountKind.class);
    pools
        .pool(pool)
        .flatMap(found -> found.level(level))
        .ifPresent(found -> {
          for (var kind : AccountKind.values()) {
            balances.put(kind, found.micro(kind));
          }
        });
    return balances;
  }
}
