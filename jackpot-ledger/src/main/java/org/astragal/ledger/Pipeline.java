package org.astragal.ledger;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.astragal.ledger.Row.Contribution;
import org.astragal.ledger.Row.Steps;
import org.astragal.ledger.Wager.Stake;

/**
 * The way of one bet through the rules of one pool, always in the same order: eligibility, base,
 * rate, caps, guard, split, exchange, ceiling, posting. Every amount is exact; where a whole is
 * split, the largest remainders get what is left over.
 *
 * <p>Used by one thread.
 */
final class Pipeline {
  /** Caps that cut, as {@link Steps#cutBy} says it. */
  static final int BY_BET = 1;

  static final int BY_RATE = 2;
  static final int BY_PLAYER_DAY = 4;
  static final int BY_JURISDICTION_DAY = 8;

  /** Shares of one level before the ceiling: pool, reserve, hidden. */
  private static final int SHARES = 3;

  private static final BigInteger ONE = BigInteger.valueOf(Exchange.ONE);

  private final CapUse use;
  private final int log;

  Pipeline(CapUse use, int log) {
    this.use = use;
    this.log = log;
  }

  /** What is left of a contribution after the caps. */
  private record Capped(long allowed, int by) {
    Capped atMost(long limit, int cap) {
      return limit < allowed ? new Capped(Math.max(limit, 0), by | cap) : this;
    }
  }

  /** {@return whether a bet contributes, by what is known of it alone} */
  static Decision decide(Terms terms, Wager wager, Stake bet) {
    var rules = terms.rules();
    if (terms.levels().isEmpty()) {
      return Decision.RETIRED;
    }
    if (!rules.takes(wager.source())) {
      return Decision.SOURCE;
    }
    if (!rules.modes().contains(wager.mode())) {
      return Decision.MODE;
    }
    if (!rules.fundedBy().contains(bet.fundedBy())) {
      return Decision.FUNDING;
    }
    var exchange = terms.exchange(bet.currency(), bet.exp());
    if (exchange.isEmpty()) {
      return Decision.CURRENCY;
    }
    if (rules.requires().isPresent() && !bet.eligibility().containsAll(rules.requires().get())) {
      return Decision.ELIGIBILITY;
    }
    if (!terms.place(bet.jurisdiction()).takes(wager.game(), bet.channel())) {
      return Decision.JURISDICTION;
    }
    var tooSmall =
        rules.minStakeMinor().isPresent()
            && exchange.get().compareToPool(bet.minor(), rules.minStakeMinor().get()) < 0;
    var tooLarge =
        rules.maxStakeMinor().isPresent()
            && exchange.get().compareToPool(bet.minor(), rules.maxStakeMinor().get()) > 0;
    return tooSmall || tooLarge ? Decision.STAKE : Decision.CONTRIBUTED;
  }

  /**
   * Posts what a bet gives.
   *
   * @param pool changed by it
   * @param due what the rates ask of the stake, see {@link #due}
   * @return the posting
   */
  Contribution post(PoolState pool, Wager wager, Stake bet, Decision decision, long[] due) {
    var terms = pool.terms();
    if (decision != Decision.CONTRIBUTED) {
      return row(pool, wager, bet, Steps.refused(decision), new long[0]);
    }
    var exchange = terms.exchange(bet.currency(), bet.exp()).orElseThrow();
    var asked = Arrays.stream(due).sum();
    var capped = cap(pool, wager, bet, exchange, asked);
    var limit = terms.rules().unreasonableMicro();
    if (limit.isPresent() && exchange.compareToPool(capped.allowed(), limit.get()) > 0) {
      var steps =
          new Steps(
              Decision.UNREASONABLE,
              asked,
              asked - capped.allowed(),
              capped.by(),
              exchange.rateE12(),
              pool.carry(bet.currency()));
      return row(pool, wager, bet, steps, new long[0]);
    }
    return give(pool, wager, bet, exchange, capped, due);
  }

