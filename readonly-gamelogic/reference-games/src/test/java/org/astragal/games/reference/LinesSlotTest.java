package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.JackpotLevel;
import org.astragal.games.api.Played;
import org.astragal.games.api.RecordedDraw;
import org.astragal.games.api.Round;
import org.astragal.games.api.Trigger;
import org.astragal.games.reference.LinesTables.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: lines, bonus and jackpot of the slot go by the rules, tile by tile. */
final class LinesSlotTest {
  private static final LinesSlot GAME = new LinesSlot();

  // Stops at which a scatter is seen on the reels 1, 3 and 5.
  private static final List<Long> BONUS_STOPS = List.of(16L, 0L, 10L, 0L, 4L);

  @Test
  void stripsAreThoseOnPaper() {
    assertEquals(
        List.of(30, 31, 32, 33, 34), LinesTables.STRIPS.stream().map(Strip::length).toList());
    for (int reel = 0; reel < 5; reel++) {
      String symbols = LinesTables.STRIPS.get(reel).symbols();
      assertEquals(reel % 2 == 0, symbols.indexOf('S') >= 0, "scatters on the reels 1, 3 and 5");
      assertEquals(reel > 0 && reel < 4, symbols.indexOf('W') >= 0, "wilds on the reels 2 to 4");
    }
    assertEquals(20, LinesTables.LINES.stream().distinct().count());
  }

  @Test
  void stripIsARing() {
    var strip = new Strip("ABC");
    assertEquals("ABC", strip.window(0, 3));
    assertEquals("BCA", strip.window(1, 3));
    assertEquals("CAB", strip.window(2, 3));
    assertEquals('A', strip.at(2, 1));
    assertEquals(1, strip.count(2, 2, 'A'));
    assertEquals(0, strip.count(0, 2, 'C'));
  }

  @ParameterizedTest
  @CsvSource({
    "A, 3, 50",
    "A, 4, 200",
    "A, 5, 1000",
    "B, 5, 400",
    "C, 3, 20",
    "D, 4, 40",
    "E, 5, 50",
    "F, 3, 4",
    "F, 2, 0",
    "S, 5, 0",
    "W, 5, 0"
  })
  void paysAreThoseOnPaper(char symbol, int count, int pays) {
    assertEquals(pays, LinesTables.pays(symbol, count));
  }

  @Test
  void linesPayFromTheLeftWithWilds() {
    // Windows FED, WAD, WAD, EFC, CFD: line 13 (21212) reads D, A; F on line 9 ends on reel 3.
    var spin = new LinesSpin(0, 4, 1, 2, 0);
    assertEquals(List.of("FED", "WAD", "WAD", "ECF", "CFD"), spin.windows());
    var wins = spin.wins();
    int sum = 0;
    for (LinesSpin.LineWin win : wins) {
      String line = LinesTables.LINES.get(win.line() - 1);
      char first = spin.windows().get(0).charAt(line.charAt(0) - '0');
      assertEquals(first, win.symbol());
      for (int reel = 1; reel < win.count(); reel++) {
        char next = spin.windows().get(reel).charAt(line.charAt(reel) - '0');
        assertTrue(next == first || next == 'W', win::toString);
      }
      if (win.count() < 5) {
        char after = spin.windows().get(win.count()).charAt(line.charAt(win.count()) - '0');
        assertTrue(after != first && after != 'W', win::toString);
      }
      assertEquals(LinesTables.pays(first, win.count()), win.pays());
      sum += win.pays();
    }
    assertTrue(wins.stream().anyMatch(win -> win.symbol() == 'F'), wins::toString);
    assertEquals(sum, spin.lineBets());
  }

  @Test
  void sumOfTheLinesIsTheWin() throws DrawsException {
    var random = new SplittableRandom(1);
    for (int i = 0; i < 5_000; i++) {
      var spin =
          new LinesSpin(
              random.nextInt(30),
              random.nextInt(31),
              random.nextInt(32),
              random.nextInt(33),
              random.nextInt(34));
      assertEquals(spin.lineBets(), spin.wins().stream().mapToInt(w -> w.pays()).sum());
      if (!spin.hasBonus()) {
        var stops = new ArrayList<Long>();
        for (int stop :
            List.of(spin.first(), spin.second(), spin.third(), spin.fourth(), spin.fifth())) {
          stops.add((long) stop);
        }
        var bets = List.of(Plays.bet("b", Data.Members.empty(), 20));
        var result = Plays.play(GAME, bets, (_, _) -> stops.removeFirst()).getFirst();
        assertEquals(spin.lineBets(), result.winMinor());
        assertEquals(
            spin.windows(),
            result.detail().items("reels").orElseThrow().stream()
                .map(window -> ((Data.Text) window).value())
                .toList());
        assertTrue(stops.isEmpty(), "without a bonus there is no other draw");
      }
    }
  }

