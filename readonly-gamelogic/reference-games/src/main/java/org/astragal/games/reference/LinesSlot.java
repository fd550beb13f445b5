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
 * order; {@code gate} below 10000; if it is below the stake in minor units, 21 hidden {@code
 * jackpot-tile}. So the chance of the jackpot is exactly proportional to the stake, and what a tile
 * holds is settled before the player points at it.
 *
 * <p>A selection is {@code {}}. A choice is {@code {"bonus":4}} or {@code {"jackpot":17}}: the
 * place of a tile, from 0.
 */
final class LinesSlot implements Game {
  private static final String BONUS = "bonus";
  private static final String JACKPOT = "jackpot";

  private static final List<JackpotLevel> LEVELS =
      List.of(
          level(Level.MINI, "407452/692835", 5_000, 4_000),
          level(Level.MINOR, "98034/323323", 25_000, 3_000),
          level(Level.MAJOR, "311251/3233230", 250_000, 3_000),
          level(Level.GRAND, "17227/1385670", 5_000_000, 5_000));

  private static final List<BetFigures> FIGURES =
      List.of(BetFigures.of("SPIN", "1572665/1669536", "0", "0", "0"));

  private static final DrawPlan PLAN =
      DrawPlan.of(
          DrawPlan.draw("reel-1", 30L),
          DrawPlan.draw("reel-2", 31L),
          DrawPlan.draw("reel-3", 32L),
          DrawPlan.draw("reel-4", 33L),
          DrawPlan.draw("reel-5", 34L),
          DrawPlan.when(
              "a scatter is seen on the reels 1, 3 and 5",
              new DrawPlan.Deal("bonus-tile", 12, 11, 11, true)),
          DrawPlan.draw("gate", (long) LinesTables.GATE),
          DrawPlan.when(
              "the gate is below the stake in minor units",
              new DrawPlan.Deal("jackpot-tile", LinesTables.JACKPOT_TILES, 21, 21, true)),
          DrawPlan.when(
              "there is a bonus",
              new DrawPlan.Repeat(
                  new DrawPlan.Ask("a tile of the bonus", "{\"value\":{\"bonus\":11}}".length()),
                  LinesTables.BONUS_PICKS,
                  LinesTables.BONUS_PICKS,
                  "three tiles are open")),
          DrawPlan.when(
              "there is a jackpot",
              new DrawPlan.Repeat(
                  new DrawPlan.Ask(
                      "a tile of the jackpot", "{\"value\":{\"jackpot\":21}}".length()),
                  3,
                  LinesTables.MOST_JACKPOT_PICKS,
                  "one level is complete")));

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
    // Everything is drawn before the first choice: no choice can change what a tile holds.
    Optional<TilePick> bonus = spin.hasBonus() ? Optional.of(bonusPick(round)) : Optional.empty();
    int gate = LinesTables.REELS + (spin.hasBonus() ? LinesTables.BONUS_TILES.size() - 1 : 0);
    boolean isJackpot = round.draw("gate", LinesTables.GATE) < bet.stakeMinor();
    Optional<TilePick> jackpot = isJackpot ? Optional.of(jackpotPick(round)) : Optional.empty();

    Data.Members detail = detail(spin);
    if (bonus.isPresent()) {
      while (bonus.get().tiles().size() < LinesTables.BONUS_PICKS) {
        Optional<Played.Awaiting> waits = bonus.get().open(round, detail);
        if (waits.isPresent()) {
          return waits.get();
        }
      }
      detail = detail.with(BONUS, bonus.get().detail());
    }
    Optional<Level> level = Optional.empty();
    while (jackpot.isPresent() && level.isEmpty()) {
      Optional<Played.Awaiting> waits = jackpot.get().open(round, detail);
      if (waits.isPresent()) {
        return waits.get();
      }
      level = complete(jackpot.get().tiles());
    }
    if (jackpot.isPresent()) {
      detail = detail.with(JACKPOT, jackpot.get().detail());
    }
    return settled(bet, detail, spin.lineBets(), bonus, level, gate);
  }

  @Override
  public long maximumWinMultiple() {
    return 280;
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

  private static TilePick bonusPick(Round round) throws DrawsException {
    int[] order = Picks.shuffled(round::hidden, "bonus-tile", LinesTables.BONUS_TILES.size());
    return new TilePick(BONUS, order, tile -> new Data.Whole(LinesTables.BONUS_TILES.get(tile)));
  }

  private static TilePick jackpotPick(Round round) throws DrawsException {
    int[] order = Picks.shuffled(round::hidden, "jackpot-tile", LinesTables.JACKPOT_TILES);
    return new TilePick(JACKPOT, order, tile -> new Data.Text(Level.ofTile(tile).name()));
  }

  private static Played settled(
      Bet bet,
      Data.Members detail,
      int lineBets,
      Optional<TilePick> bonus,
      Optional<Level> level,
      int gate) {
    var features = new ArrayList<String>();
    long total = lineBets;
    if (bonus.isPresent()) {
      features.add("bonus:PICK");
      for (int tile : bonus.get().tiles()) {
        total += (long) LinesTables.BONUS_TILES.get(tile) * LinesTables.LINE_BETS;
      }
    }
    List<Trigger> triggers = List.of();
    if (level.isPresent()) {
      features.add("jackpot:" + level.get().name());
      triggers = List.of(new Trigger(bet.id(), level.get().name(), gate));
    }
    var payout = Payout.of(bet.stakeMinor(), total, LinesTables.LINE_BETS);
    return new Played.Settled(List.of(BetResult.of(bet, detail, features, payout)), triggers);
  }

  // A level is complete with the tile that was opened last, or none is yet.
  private static Optional<Level> complete(List<Integer> tiles) {
    Level last = Level.ofTile(tiles.getLast());
    long count = tiles.stream().filter(tile -> Level.ofTile(tile) == last).count();
    return count == last.needed() ? Optional.of(last) : Optional.empty();
  }

  private static JackpotLevel level(Level level, String share, long seedMinor, int incrementPpm) {
    return new JackpotLevel(
        level.name(),
        Fraction.parse(share).times(Fraction.of(1, LinesTables.GATE)),
        seedMinor,
        incrementPpm);
  }
}
