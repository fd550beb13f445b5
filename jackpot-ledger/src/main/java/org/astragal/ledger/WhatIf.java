package org.astragal.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.astragal.ledger.Row.Contribution;

/**
 * Plays a period of the books a second time, under rules of one's own: the same rounds in the same
 * order, the same draws, the same orders, the same rulings on what is held. It begins with the
 * books as they stood; rules that came into force in the period do not hold here. Used by one
 * thread.
 *
 * <p>Who wins a level over which an appliance decides cannot be known: the appliance drew for the
 * contributions that there were, and told it only as far as it got. Such a level is left out.
 */
final class WhatIf implements Replay.Observer {
  private final List<RulesFile> rules;
  private final Instant from;
  private final Instant to;
  private final Totals actual = new Totals();
  private final Totals other = new Totals();
  private final Map<HeldBet.Place, BetOf> held = new HashMap<>();
  private final Map<BetOf, HeldBet> waiting = new HashMap<>();
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
    private final Map<BetOf, HeldBet> waiting;
    private Work work = new Work();
    private Optional<Engine> engine = Optional.empty();

    private Second(Pools before, CapUse use, Map<BetOf, HeldBet> waiting) {
      this.before = before.copy();
      this.pools = before.copy();
      this.use = use.copy();
      this.waiting = new HashMap<>(waiting);
    }

