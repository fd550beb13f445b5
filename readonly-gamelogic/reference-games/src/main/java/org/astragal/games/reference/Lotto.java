package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.Arrays;
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
import org.astragal.games.api.JackpotLevel;
import org.astragal.games.api.Payout;
import org.astragal.games.api.Picks;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.astragal.games.api.Trigger;

/**
 * {@code ref.lotto.649}: six of 49 balls and a bonus ball; a ticket costs 2.00 of its currency.
 * Fixed prizes, and a jackpot for all six. One draw for all tickets.
 *
 * <p>Draws: seven {@code ball}, below 49 down to below 43; the seventh is the bonus ball. A
 * selection is {@code {"numbers":[4,8,15,16,23,42]}}.
 */
final class Lotto implements Game {
  static final int BALLS = 49;
  static final int MAIN = 6;

  private static final String JACKPOT = "ROLLING";
  private static final int PRICE = 2;

  private static final NumberPick PICK = new NumberPick(MAIN, MAIN, BALLS);

  private static final DrawPlan PLAN =
      DrawPlan.of(new DrawPlan.Deal("ball", BALLS, MAIN + 1, MAIN + 1, false));

  private static final List<JackpotLevel> LEVELS =
      List.of(
          new JackpotLevel(
              JACKPOT,
              Counting.hypergeometric(BALLS, MAIN, MAIN, MAIN).times(Fraction.of(1, 200)),
              200_000_000,
              220_000));

  private static final BetFigures FIGURES = computeFigures();

  @Override
  public String id() {
    return "ref.lotto.649";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public Data.Members betSchema() {
    return PICK.schema();
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
  public List<JackpotLevel> jackpotLevels() {
    return LEVELS;
  }

  @Override
  public DrawPlan plan() {
    return PLAN;
  }

  @Override
  public Optional<BetRefusal> check(List<Bet> bets) {
    return BetRules.check(bets, maximumBets(), maximumStakeMinor(), Lotto::checkOne);
  }

  @Override
  public Played play(Round round) throws DrawsException {
    Refusals.requireNone(check(round.bets()));
    int[] drawn = Picks.dealt(round::draw, "ball", BALLS, MAIN + 1);
    int bonus = drawn[MAIN] + 1;
    int[] main = Arrays.copyOf(drawn, MAIN);
    Arrays.sort(main);
    var balls = new ArrayList<Data>(MAIN);
    for (int ball : main) {
      balls.add(new Data.Whole(ball + 1L));
    }
    var drawing =
        Data.Members.empty().with("balls", new Data.Items(balls)).with("bonusBall", bonus);
    var results = new ArrayList<BetResult>(round.bets().size());
    var triggers = new ArrayList<Trigger>();
    for (Bet bet : round.bets()) {
      List<Integer> picked = PICK.of(bet);
      int hits = 0;
      for (int number : picked) {
        hits += Arrays.binarySearch(main, number - 1) >= 0 ? 1 : 0;
      }
      boolean hasBonus = picked.contains(bonus);
      var detail = drawing.with("bonus", new Data.Flag(hasBonus)).with("hits", hits);
      var payout = Payout.of(bet.stakeMinor(), prize(hits, hasBonus), PRICE);
      List<String> features = hits == MAIN ? List.of("jackpot:" + JACKPOT) : List.of();
      if (hits == MAIN) {
        // The sixth ball completes it.
        triggers.add(new Trigger(bet.id(), JACKPOT, MAIN - 1));
      }
      results.add(BetResult.of(bet, detail, features, payout));
    }
    return new Played.Settled(results, triggers);
  }

  /** {@return the fixed prize of a ticket, in whole units of its currency} */
  static int prize(int hits, boolean hasBonus) {
    return switch (hits) {
      case 5 -> hasBonus ? 100_000 : 1_500;
      case 4 -> 75;
      case 3 -> 8;
      case 2 -> hasBonus ? 4 : 0;
      default -> 0;
    };
  }

  @Override
  public long maximumWinMultiple() {
    return 50_000;
  }

  @Override
  public int maximumResultBytes() {
    return """
    {"balls":[44,45,46,47,48,49],"bonus":false,"bonusBall":43,"hits":6}["jackpot:ROLLING"]\
    """
        .length();
  }

  private static Optional<BetRefusal> checkOne(Bet bet) {
    long price = Prices.minor(PRICE, bet.exponent());
    return bet.stakeMinor() == price
        ? PICK.check(bet)
        : Refusals.stake(bet, "exactly the price of a ticket, " + price + " minor units");
  }

  private static BetFigures computeFigures() {
    var figures = Figures.of("TICKET");
    for (int hits = 0; hits <= MAIN; hits++) {
      Fraction chance = Counting.hypergeometric(BALLS, MAIN, MAIN, hits);
      // The bonus ball is one of the 43 others; the ticket has 6 - hits of them.
      Fraction bonus = Fraction.of(MAIN - hits, BALLS - MAIN);
      figures.win(Fraction.of(prize(hits, true), PRICE), chance.times(bonus));
      figures.win(Fraction.of(prize(hits, false), PRICE), chance.times(Fraction.ONE.minus(bonus)));
    }
    return figures.figures();
  }
}