  @Test
  void bonusPaysTheTilesThatThePlayerOpens() throws DrawsException {
    Round round = bonus(100, List.of(9_999L), List.of(3, 0, 11));
    Played.Settled settled = Plays.settled(GAME.play(round));
    // Nothing was shuffled: tile k is the k-th on paper.
    int lines = new LinesSpin(16, 0, 10, 0, 4).lineBets();
    assertEquals(lines * 5 + (5 + 2 + 30) * 100, settled.results().getFirst().winMinor());
    var bonus = (Data.Members) settled.results().getFirst().detail().get("bonus").orElseThrow();
    assertEquals(Optional.of(Data.Items.ofNumbers(List.of(3, 0, 11))), bonus.get("places"));
    assertEquals(Optional.of(Data.Items.ofNumbers(List.of(5, 2, 30))), bonus.get("tiles"));
    assertEquals(List.of("bonus:PICK"), settled.results().getFirst().features());
    assertEquals(List.of(), settled.triggers());
    assertEquals(5 + 11 + 1, round.drawn().size());
  }

  @Test
  void openTilesCannotBeOpenedAgain() throws DrawsException {
    assertThrows(
        DrawsException.class, () -> GAME.play(bonus(100, List.of(9_999L), List.of(3, 3, 11))));
    assertThrows(
        DrawsException.class, () -> GAME.play(bonus(100, List.of(9_999L), List.of(12, 3, 11))));
    var awaiting =
        assertInstanceOf(
            Played.Awaiting.class, GAME.play(bonus(100, List.of(9_999L), List.of(3, 0))));
    assertEquals(10, awaiting.choices().size());
    assertEquals(Optional.empty(), awaiting.find(Data.Members.empty().with("bonus", 3)));
  }

