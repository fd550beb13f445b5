package org.astragal.ledger;

import java.util.Arrays;

/**
 * A numbered posting of a pool, as it stands in the books for ever. The bytes of a row are those of
 * PostgreSQL's binary COPY format; their hash is a leaf of the journal's entry.
 */
sealed interface Row {
  /** {@return the pool's number} */
  int pool();

  /** {@return the posting's number in the pool} */
  long n();

  /** Adds the row, fields in the order of its table's columns. */
  void write(CopyRows rows, long entry);

  /**
   * What a bet gave, or why it gave nothing. A final class for its amounts.
   *
   * <p>For each level under the terms, in their order, there are {@link #PARTS} amounts in
   * micro-units of the pool's currency: SOURCE to POOL, SOURCE to RESERVE, the hidden share (SOURCE
   * to RESERVE, too), SOURCE to OVERFLOW, and what POOL holds after it.
   */
  final class Contribution implements Row {
    /** Amounts of one level. */
    static final int PARTS = 5;

    static final int TO_POOL = 0;
    static final int TO_RESERVE = 1;
    static final int TO_HIDDEN = 2;
    static final int TO_OVERFLOW = 3;
    static final int POOL_AFTER = 4;

    private final int pool;
    private final long n;
    private final int terms;
    private final int log;
    private final Wager wager;
    private final Wager.Stake stake;
    private final Steps steps;
    private final long[] amounts;

    Contribution(
        int pool,
        long n,
        int terms,
        int log,
        Wager wager,
        Wager.Stake stake,
        Steps steps,
        long[] amounts) {
      this.pool = pool;
      this.n = n;
      this.terms = terms;
      this.log = log;
      this.wager = wager;
      this.stake = stake;
      this.steps = steps;
      this.amounts = amounts;
    }

    @Override
    public int pool() {
      return pool;
    }

    @Override
    public long n() {
      return n;
    }

    /** {@return the number of the terms that held} */
    int terms() {
      return terms;
    }

    /** {@return number of the log of its round} */
    int log() {
      return log;
    }

    Wager wager() {
      return wager;
    }

    Wager.Stake stake() {
      return stake;
    }

    Steps steps() {
      return steps;
    }

    /** {@return an amount of the level at a place of the terms} */
    long amount(int level, int part) {
      return amounts.length == 0 ? 0 : amounts[level * PARTS + part];
    }

    /** {@return all amounts; a copy} */
    long[] amounts() {
      return Arrays.copyOf(amounts, amounts.length);
    }

    @Override
    public void write(CopyRows rows, long entry) {
      rows.row(19).int4(pool).int8(n).int8(entry).int4(log).int8(wager.seq());
      rows.text(stake.bet()).text(wager.operator()).text(wager.roundId());
      rows.text(stake.player()).text(stake.jurisdiction());
      rows.int4(terms).int2(steps.decision().number()).int8(stake.minor());
      rows.int8(steps.dueMicro()).int8(steps.cutMicro()).int2(steps.cutBy());
      rows.int8(steps.rateE12()).int8(steps.carry()).int8s(amounts);
    }
  }

  /**
   * The steps of the pipeline up to the split, in micro-units of the bet's currency.
   *
   * @param decision whether the bet contributes
   * @param dueMicro what the rates ask
   * @param cutMicro what caps cut of it
   * @param cutBy which caps cut: sum of 1 bet, 2 rate, 4 player-day, 8 jurisdiction-day
   * @param rateE12 what the bet's currency is worth
   * @param carry what the exchange left behind this bet, times 10^12
   */
  record Steps(
      Decision decision, long dueMicro, long cutMicro, int cutBy, long rateE12, long carry) {
    /** A bet that does not contribute. */
    static Steps refused(Decision decision) {
      return new Steps(decision, 0, 0, 0, Exchange.ONE, 0);
    }
  }

  /**
   * Any other movement between two accounts of a level.
   *
   * @param pool the pool's number
   * @param n the posting's number
   * @param terms the number of the terms that held
   * @param level the level's number
   * @param cycle the level's cycle
   * @param source where from
   * @param target where to
   * @param micro how much, micro-units, more than 0
   * @param reason why
   * @param cause the posting that led to it, such as a win; 0 for none
   * @param after what POOL holds after it
   */
  record Movement(
      int pool,
      long n,
      int terms,
      int level,
      long cycle,
      AccountKind source,
      AccountKind target,
      long micro,
      Reason reason,
      long cause,
      long after)
      implements Row {
    @Override
    public void write(CopyRows rows, long entry) {
      rows.row(12).int4(pool).int8(n).int8(entry).int4(terms).int4(level).int8(cycle);
      rows.int2(source.index()).int2(target.index()).int8(micro).int2(reason.number());
      rows.int8(cause).int8(after);
    }
  }

  /**
   * A win. The movements that it leads to name it as their cause.
   *
   * @param pool the pool's number
   * @param n the posting's number
   * @param terms the number of the terms that held
   * @param level the level's number
   * @param cycle the level's cycle that ended with it
   * @param winner whose bet it was
   * @param minor what is paid, before tax
   * @param withheldMinor the tax
   */
  record Win(
      int pool,
      long n,
      int terms,
      int level,
      long cycle,
      Wins.Winner winner,
      long minor,
      long withheldMinor)
      implements Row {
    @Override
    public void write(CopyRows rows, long entry) {
      rows.row(16).int4(pool).int8(n).int8(entry).int4(terms).int4(level).int8(cycle);
      rows.int4(winner.log()).int8(winner.seq()).int8(winner.at().toEpochMilli());
      rows.text(winner.bet()).text(winner.operator()).text(winner.round());
      rows.text(winner.player()).text(winner.jurisdiction());
      rows.int8(minor).int8(withheldMinor);
    }
  }

  /** Why a movement was made. The order is that of the numbers in the books. */
  enum Reason {
    /** A level begins. */
    SEED(0),
    /** A win. */
    WIN(1),
    /** Tax on a win. */
    TAX(2),
    /** The level begins again after a win. */
    RESET(3),
    /** A win was paid. */
    PAID(4),
    /** A correction by two persons. */
    ADJUST(5),
    /** A transfer between levels by two persons. */
    TRANSFER(6),
    /** The end of a level, by two persons. */
    RETIRE(7),
    /** A contribution that was held, released by two persons. */
    RELEASE(8),
    /** A contribution taken back, by two persons. */
    REVERSE(9);

    private final int number;

    Reason(int number) {
      this.number = number;
    }

    /** {@return its number in the books} */
    int number() {
      return number;
    }

    /** {@return its name for people} */
    String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Reason of(int number) {
      return values()[number];
    }
  }
}
