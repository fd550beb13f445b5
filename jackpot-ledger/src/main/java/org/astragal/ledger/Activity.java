package org.astragal.ledger;

import java.util.HashMap;
import java.util.Map;

/** What happened on a gaming day, for the daily reports. Used by one thread. */
final class Activity {
  private final Map<Key, long[]> sums = new HashMap<>();

  /** The figures, in the order of the table's columns. */
  enum Figure {
    /** Bets on a game of the pool. */
    BETS(0),
    /** Bets of these that did not contribute. */
    REFUSED(1),
    /** Stakes of those that did, minor units of the bet's currency. */
    STAKE_MINOR(2),
    /** Cut by caps, micro-units of the bet's currency. */
    CUT_MICRO(3),
    /** To POOL, micro-units of the pool's currency, as all that follow. */
    POOL_MICRO(4),
    /** To RESERVE, the hidden share included. */
    RESERVE_MICRO(5),
    /** To OVERFLOW. */
    OVERFLOW_MICRO(6),
    /** Wins. */
    WINS(7),
    /** Their amounts before tax, minor units. */
    WON_MINOR(8),
    /** Tax withheld, minor units. */
    WITHHELD_MINOR(9);

    private final int column;

    Figure(int column) {
      this.column = column;
    }

    /** {@return its place, from 0} */
    int column() {
      return column;
    }
  }

  private static final int FIGURES = Figure.values().length;

  /**
   * What is summed up together.
   *
   * @param pool the pool's number
   * @param day days since 1970-01-01, as the jurisdiction counts them
   * @param jurisdiction of the players
   * @param currency of the bets
   */
  record Key(int pool, long day, String jurisdiction, String currency) {}

  /**
   * Adds to a figure.
   *
   * @throws ArithmeticException if the sum does not fit
   */
  void add(Key key, Figure figure, long more) {
    add(of(key), figure, more);
  }

  /** {@return the figures of a key, for {@link #add(long[], Figure, long)}} */
  long[] of(Key key) {
    return sums.computeIfAbsent(key, _ -> new long[FIGURES]);
  }

  /** Adds to one of the figures that {@link #of} gave. */
  static void add(long[] figures, Figure figure, long more) {
    figures[figure.column()] = Math.addExact(figures[figure.column()], more);
  }

  /** {@return the figures of a key, in the order of {@link Figure}} */
  Map<Key, long[]> sums() {
    return sums;
  }
}
