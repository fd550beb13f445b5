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
 * {@code ref.dice}: a number below 10000 is drawn; the player wins if it is below the target. A win
 * pays 0.99 × 10000 / target, cut to four decimals.
 *
 * <p>Draws: {@code dice} below 10000. A selection is {@code {"under":5000}}, 100 to 9800.
 */
final class Dice implements Game {
  static final int SIDES = 10_000;
  static final int LEAST = 100;
  static final int MOST = 9_800;

  /** Multiples are in ten-thousandths. */
  static final int UNIT = 10_000;

  private static final String UNDER = "under";

  /** Published: both ends, the middle, and the target whose return is the lowest of all. */
  private static final List<Integer> PUBLISHED = List.of(100, 1_000, 5_000, 9_000, 9_724, 9_800);

  private static final DrawPlan PLAN = DrawPlan.of(DrawPlan.draw("dice", (long) SIDES));

  private static final Data.Members SCHEMA =
      Schemas.oneOf(Schemas.only(UNDER, Schemas.whole(LEAST, MOST)));

  @Override
  public String id() {
    return "ref.dice";
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
    return PUBLISHED.stream().map(Dice::figures).toList();
  }

  @Override
  public BetFigures figures(Terms terms, Bet bet) {
    return figures(under(bet).orElseThrow());
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
    return BetRules.check(bets, maximumBets(), maximumStakeMinor(), Dice::checkSelection);
  }

  @Override
  public Played play(Round round) throws DrawsException {
    Refusals.requireNone(check(round.bets()));
    Bet bet = round.bets().getFirst();
    int under = under(bet).orElseThrow();
    long rolled = round.draw("dice", SIDES);
    var payout =
        rolled < under ? Payout.of(bet.stakeMinor(), multiple(under), UNIT) : Payout.NOTHING;
    var detail = Data.Members.empty().with("rolled", rolled);
    return new Played.Settled(List.of(BetResult.of(bet, detail, List.of(), payout)));
  }

  /** {@return what a win pays, in ten-thousandths of the stake} */
  static long multiple(int under) {
    return 99L * SIDES * UNIT / (100L * under);
  }

  @Override
  public long maximumWinMultiple() {
    return 99;
  }

  @Override
  public int maximumResultBytes() {
    return "{\"remainder\":\"9999/10000\",\"rolled\":9999}[]".length();
  }

  private static Optional<Integer> under(Bet bet) {
    return bet.selection()
        .whole(UNDER)
        .filter(under -> under >= LEAST && under <= MOST)
        .map(Math::toIntExact);
  }

  private static Optional<BetRefusal> checkSelection(Bet bet) {
    Optional<BetRefusal> unknown = Refusals.unlessOnly(bet, UNDER);
    return unknown.isPresent() || under(bet).isPresent()
        ? unknown
        : Refusals.unknownSelection(bet, UNDER + ": a whole number from 100 to 9800");
  }

  private static BetFigures figures(int under) {
    return Figures.of("UNDER " + under)
        .win(Fraction.of(multiple(under), UNIT), Fraction.of(under, SIDES))
        .figures();
  }
}