  /**
   * Posts what was held, as a contribution like any other: what the rates and caps of its own time
   * left of it, less what the caps of its gaming day do not leave any more.
   *
   * @param pool changed by it
   * @param due what was due, in the order of the levels that take part now
   * @return the posting; nothing if those caps leave nothing
   */
  Optional<Contribution> release(PoolState pool, HeldBet held, long[] due) {
    var bet = held.stake();
    var before = new Capped(held.allowedMicro(), held.cutBy());
    var capped = capDays(pool, held.wager(), bet, held.exchange(), before);
    return capped.allowed() == 0
        ? Optional.empty()
        : Optional.of(give(pool, held.wager(), bet, held.exchange(), capped, due));
  }

  private Contribution give(
      PoolState pool, Wager wager, Stake bet, Exchange exchange, Capped capped, long[] due) {
    var asked = Arrays.stream(due).sum();
    var split = capped.allowed() == asked ? due : split(capped.allowed(), due);
    var shares = exchange.isOne() ? split : exchange(pool, bet.currency(), exchange, split);
    var steps =
        new Steps(
            Decision.CONTRIBUTED,
            asked,
            asked - capped.allowed(),
            capped.by(),
            exchange.rateE12(),
            pool.carry(bet.currency()));
    count(pool, wager, bet, Arrays.stream(shares).sum());
    return row(pool, wager, bet, steps, book(pool, shares));
  }

  /**
   * {@return what the rates ask of a stake: for each level pool, reserve and hidden share, in
   * micro-units of the bet's currency}
   *
   * @throws ArithmeticException if it does not fit
   */
  static long[] due(PoolState pool, Terms terms, Stake bet) {
    var levels = terms.levels();
    var exchange = terms.exchange(bet.currency(), bet.exp()).orElseThrow();
    var due = new long[levels.size() * SHARES];
    for (var i = 0; i < levels.size(); i++) {
      var level = levels.get(i);
      var holds = pool.levels().get(level.index()).micro(AccountKind.POOL);
      due[i * SHARES] = level.rate().micro(bet.minor(), exchange, holds);
      due[i * SHARES + 1] = Math.multiplyExact(bet.minor(), level.rules().reservePpm());
      due[i * SHARES + 2] = Math.multiplyExact(bet.minor(), level.rules().hidden());
    }
    return due;
  }

  /** {@return what of {@code due} goes to the POOL of a level} */
  static long toPool(long[] due, int level) {
    return due[level * SHARES];
  }

  private Capped cap(PoolState pool, Wager wager, Stake bet, Exchange exchange, long asked) {
    var caps = pool.terms().place(bet.jurisdiction()).caps();
    var left = new Capped(asked, 0);
    if (caps.betMicro().isPresent()) {
      left = left.atMost(exchange.floorToSource(caps.betMicro().get()), BY_BET);
    }
    if (caps.ratePpm().isPresent()) {
      left = left.atMost(Math.multiplyExact(bet.minor(), caps.ratePpm().get()), BY_RATE);
    }
    return capDays(pool, wager, bet, exchange, left);
  }

  /** {@return what the caps leave that count a gaming day} */
  private Capped capDays(PoolState pool, Wager wager, Stake bet, Exchange exchange, Capped before) {
    var place = pool.terms().place(bet.jurisdiction());
    var caps = place.caps();
    var day = caps.countsDays() ? place.dayOf(wager.at()) : 0;
    var left = before;
    if (caps.playerDayMicro().isPresent()) {
      var rest = caps.playerDayMicro().get() - use.of(CapUse.Key.player(pool, day, wager, bet));
      left = left.atMost(exchange.floorToSource(Math.max(rest, 0)), BY_PLAYER_DAY);
    }
    if (caps.jurisdictionDayMicro().isPresent()) {
      var rest =
          caps.jurisdictionDayMicro().get() - use.of(CapUse.Key.jurisdiction(pool, day, bet));
      left = left.atMost(exchange.floorToSource(Math.max(rest, 0)), BY_JURISDICTION_DAY);
    }
    return left;
  }

