package org.astragal.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.astragal.ledger.Activity.Figure;
import org.astragal.ledger.Row.Reason;
import org.astragal.outcome.Json;

/** Pays levels that were won, and begins them again. Used by one thread. */
final class Wins {
  private final Work work;
  private final Postings postings;

  Wins(Work work) {
    this.work = work;
    this.postings = new Postings(work);
  }

  /**
   * Whose bet won a level.
   *
   * @param log number of the log of its round
   * @param seq the round's place there
   * @param at when the win was sealed, with the round or by the appliance that decided: taxes are
   *     those of that time
   * @param bet the bet's id
   * @param operator of the round
   * @param round the operator's name for it
   * @param player stands for the player with the operator
   * @param jurisdiction of the player
   */
  record Winner(
      int log,
      long seq,
      Instant at,
      String bet,
      String operator,
      String round,
      String player,
      String jurisdiction) {
    static Winner of(int log, Wager wager, Wager.Stake bet) {
      return new Winner(
          log,
          wager.seq(),
          wager.at(),
          bet.bet(),
          wager.operator(),
          wager.roundId(),
          bet.player(),
          bet.jurisdiction());
    }
  }

  /**
   * Pays all who won a level with one round, by the pool's policy.
   *
   * @param winners in the order of the record
   */
  void together(PoolState pool, LevelState level, List<Winner> winners) {
    var policy = pool.terms().rules().policy();
    if (policy == PoolRules.Simultaneous.FIRST_BY_SEQ || winners.size() == 1) {
      for (var winner : winners) {
        pay(pool, level, List.of(winner), minor(level), policy);
      }
    } else {
      pay(pool, level, winners, minor(level), policy);
    }
  }

  /**
   * Pays who won a level with one round, an amount that need not be all of it: the rest stays.
   *
   * @param winners in the order of the record; more than one only if the policy pays them together
   * @param minor the amount, at most what POOL holds
   */
  void amount(PoolState pool, LevelState level, List<Winner> winners, long minor) {
    pay(pool, level, winners, minor, pool.terms().rules().policy());
  }

  /** What a level would pay: whole minor units; the rest opens the next cycle. */
  private static long minor(LevelState level) {
    return Math.floorDiv(level.micro(AccountKind.POOL), PoolRules.MICRO);
  }

  private void pay(
      PoolState pool,
      LevelState level,
      List<Winner> winners,
      long minor,
      PoolRules.Simultaneous policy) {
    var isFull = policy == PoolRules.Simultaneous.FULL_EACH;
    if (!hasRoom(level, isFull ? winners.size() : 1, minor)) {
      winners.forEach(w -> refuse(pool.name(), level.name(), w.seq(), w.bet(), "amount"));
      return;
    }
    work.peak(level);
    var first = 0L;
    for (var i = 0; i < winners.size(); i++) {
      var share = isFull ? minor : minor / winners.size() + (i < minor % winners.size() ? 1 : 0);
      var source = isFull && i > 0 ? AccountKind.HOUSE : AccountKind.POOL;
      var n = win(pool, level, winners.get(i), share, source);
      first = i == 0 ? n : first;
    }
    reset(pool, level, first);
  }

  /** One win. {@return its number} */
  private long win(
      PoolState pool, LevelState level, Winner winner, long minor, AccountKind source) {
    var place = pool.terms().place(winner.jurisdiction());
    var tax = tax(place.rules().taxList(), winner.at(), minor);
    var n = pool.nextPosting();
    work.add(
        new Row.Win(
            pool.id(), n, pool.terms().number(), level.id(), level.cycle(), winner, minor, tax));
    var micro = Math.multiplyExact(minor, PoolRules.MICRO);
    postings.move(pool, level, source, AccountKind.PAYABLE, micro, Reason.WIN, n);
    postings.move(
        pool,
        level,
        AccountKind.PAYABLE,
        AccountKind.WITHHELD,
        tax * PoolRules.MICRO,
        Reason.TAX,
        n);
    note(pool, place.dayOf(winner.at()), winner.jurisdiction(), minor, tax);
    work.event(
        "jackpot.won",
        Map.of(
            "bet", new Json.Str(winner.bet()),
            "level", new Json.Str(level.name()),
            "minor", new Json.Str(Long.toString(minor)),
            "pool", new Json.Str(pool.name()),
            "posting", new Json.Str(Long.toString(n)),
            "seq", new Json.Str(Long.toString(winner.seq())),
            "withheldMinor", new Json.Str(Long.toString(tax))));
    return n;
  }

  /** All taxes of a place on a win, each rounded once; never more than the win. */
  static long tax(List<TaxRules> taxes, Instant at, long minor) {
    var all = 0L;
    for (var tax : taxes) {
      if (tax.kind() == TaxRules.Kind.WIN_WITHHOLD && tax.holdsAt(at)) {
        all += Math.min(tax.on(minor), minor - all);
      }
    }
    return all;
  }

  private void note(PoolState pool, long day, String jurisdiction, long minor, long tax) {
    var key = new Activity.Key(pool.id(), day, jurisdiction, pool.terms().rules().currency());
    work.activity().add(key, Figure.WINS, 1);
    work.activity().add(key, Figure.WON_MINOR, minor);
    work.activity().add(key, Figure.WITHHELD_MINOR, tax);
  }

  /** The level begins again, with what waited for its reset in force. */
  private void reset(PoolState pool, LevelState level, long cause) {
    level.nextCycle();
    pool.renew(level);
    var due = level.rules().resetMicro();
    if (level.rules().kind() == TriggerRules.Kind.MUST_HIT
        && level.micro(AccountKind.POOL) + due >= level.rules().ceilingMicro()) {
      // No threshold would fit between what it held and its ceiling.
      var rest = Math.max(level.micro(AccountKind.POOL), 0);
      postings.move(pool, level, AccountKind.POOL, AccountKind.OVERFLOW, rest, Reason.RESET, cause);
    }
    for (var source : List.of(AccountKind.OVERFLOW, AccountKind.RESERVE, AccountKind.HOUSE)) {
      var micro =
          source == AccountKind.HOUSE ? due : Math.min(due, Math.max(level.micro(source), 0));
      postings.move(pool, level, source, AccountKind.POOL, micro, Reason.RESET, cause);
      due -= micro;
    }
    level.decided(Decided.begin(pool.postings(), level.micro(AccountKind.POOL)));
  }

  private static boolean hasRoom(LevelState level, int times, long minor) {
    try {
      var reset = level.rules().resetMicro();
      var pay = Math.multiplyExact(Math.multiplyExact(minor, PoolRules.MICRO), times);
      return level.hasRoomFor(Math.addExact(Math.multiplyExact(reset, 2), pay));
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /** Tells of a trigger that wins nothing; people decide what follows from it. */
  void refuse(String pool, String level, long seq, String bet, String reason) {
    work.tally("trigger-refused." + reason);
    work.event(
        "jackpot.trigger.refused",
        Map.of(
            "bet", new Json.Str(bet),
            "level", new Json.Str(level),
            "pool", new Json.Str(pool),
            "reason", new Json.Str(reason),
            "seq", new Json.Str(Long.toString(seq))));
  }
}
