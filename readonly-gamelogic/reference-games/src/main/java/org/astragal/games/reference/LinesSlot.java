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
import org.astragal.games.api.JackpotLevel;
import org.astragal.games.api.Payout;
import org.astragal.games.api.Picks;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.astragal.games.api.Trigger;
import org.astragal.games.reference.LinesTables.Level;

/**
 * {@code ref.slot.lines20}: five reels, three rows, 20 lines, a bonus in which the player opens
 * three of twelve tiles, and a jackpot of four levels in which the player opens tiles until one
 * level is complete.
 *
 * <p>Draws, all before the first choice: {@code reel-1} below 30 to {@code reel-5} below 34; if a
 * scatter is seen on the reels 1, 3 and 5, eleven hidden {@code bonus-tile} that put the tiles in
 * order, and {@code gate} below 10000; if that is below the stake in minor units, 21 hidden {@code
 * jackpot-tile}. So the chance of the jackpot is exactly proportional to the stake, and what a tile
 * holds is settled before the player points at it.
 *
 * <p>A selection is {@code {}}. A choice is {@code {"bonus":4}} or {@code {"jackpot":17}}: the
 * place of a tile, from 0.
 */
final class LinesSlot implements Game {
  private static final String BONUS_CHANCE = "9/10880";

  private static final List<JackpotLevel> LEVELS =
      List.of(
          level(Level.MINI, "407452/692835", 5_000, 4_000),
          level(Level.MINOR, "98034/323323", 25_000, 3_000),
          level(Level.MAJOR, "311251/3233230", 250_000, 3_000),
          level(Level.GRAND, "17227/1385670", 5_000_000, 5_000));

  private static final List<BetFigures> FIGURES =
      List.of(
          BetFigures.of(
              "SPIN",
              "1572665/1669536",
              "1580953582931029/348418806912000",
              "364213/505920",
              "215"));

  private static final DrawPlan PLAN =
      DrawPlan.of(
          DrawPlan.draw("reel-1", 30L),
          DrawPlan.draw("reel-2", 31L),
          DrawPlan.draw("reel-3", 32L),
          DrawPlan.draw("reel-4", 33L),
          DrawPlan.draw("reel-5", 34L),
          DrawPlan.when(
              "a scatter is seen on the reels 1, 3 and 5",
              new DrawPlan.Deal("bonus-tile", 12, 11, 11, true),
              DrawPlan.draw("gate", (long) LinesTables.GATE),
              DrawPlan.when(
                  "the gate is below the stake in minor units",
                  new DrawPlan.Deal("jackpot-tile", LinesTables.JACKPOT_TILES, 21, 21, true)),
              new DrawPlan.Repeat(
                  new DrawPlan.Ask("a tile of the bonus", "{\"value\":{\"bonus\":11}}".length()),
                  LinesTables.BONUS_PICKS,
                  LinesTables.BONUS_PICKS,
                  "three tiles are open"),
              DrawPlan.when(
                  "the gate is below the stake in minor units",
                  new DrawPlan.Repeat(
                      new DrawPlan.Ask(
                          "a tile of the jackpot", "{\"value\":{\"jackpot\":21}}".length()),
                      3,
                      LinesTables.MOST_JACKPOT_PICKS,
                      "one level is complete"))));

