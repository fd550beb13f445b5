package org.astragal.games.reference;

import java.util.ArrayList;
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
 * {@code ref.crash}: a multiple rises until it crashes. A player states beforehand at which
 * multiple to cash out, and wins it if the crash comes later. One crash for all players.
 *
 * <p>Draws: {@code crash} below 2^52. Multiples are in hundredths; m is reached by exactly floor(99
 * × 2^52 / m) of the draws, the smallest ones. A selection is {@code {"cashOut":200}} for 2.00, 101
 * to 1000000.
 */
final class Crash implements Game {
  static final long DRAWS = 1L << 52;
  static final int LEAST = 101;
  static final int MOST = 1_000_000;

  private static final String CASH_OUT = "cashOut";

  /** Where the multiple begins: there is no crash below it. */
  private static final long BEGIN = 100;

  private static final List<Integer> PUBLISHED = List.of(101, 150, 200, 1_000, 10_000, MOST);

  private static final DrawPlan PLAN = DrawPlan.of(DrawPlan.draw("crash", DRAWS));

  private static final Data.Members SCHEMA =
      Schemas.oneOf(Schemas.only(CASH_OUT, Schemas.whole(LEAST, MOST)));

  @Override
  public String id() {
    return "ref.crash";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public Data.Members betSchema() {
    return SCHEMA;
  }

  @Override
  public List<BetFigures> figures(Terms terms) {
    return PUBLISHED.stream().map(Crash::figures).toList();
  }

  @Override
  public BetFigures figures(Terms terms, Bet bet) {
    return figures(cashOut(bet).orElseThrow());
  }

  @Override
  public DrawPlan plan() {
    return PLAN;
  }

  @Override
  public Optional<BetRefusal> check(List<Bet> bets) {
    return BetRules.check(bets, maximumBets(), maximumStakeMinor(), Crash::checkSelection);
  }

  @Override
  public Played play(Round round) throws DrawsException {
    Refusals.requireNone(check(round.bets()));
    long draw = round.draw("crash", DRAWS);
    var detail = Data.Members.empty().with("crash", crash(draw));
    var results = new ArrayList<BetResult>(round.bets().size());
    for (Bet bet : round.bets()) {
      int cashOut = cashOut(bet).orElseThrow();
      var payout =
          draw < reaching(cashOut) ? Payout.of(bet.stakeMinor(), cashOut, 100) : Payout.NOTHING;
      results.add(BetResult.of(bet, detail, List.of(), payout));
    }
    return new Played.Settled(results);
  }

  /** {@return how many of the draws reach a multiple, in hundredths} */
  static long reaching(int multiple) {
    return 99 * DRAWS / multiple;
  }

  /**
   * {@return the last multiple that a draw reaches, in hundredths: 100 if it crashes at once, and
   * 1000000 if it reaches the highest that can be bet on}
   */
  static long crash(long draw) {
    return Math.min(MOST, Math.max(BEGIN, 99 * DRAWS / (draw + 1)));
  }

  @Override
  public long maximumWinMultiple() {
    return MOST / 100;
  }

  @Override
  public int maximumResultBytes() {
    return "{\"crash\":1000000,\"remainder\":\"99/100\"}[]".length();
  }

  private static Optional<Integer> cashOut(Bet bet) {
    return bet.selection()
        .whole(CASH_OUT)
        .filter(multiple -> multiple >= LEAST && multiple <= MOST)
        .map(Math::toIntExact);
  }

  private static Optional<BetRefusal> checkSelection(Bet bet) {
    Optional<BetRefusal> unknown = Refusals.unlessOnly(bet, CASH_OUT);
    return unknown.isPresent() || cashOut(bet).isPresent()
        ? unknown
        : Refusals.unknownSelection(
            bet, CASH_OUT + ": hundredths, a whole number from 101 to 1000000");
  }

  private static BetFigures figures(int cashOut) {
    return Figures.of("CASH_OUT " + cashOut)
        .win(Fraction.of(cashOut, 100), Fraction.of(reaching(cashOut), DRAWS))
        .figures();
  }
}