  @Test
  void offerShowsTheOpenTilesAndNoOthers() throws DrawsException {
    var random = new SplittableRandom(2);
    for (int i = 0; i < 200; i++) {
      int[] order = shuffled(12, random);
      int[] other = order.clone();
      // Two covered tiles change their places.
      other[5] = order[8];
      other[8] = order[5];
      var made = List.of(3, 0);
      assertEquals(
          GAME.play(bonus(100, tiles(order, 9_999), made)),
          GAME.play(bonus(100, tiles(other, 9_999), made)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 77, 5_000, 9_999, 10_000})
  void chanceOfTheJackpotIsExactlyProportionalToTheStake(long stake) throws DrawsException {
    int entered = 0;
    for (long gate = 0; gate < 10_000; gate++) {
      Played played = GAME.play(bonus(stake, List.of(gate), List.of(0, 1, 2)));
      entered += played instanceof Played.Awaiting ? 1 : 0;
    }
    assertEquals(stake, entered);
  }

  @Test
  void stakeIsAtMostWhatTheGateCanTell() {
    assertEquals(10_000, GAME.maximumStakeMinor());
    var above = List.of(Plays.bet("b", Data.Members.empty(), 10_001));
    assertFalse(GAME.check(above).isEmpty());
  }

  @Test
  void levelThatIsCompleteFirstWins() throws DrawsException {
    // In order: eight MINI, six MINOR, four MAJOR, four GRAND.
    assertWins("MINI", List.of(0, 1, 2));
    assertWins("MINOR", List.of(0, 1, 8, 9, 10));
    assertWins("MAJOR", List.of(14, 0, 15, 1, 17));
    assertWins("GRAND", List.of(18, 19, 20, 0, 1, 8, 9, 14, 15, 21));
    assertEquals(10, List.of(18, 19, 20, 0, 1, 8, 9, 14, 15, 21).size(), "no pick is longer");
  }

  @Test
  void levelsHaveTheChancesOnPaper() {
    // Any order of opening is as good as any other: count the orders of the tiles.
    var ways = new TreeMap<Level, Fraction>();
    count(new int[] {8, 6, 4, 4}, new int[4], Fraction.ONE, ways);
    assertEquals(
        Map.of(
            Level.MINI, Fraction.parse("407452/692835"),
            Level.MINOR, Fraction.parse("98034/323323"),
            Level.MAJOR, Fraction.parse("311251/3233230"),
            Level.GRAND, Fraction.parse("17227/1385670")),
        ways);
    for (JackpotLevel level : GAME.jackpotLevels()) {
      assertEquals(
          ways.get(Level.valueOf(level.name()))
              .times(Fraction.of(9, 10_880))
              .times(Fraction.of(1, 10_000)),
          level.chance());
    }
  }

  @Test
  void reserveThatFundsTheSeedsIsTheOneOnPaper() {
    // Ppm of all stakes: 243.24, 627.04, 1990.80, 5142.02, cut here to whole ones.
    assertEquals(
        List.of(243L, 627L, 1_990L, 5_142L),
        GAME.jackpotLevels().stream()
            .map(level ->
                level
                    .chance()
                    .times(Fraction.of(level.seedMinor(), 1))
                    .times(Fraction.of(1_000_000, 1)))
            .map(ppm -> ppm.numerator().divide(ppm.denominator()).longValueExact())
            .toList());
  }

  private static void count(int[] covered, int[] open, Fraction chance, Map<Level, Fraction> ways) {
    int left = covered[0] + covered[1] + covered[2] + covered[3];
    List<Level> levels = List.of(Level.MINI, Level.MINOR, Level.MAJOR, Level.GRAND);
    for (int i = 0; i < levels.size(); i++) {
      Level level = levels.get(i);
      if (covered[i] > 0) {
        Fraction part = chance.times(Fraction.of(covered[i], left));
        covered[i]--;
        open[i]++;
        if (open[i] == level.needed()) {
          ways.merge(level, part, Fraction::plus);
        } else {
          count(covered, open, part, ways);
        }
        covered[i]++;
        open[i]--;
      }
    }
  }

  private static void assertWins(String level, List<Integer> opened) throws DrawsException {
    var made = new ArrayList<>(List.of(0, 1, 2));
    made.addAll(opened);
    var draws = new ArrayList<>(List.of(4_999L));
    Round round = bonus(5_000, draws, made);
    Played.Settled settled = Plays.settled(GAME.play(round));
    round.finish();
    assertEquals(List.of(new Trigger("b", level, 16)), settled.triggers());
    assertEquals("gate", round.drawn().get(16).purpose());
    assertEquals(
        List.of("bonus:PICK", "jackpot:" + level), settled.results().getFirst().features());
    for (int shorter = 3; shorter < made.size(); shorter++) {
      assertInstanceOf(
          Played.Awaiting.class, GAME.play(bonus(5_000, draws, made.subList(0, shorter))));
    }
  }

  private static List<Long> tiles(int[] order, long gate) {
    // The draws of a shuffle that leads to an order.
    var draws = new ArrayList<Long>();
    var left = new ArrayList<Integer>();
    for (int i = 0; i < order.length; i++) {
      left.add(i);
    }
    for (int i = 0; i < order.length - 1; i++) {
      int from = left.indexOf(order[i]);
      draws.add((long) from - i);
      left.set(from, left.get(i));
      left.set(i, order[i]);
    }
    draws.add(gate);
    return draws;
  }

  private static int[] shuffled(int count, SplittableRandom random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** A round with a bonus; tiles that are not given lie in the order on paper. */
  private static Round bonus(long stake, List<Long> draws, List<Integer> made) {
    var values = new ArrayList<>(BONUS_STOPS);
    if (draws.size() == 1) {
      values.addAll(List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
    }
    values.addAll(draws);
    var choices = new ArrayList<Data.Members>();
    for (int i = 0; i < made.size(); i++) {
      choices.add(Data.Members.empty().with(i < 3 ? "bonus" : "jackpot", made.get(i)));
    }
    return Round.resume(
        GAME,
        GAME.defaultTerms(),
        List.of(Plays.bet("b", Data.Members.empty(), stake)),
        List.<RecordedDraw>of(),
        choices,
        (_, _) -> values.isEmpty() ? 0 : values.removeFirst(),
        Choices.NOBODY);
  }
}