  private void count(PoolState pool, Wager wager, Stake bet, long micro) {
    var place = pool.terms().place(bet.jurisdiction());
    var caps = place.caps();
    var day = caps.countsDays() ? place.dayOf(wager.at()) : 0;
    caps.playerDayMicro().ifPresent(_ -> use.add(CapUse.Key.player(pool, day, wager, bet), micro));
    caps.jurisdictionDayMicro()
        .ifPresent(_ -> use.add(CapUse.Key.jurisdiction(pool, day, bet), micro));
  }

  /** {@return {@code whole} in proportion to {@code weights}; of equal remainders the first} */
  static long[] split(long whole, long[] weights) {
    var all = BigInteger.ZERO;
    for (var weight : weights) {
      all = all.add(BigInteger.valueOf(weight));
    }
    var shares = new long[weights.length];
    var remainders = new BigInteger[weights.length];
    var left = whole;
    for (var i = 0; i < weights.length; i++) {
      var parts =
          BigInteger.valueOf(whole)
              .multiply(BigInteger.valueOf(weights[i]))
              .divideAndRemainder(all);
      shares[i] = parts[0].longValueExact();
      remainders[i] = parts[1];
      left -= shares[i];
    }
    List<Integer> order =
        IntStream.range(0, weights.length)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> remainders[i]).reversed())
            .toList();
    for (var i = 0; i < left; i++) {
      shares[order.get(i)]++;
    }
    return shares;
  }

  /** Turns the shares into the pool's currency; what is below a micro-unit is carried on. */
  private static long[] exchange(PoolState pool, String currency, Exchange exchange, long[] split) {
    var shares = new long[split.length];
    var carry = BigInteger.valueOf(pool.carry(currency));
    for (var i = 0; i < shares.length; i++) {
      var parts = exchange.worth(split[i]).add(carry).divideAndRemainder(ONE);
      shares[i] = parts[0].longValueExact();
      carry = parts[1];
    }
    pool.carry(currency, carry.longValueExact());
    return shares;
  }

  /** Moves the shares of all levels. {@return the amounts of the posting} */
  private static long[] book(PoolState pool, long[] shares) {
    var levels = pool.terms().levels();
    var amounts = new long[levels.size() * Contribution.PARTS];
    for (var i = 0; i < levels.size(); i++) {
      var state = pool.levels().get(levels.get(i).index());
      var at = i * Contribution.PARTS;
      var due = shares[i * SHARES];
      var room = Math.max(levels.get(i).ceilingMicro() - state.micro(AccountKind.POOL), 0);
      amounts[at + Contribution.TO_POOL] = Math.min(due, room);
      amounts[at + Contribution.TO_RESERVE] = shares[i * SHARES + 1];
      amounts[at + Contribution.TO_HIDDEN] = shares[i * SHARES + 2];
      amounts[at + Contribution.TO_OVERFLOW] = due - amounts[at];
      state.move(AccountKind.SOURCE, AccountKind.POOL, amounts[at + Contribution.TO_POOL]);
      state.move(AccountKind.SOURCE, AccountKind.RESERVE, amounts[at + Contribution.TO_RESERVE]);
      state.move(AccountKind.SOURCE, AccountKind.RESERVE, amounts[at + Contribution.TO_HIDDEN]);
      state.move(AccountKind.SOURCE, AccountKind.OVERFLOW, amounts[at + Contribution.TO_OVERFLOW]);
      amounts[at + Contribution.POOL_AFTER] = state.micro(AccountKind.POOL);
    }
    return amounts;
  }

  private Contribution row(PoolState pool, Wager wager, Stake bet, Steps steps, long[] amounts) {
    return new Contribution(
        pool.id(), pool.nextPosting(), pool.terms().number(), log, wager, bet, steps, amounts);
  }
}
