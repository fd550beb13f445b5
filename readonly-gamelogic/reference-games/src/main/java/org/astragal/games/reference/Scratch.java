package org.astragal.games.reference;

import java.util.List;
import java.util.Optional;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.BetRules;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawPlan;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.astragal.games.api.Payout;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;

/**
 * {@code ref.scratch}: a ticket out of a million, each as likely as any other for every buyer; it
 * costs 1.00 of its currency.
 *
 * <p>Draws: {@code ticket} below 1000000. The tickets are numbered by prize, the largest first, so
 * a number says its prize. A selection is {@code {}}.
 */
final class Scratch implements Game {
  static final int TICKETS = 1_000_000;

  private static final int PRICE = 1;

  /** From the largest on; all other tickets are blanks. */
  static final List<Prize> PRIZES =
      List.of(
          new Prize(100_000, 1),
          new Prize(10_000, 5),
          new Prize(1_000, 60),
          new Prize(100, 900),
          new Prize(25, 4_000),
          new Prize(10, 12_000),
          new Prize(5, 25_000),
          new Prize(2, 90_000),
          new Prize(1, 120_000));

  private static final BetFigures FIGURES = computeFigures();

  private static final DrawPlan PLAN = DrawPlan.of(DrawPlan.draw("ticket", (long) TICKETS));

  /**
   * A prize.
   *
   * @param units in whole units of the currency
   * @param tickets how many tickets have it
   */
  record Prize(int units, int tickets) {}

  @Override
  public String id() {
    return "ref.scratch";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public Data.Members betSchema() {
    return Schemas.NOTHING;
  }

  @Override
  public List<BetFigures> figures(Terms terms) {
    return List.of(FIGURES);
  }

  @Override
  public BetFigures figures(Terms terms, Bet bet) {
    return FIGURES;
  }

  @Override
  public DrawPlan plan() {
    return PLAN;
  }

  @Override
  public int maximumBets() {
    return 1;
  }

  @Override
  public Optional<BetRefusal> check(List<Bet> bets) {
    return BetRules.check(bets, maximumBets(), maximumStakeMinor(), Scratch::checkOne);
  }

  @Override
  public Played play(Round round) throws DrawsException {
    Refusals.requireNone(check(round.bets()));
    Bet bet = round.bets().getFirst();
    long ticket = round.draw("ticket", TICKETS);
    int prize = prize(ticket);
    var detail = Data.Members.empty().with("prize", prize).with("ticket", ticket);
    var payout = Payout.of(bet.stakeMinor(), prize, PRICE);
    return new Played.Settled(List.of(BetResult.of(bet, detail, List.of(), payout)));
  }

  /** {@return the prize of a ticket in whole units, 0 for a blank} */
  static int prize(long ticket) {
    long left = ticket;
    for (Prize prize : PRIZES) {
      left -= prize.tickets();
      if (left < 0) {
        return prize.units();
      }
    }
    return 0;
  }

  @Override
  public long maximumWinMultiple() {
    return PRIZES.getFirst().units();
  }

  @Override
  public int maximumResultBytes() {
    return "{\"prize\":100000,\"ticket\":999999}[]".length();
  }

  private static Optional<BetRefusal> checkOne(Bet bet) {
    long price = Prices.minor(PRICE, bet.exponent());
    return bet.stakeMinor() == price
        ? Refusals.unlessEmpty(bet)
        : Refusals.stake(bet, "exactly the price of a ticket, " + price + " minor units");
  }

  private static BetFigures computeFigures() {
    var figures = Figures.of("TICKET");
    for (Prize prize : PRIZES) {
      figures.win(Fraction.of(prize.units(), PRICE), Fraction.of(prize.tickets(), TICKETS));
    }
    return figures.figures();
  }
}
