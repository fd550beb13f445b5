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
import org.astragal.games.api.Game;
import org.astragal.games.api.Payout;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;

/**
 * {@code ref.slot.ways243}: five reels, three rows, 243 ways, scatters that pay anywhere and give
 * free spins. In a free spin the ways pay twice; its scatters pay and give no more spins.
 *
 * <p>Draws: {@code reel-1} below 28 to {@code reel-5} below 31; with three, four or five scatters
 * 8, 10 or 15 times {@code free-reel-1} to {@code free-reel-5}. A selection is {@code {}}.
 */
final class WaysSlot implements Game {
  private static final List<BetFigures> FIGURES =
      List.of(
          BetFigures.of(
              "SPIN",
              "37751990618319/39601849000000",
              "67230087717384732797200922951/14114757997969209000000000000",
              "2945729/3775800",
              "7609/5"));

  private static final DrawPlan PLAN =
      DrawPlan.of(
          reels("reel-"),
          DrawPlan.when(
              "three, four or five scatters are seen",
              new DrawPlan.Repeat(
                  reels("free-reel-"),
                  WaysTables.freeSpins(3),
                  WaysTables.MOST_FREE_SPINS,
                  "8, 10 or 15 free spins are played")));

  @Override
  public String id() {
    return "ref.slot.ways243";
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
    return FIGURES;
  }

  @Override
  public BetFigures figures(Terms terms, Bet bet) {
    return FIGURES.getFirst();
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
    return BetRules.check(bets, maximumBets(), maximumStakeMinor(), Refusals::unlessEmpty);
  }

  @Override
  public Played play(Round round) throws DrawsException {
    Refusals.requireNone(check(round.bets()));
    Bet bet = round.bets().getFirst();
    WaysSpin spin = spin(round, "reel-");
    int scatters = spin.scatters();
    long credits = spin.credits() + (long) WaysTables.CREDITS * WaysTables.scatterPays(scatters);
    var free = new ArrayList<Data>();
    for (int i = WaysTables.freeSpins(scatters); i > 0; i--) {
      long won = freeCredits(spin(round, "free-reel-"));
      free.add(new Data.Whole(won));
      credits += won;
    }
    Data.Members detail = detail(spin, scatters);
    if (!free.isEmpty()) {
      detail = detail.with("free", new Data.Items(free));
    }
    List<String> features = free.isEmpty() ? List.of() : List.of("free-spins:" + free.size());
    var payout = Payout.of(bet.stakeMinor(), credits, WaysTables.CREDITS);
    return new Played.Settled(List.of(BetResult.of(bet, detail, features, payout)));
  }

  /** {@return what a free spin wins, in credits} */
  static long freeCredits(WaysSpin spin) {
    return (long) WaysTables.FREE_FACTOR * spin.credits()
        + (long) WaysTables.CREDITS * WaysTables.scatterPays(spin.scatters());
  }

  @Override
  public long maximumWinMultiple() {
    return 1_522;
  }

  @Override
  public int maximumResultBytes() {
    return 2_000;
  }

  private static WaysSpin spin(Round round, String purpose) throws DrawsException {
    return new WaysSpin(
        (int) round.draw(purpose + 1, 28),
        (int) round.draw(purpose + 2, 29),
        (int) round.draw(purpose + 3, 30),
        (int) round.draw(purpose + 4, 30),
        (int) round.draw(purpose + 5, 31));
  }

  private static DrawPlan.Part reels(String purpose) {
    return DrawPlan.sequence(
        DrawPlan.draw(purpose + 1, 28L),
        DrawPlan.draw(purpose + 2, 29L),
        DrawPlan.draw(purpose + 3, 30L),
        DrawPlan.draw(purpose + 4, 30L),
        DrawPlan.draw(purpose + 5, 31L));
  }

  private static Data.Members detail(WaysSpin spin, int scatters) {
    var ways = new ArrayList<Data>();
    for (WaysSpin.WayWin win : spin.wins()) {
      ways.add(
          Data.Members.empty()
              .with("credits", win.credits())
              .with("reels", win.reels())
              .with("symbol", Character.toString(win.symbol()))
              .with("ways", win.ways()));
    }
    var reels = new ArrayList<Data>();
    spin.windows().forEach(window -> reels.add(new Data.Text(window)));
    return Data.Members.empty()
        .with("reels", new Data.Items(reels))
        .with("scatters", scatters)
        .with("ways", new Data.Items(ways));
  }
}
