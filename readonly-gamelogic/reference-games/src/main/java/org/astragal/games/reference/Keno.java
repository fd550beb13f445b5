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
import org.astragal.games.api.Option;
import org.astragal.games.api.Payout;
import org.astragal.games.api.Picks;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;

/**
 * {@code ref.keno.80}: 20 of 80 balls are drawn; a player picks 1 to 10 numbers and is paid by how
 * many of them are drawn. One draw for all players.
 *
 * <p>Draws: twenty {@code ball}, below 80 down to below 61. A selection is {@code
 * {"numbers":[3,17,42]}}. The option {@code winCap} cuts what a bet can win.
 */
final class Keno implements Game {
  static final int BALLS = 80;
  static final int DRAWN = 20;
  static final int MOST_SPOTS = 10;

  private static final String WIN_CAP = "winCap";
  private static final String NO_CAP = "NONE";
  private static final long LARGEST = 100_000;

  private static final NumberPick PICK = new NumberPick(1, MOST_SPOTS, BALLS);

  /** Tenths of the stake by the number of hits, from none on; the first list is for one spot. */
  private static final List<List<Integer>> TENTHS =
      List.of(
          List.of(0, 37),
          List.of(0, 10, 90),
          List.of(0, 0, 20, 460),
          List.of(0, 0, 10, 60, 1_450),
          List.of(0, 0, 0, 30, 200, 6_600),
          List.of(0, 0, 0, 10, 90, 900, 19_000),
          List.of(0, 0, 0, 10, 30, 220, 3_000, 70_000),
          List.of(0, 0, 0, 0, 20, 120, 1_000, 12_000, 250_000),
          List.of(0, 0, 0, 0, 10, 50, 450, 3_500, 45_000, 400_000),
          List.of(40, 0, 0, 0, 0, 20, 220, 1_300, 10_000, 50_000, 1_000_000));

  private static final List<Option> OPTIONS =
      List.of(
          new Option(
              WIN_CAP,
              List.of(NO_CAP, "10000"),
              "the most that a bet is paid, in multiples of its stake"));

  private static final DrawPlan PLAN =
      DrawPlan.of(new DrawPlan.Deal("ball", BALLS, DRAWN, DRAWN, false));

  private static final List<BetFigures> FIGURES = figures(LARGEST);
  private static final List<BetFigures> CAPPED_FIGURES = figures(10_000);

  @Override
  public String id() {
    return "ref.keno.80";
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
  public List<Option> options() {
    return OPTIONS;
  }

  @Override
  public List<BetFigures> figures(Terms terms) {
    return cap(terms) == LARGEST ? FIGURES : CAPPED_FIGURES;
  }

  @Override
  public BetFigures figures(Terms terms, Bet bet) {
    return figures(terms).get(PICK.of(bet).size() - 1);
  }

  @Override
  public DrawPlan plan() {
    return PLAN;
  }

  @Override
  public Optional<BetRefusal> check(List<Bet> bets) {
    return BetRules.check(bets, maximumBets(), maximumStakeMinor(), PICK::check);
  }

  @Override
  public Played play(Round round) throws DrawsException {
    Refusals.requireNone(check(round.bets()));
    long cap = cap(round.terms());
    int[] drawn = Picks.chosen(round::draw, "ball", BALLS, DRAWN);
    var balls = new ArrayList<Data>(DRAWN);
    for (int ball : drawn) {
      balls.add(new Data.Whole(ball + 1L));
    }
    var detail = Data.Members.empty().with("balls", new Data.Items(balls));
    var results = new ArrayList<BetResult>(round.bets().size());
    for (Bet bet : round.bets()) {
      List<Integer> picked = PICK.of(bet);
      int hits = hits(picked, drawn);
      var payout = Payout.capped(bet.stakeMinor(), tenths(picked.size(), hits), 10, cap);
      results.add(BetResult.of(bet, detail.with("hits", hits), List.of(), payout));
    }
    return new Played.Settled(results);
  }

  /** {@return tenths of the stake that so many hits of so many spots pay} */
  static int tenths(int spots, int hits) {
    return TENTHS.get(spots - 1).get(hits);
  }

  @Override
  public long maximumWinMultiple() {
    return LARGEST;
  }

  @Override
  public int maximumResultBytes() {
    return """
    {"balls":[61,62,63,64,65,66,67,68,69,70,71,72,73,74,75,76,77,78,79,80],"capped":true,\
    "hits":10}[]\
    """
            .length()
        + ",\"remainder\":\"9/10\"".length();
  }

  private static long cap(Terms terms) {
    String cap = terms.value(WIN_CAP);
    return cap.equals(NO_CAP) ? LARGEST : Long.parseLong(cap);
  }

  // The drawn balls are counted from 0, the picked numbers from 1.
  private static int hits(List<Integer> picked, int[] drawn) {
    int hits = 0;
    for (int number : picked) {
      hits += Arrays.binarySearch(drawn, number - 1) >= 0 ? 1 : 0;
    }
    return hits;
  }

  private static List<BetFigures> figures(long cap) {
    var all = new ArrayList<BetFigures>();
    for (int spots = 1; spots <= MOST_SPOTS; spots++) {
      var figures = Figures.of("SPOTS " + spots);
      for (int hits = 0; hits <= spots; hits++) {
        Fraction chance = Counting.hypergeometric(BALLS, DRAWN, spots, hits);
        figures.win(Fraction.of(Math.min(tenths(spots, hits), 10 * cap), 10), chance);
      }
      all.add(figures.figures());
    }
    return List.copyOf(all);
  }
}