  @Override
  public String id() {
    return "ref.slot.lines20";
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
  public List<JackpotLevel> jackpotLevels() {
    return LEVELS;
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
    LinesSpin spin = spin(round);
    return spin.hasBonus()
        ? playBonus(round, bet, spin)
        : settled(bet, detail(spin), spin.lineBets(), List.of(), List.of());
  }

  // Everything is drawn before the first choice: no choice can change what a tile holds.
  private static Played playBonus(Round round, Bet bet, LinesSpin spin) throws DrawsException {
    int[] order = Picks.shuffled(round::hidden, "bonus-tile", LinesTables.BONUS_TILES.size());
    int gate = round.drawn().size();
    boolean isJackpot = round.draw("gate", LinesTables.GATE) < bet.stakeMinor();
    int[] jackpotOrder =
        isJackpot
            ? Picks.shuffled(round::hidden, "jackpot-tile", LinesTables.JACKPOT_TILES)
            : new int[0];

    var bonus =
        new TilePick("bonus", order, tile -> new Data.Whole(LinesTables.BONUS_TILES.get(tile)));
    Data.Members detail = detail(spin);
    Optional<Played.Awaiting> waits =
        bonus.open(round, detail, tiles -> tiles.size() == LinesTables.BONUS_PICKS);
    if (waits.isPresent()) {
      return waits.get();
    }
    int lineBets = spin.lineBets();
    for (int tile : bonus.tiles()) {
      lineBets += LinesTables.BONUS_TILES.get(tile) * LinesTables.LINE_BETS;
    }
    detail = detail.with("bonus", bonus.detail());
    return isJackpot
        ? playJackpot(round, bet, detail, lineBets, jackpotOrder, gate)
        : settled(bet, detail, lineBets, List.of("bonus:PICK"), List.of());
  }

  private static Played playJackpot(
      Round round, Bet bet, Data.Members detail, int lineBets, int[] order, int gate)
      throws DrawsException {
    var jackpot = new TilePick("jackpot", order, tile -> new Data.Text(Level.ofTile(tile).name()));
    Optional<Played.Awaiting> waits =
        jackpot.open(round, detail, tiles -> complete(tiles).isPresent());
    if (waits.isPresent()) {
      return waits.get();
    }
    String level = complete(jackpot.tiles()).orElseThrow().name();
    return settled(
        bet,
        detail.with("jackpot", jackpot.detail()),
        lineBets,
        List.of("bonus:PICK", "jackpot:" + level),
        List.of(new Trigger(bet.id(), level, gate)));
  }

  @Override
  public long maximumWinMultiple() {
    return 215;
  }

  @Override
  public long maximumStakeMinor() {
    return LinesTables.GATE;
  }

  @Override
  public int maximumResultBytes() {
    return 2_000;
  }

  @Override
  public int maximumAwaitingBytes() {
    return 3_000;
  }

  private static Data.Members detail(LinesSpin spin) {
    var lines = new ArrayList<Data>();
    for (LinesSpin.LineWin win : spin.wins()) {
      lines.add(
          Data.Members.empty()
              .with("count", win.count())
              .with("line", win.line())
              .with("pays", win.pays())
              .with("symbol", Character.toString(win.symbol())));
    }
    var reels = new ArrayList<Data>();
    spin.windows().forEach(window -> reels.add(new Data.Text(window)));
    return Data.Members.empty()
        .with("lines", new Data.Items(lines))
        .with("reels", new Data.Items(reels));
  }

  private static LinesSpin spin(Round round) throws DrawsException {
    return new LinesSpin(
        (int) round.draw("reel-1", 30),
        (int) round.draw("reel-2", 31),
        (int) round.draw("reel-3", 32),
        (int) round.draw("reel-4", 33),
        (int) round.draw("reel-5", 34));
  }

  private static Played settled(
      Bet bet, Data.Members detail, int lineBets, List<String> features, List<Trigger> triggers) {
    var payout = Payout.of(bet.stakeMinor(), lineBets, LinesTables.LINE_BETS);
    return new Played.Settled(List.of(BetResult.of(bet, detail, features, payout)), triggers);
  }

  // A level is complete with the tile that was opened last, or none is yet.
  private static Optional<Level> complete(List<Integer> tiles) {
    if (tiles.isEmpty()) {
      return Optional.empty();
    }
    Level last = Level.ofTile(tiles.getLast());
    long count = tiles.stream().filter(tile -> Level.ofTile(tile) == last).count();
    return count == last.needed() ? Optional.of(last) : Optional.empty();
  }

  // The chance of a bonus, of the gate for one minor unit, and of the level.
  private static JackpotLevel level(Level level, String share, long seedMinor, int incrementPpm) {
    Fraction chance =
        Fraction.parse(BONUS_CHANCE)
            .times(Fraction.of(1, LinesTables.GATE))
            .times(Fraction.parse(share));
    return new JackpotLevel(level.name(), chance, seedMinor, incrementPpm);
  }
}
