package org.astragal.games.api;

/**
 * What a bet wins, in money. The rule of money: minor units in, exact until here, one floor for
 * each bet, and what the floor cut off is kept beside it.
 *
 * @param winMinor what is paid, in minor units
 * @param remainder what the floor cut off, as {@code remainder / denominator} of a minor unit
 * @param denominator above 0
 * @param isCapped whether the win was cut to the cap of the game
 */
public record Payout(long winMinor, long remainder, long denominator, boolean isCapped) {
  /** A win of nothing. */
  public static final Payout NOTHING = new Payout(0, 0, 1, false);

  /** Refuses what no floor can have made. */
  public Payout {
    if (winMinor < 0 || remainder < 0 || remainder >= denominator) {
      throw new IllegalArgumentException("not a floor: " + winMinor + " and " + remainder);
    }
  }

  /**
   * {@return what a multiple of a stake comes to}
   *
   * @param stakeMinor the stake, 0 or more minor units
   * @param numerator the multiple's numerator, 0 or more
   * @param denominator the multiple's denominator, above 0
   * @throws ArithmeticException if stake × numerator is beyond 2^63: a bug of the game's limits
   */
  public static Payout of(long stakeMinor, long numerator, long denominator) {
    long exact = Math.multiplyExact(stakeMinor, numerator);
    return new Payout(exact / denominator, exact % denominator, denominator, false);
  }

  /**
   * {@return what a multiple of a stake comes to, cut to a cap}
   *
   * @param stakeMinor the stake, 0 or more minor units
   * @param numerator the multiple's numerator, 0 or more
   * @param denominator the multiple's denominator, above 0
   * @param cap the largest multiple that is paid, in whole stakes
   */
  public static Payout capped(long stakeMinor, long numerator, long denominator, long cap) {
    if (numerator <= Math.multiplyExact(cap, denominator)) {
      return of(stakeMinor, numerator, denominator);
    }
    return new Payout(Math.multiplyExact(stakeMinor, cap), 0, 1, true);
  }

  /**
   * {@return a detail that also says what the floor and the cap have done, if they did anything}
   *
   * @param detail what happened in the game
   */
  public Data.Members explain(Data.Members detail) {
    Data.Members more = detail;
    if (isCapped) {
      more = more.with("capped", new Data.Flag(true));
    }
    return remainder == 0 ? more : more.with("remainder", remainder + "/" + denominator);
  }
}