    private void hold() {
      work.held().forEach(bet -> waiting.put(BetOf.of(bet, pools), bet));
    }
  }

  /** A bet in a pool, whichever way it is played. */
  private record BetOf(String pool, int log, long seq, String bet) {
    private static BetOf of(HeldBet held, Pools pools) {
      var pool = pools.pool(held.pool()).orElseThrow().name();
      return new BetOf(pool, held.log(), held.wager().seq(), held.stake().bet());
    }
  }

  /** What bets and wins came to in the period, by pool. */
  private static final class Totals {
    private final Map<String, OfPool> byPool = new TreeMap<>();

    private void add(Work work, Pools pools) {
      for (var row : work.rows()) {
        var of = of(pools.pool(row.pool()).orElseThrow().name());
        switch (row) {
          case Contribution c when c.steps().decision() == Decision.CONTRIBUTED -> of.bets++;
          case Contribution _ -> of.without++;
          case Row.Win win ->
              of.wins
                  .computeIfAbsent(
                      pools.level(win.level()).orElseThrow().level().name(), _ -> new Won())
                  .add(win);
          case Row.Movement _ -> {
            // The balances show it.
          }
        }
      }
    }

    private OfPool of(String pool) {
      return byPool.computeIfAbsent(pool, _ -> new OfPool());
    }
  }

  private static final class OfPool {
    private final Map<String, Won> wins = new TreeMap<>();
    private long bets;
    private long without;

    /** {@return the figures, without what was won of some levels} */
    private Map<String, Long> figures(Set<String> unknown) {
      var all = new Won();
      wins.forEach((level, won) -> {
        if (!unknown.contains(level)) {
          all.add(won);
        }
      });
      return new TreeMap<>(
          Map.of(
              "bets that gave", bets,
              "bets that gave nothing", without,
              "wins", all.count,
              "won minor units", all.minor,
              "withheld minor units", all.withheldMinor));
    }
  }

  /** What was won of a level. */
  private static final class Won {
    private long count;
    private long minor;
    private long withheldMinor;

    private void add(Row.Win win) {
      count++;
      minor = Math.addExact(minor, win.minor());
      withheldMinor = Math.addExact(withheldMinor, win.withheldMinor());
    }

    private void add(Won other) {
      count += other.count;
      minor = Math.addExact(minor, other.minor);
      withheldMinor = Math.addExact(withheldMinor, other.withheldMinor);
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
   * @param lines figures of every pool that either way has, without what is unknown
   * @param unknown levels over which an appliance decides under these rules
   */
  record Result(long rounds, long refusedOrders, List<Line> lines, List<Unknown> unknown) {
    Result {
      lines = List.copyOf(lines);
      unknown = List.copyOf(unknown);
    }
  }

  /**
   * A level of which nobody can know when it would have been won.
   *
   * @param kind how an appliance decides
   * @param wins how often it was won
   * @param wonMinor what was won of it, before tax
   */
  record Unknown(String pool, String level, TriggerRules.Kind kind, long wins, long wonMinor) {}

  @Override
  public void entry(JournalEntry entry, Pools pools, CapUse use) throws AuditException {
    if (!isOver) {
      // A clock that was set back begins no second period.
      isOver = !entry.at().isBefore(to);
      theirs = isOver ? pools.copy() : pools;
    }
    isWithin = !isOver && !entry.at().isBefore(from);
    if (!isWithin) {
      decided(entry).map(held::get).ifPresent(waiting::remove);
      return;
    }
    switch (entry.input()) {
      case Input.Opened _, Input.Adopted _ -> {
        // The rules of the period are given.
      }
      case Input.Ruled ruled -> {
        if (ruled.ruling().held().isPresent()) {
          rule(ruled, begin(pools, use));
        }
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

  /** {@return the contribution of which an entry decides, if it does} */
  private static Optional<HeldBet.Place> decided(JournalEntry entry) {
    return entry.input() instanceof Input.Ruled ruled ? ruled.ruling().held() : Optional.empty();
  }

  /** What these rules do not hold, there is nothing to decide of. */
  private void rule(Input.Ruled ruled, Second own) {
    own.work = new Work();
    own.engine = Optional.empty();
    var bet = ruled.ruling().held().map(held::get).map(own.waiting::remove);
    if (bet.isPresent()
        && new HeldRulings(own.pools, own.use, own.work)
            .apply(ruled.ruling(), ruled.approvals(), bet.get())
            .isPresent()) {
      refusedOrders++;
    }
  }

  private Second begin(Pools pools, CapUse use) throws AuditException {
    if (second.isEmpty()) {
      var own = new Second(pools, use, waiting);
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
    for (var bet : work.held()) {
      var of = BetOf.of(bet, theirs);
      held.put(new HeldBet.Place(of.pool(), bet.posting()), of);
      waiting.put(of, bet);
    }
    if (isWithin && second.isPresent()) {
      var own = second.get();
      actual.add(work, theirs);
      other.add(own.work, own.pools);
      own.hold();
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
    var unknown = new ArrayList<Unknown>();
    for (var pool : own.pools.all()) {
      var without = new TreeSet<String>();
      for (var level : pool.levels()) {
        if (level.rules().kind() != TriggerRules.Kind.GAME && !level.retired()) {
          var was = actual.of(pool.name()).wins.getOrDefault(level.name(), new Won());
          without.add(level.name());
          unknown.add(
              new Unknown(pool.name(), level.name(), level.rules().kind(), was.count, was.minor));
        }
      }
      var was = actual.of(pool.name()).figures(without);
      other
          .of(pool.name())
          .figures(without)
          .forEach(
              (what, n) -> lines.add(new Line(pool.name(), what, was.getOrDefault(what, 0L), n)));
      for (var level : pool.levels()) {
        if (!without.contains(level.name())) {
          lines.addAll(accounts(own, pool.name(), level));
        }
      }
    }
    return Optional.of(new Result(rounds, refusedOrders, lines, unknown));
  }

  /** {@return how each account of a level changed, both ways} */
  private List<Line> accounts(Second own, String pool, LevelState level) {
    var lines = new ArrayList<Line>();
    var before = balances(own.before, pool, level.name());
    var then = balances(theirs, pool, level.name());
    for (var kind : AccountKind.values()) {
      var start = before.getOrDefault(kind, 0L);
      lines.add(
          new Line(
              pool,
              level.name() + " " + kind,
              Math.subtractExact(then.getOrDefault(kind, 0L), start),
              Math.subtractExact(level.micro(kind), start)));
    }
    return lines;
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
