package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.RecordedDraw;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: the wheel stops, boosts and plays its bonuses as the rules say, draw by draw. */
final class MoneyWheelTest {
  private final MoneyWheel game = new MoneyWheel();

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "22, 1",
    "23, 2",
    "36, 2",
    "37, 5",
    "43, 5",
    "44, 10",
    "47, 10",
    "48, FLIP",
    "50, FLIP",
    "51, DROP",
    "52, DROP",
    "53, MEGA"
  })
  void wheelDrawIsReadAsCumulativeRangesInTheOrderOfTheSpots(int draw, String spot) {
    assertEquals(spot, WheelTables.spotAt(draw).label());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 2",
    "59, 1, 2",
    "60, 1, 3",
    "74, 1, 3",
    "75, 1, 5",
    "77, 1, 5",
    "78, 2, 2",
    "137, 2, 2",
    "138, 2, 3",
    "157, 2, 3",
    "158, 2, 5",
    "166, 2, 5",
    "167, 5, 2",
    "210, 5, 2",
    "211, 5, 3",
    "226, 5, 3",
    "227, 5, 5",
    "232, 5, 5",
    "233, 5, 10",
    "234, 10, 2",
    "259, 10, 2",
    "260, 10, 3",
    "269, 10, 3",
    "270, 10, 5",
    "274, 10, 5",
    "275, 10, 10",
    "276, FLIP, 2",
    "305, FLIP, 2",
    "306, FLIP, 3",
    "320, FLIP, 3",
    "321, FLIP, 5",
    "325, FLIP, 5",
    "326, DROP, 2",
    "345, DROP, 2",
    "346, DROP, 3",
    "355, DROP, 3",
    "356, DROP, 5",
    "360, DROP, 5",
    "361, DROP, 10",
    "362, MEGA, 2",
    "373, MEGA, 2",
    "374, MEGA, 3",
    "379, MEGA, 3",
    "380, MEGA, 5",
    "382, MEGA, 5",
    "383, MEGA, 10"
  })
  void boostDrawIsReadAsCumulativeRangesInTheOrderOfTheSpots(int draw, String spot, int factor) {
    var boost = WheelTables.boostAt(draw).orElseThrow();
    assertEquals(spot, boost.spot().label());
    assertEquals(factor, boost.factor());
  }

  @Test
  void lastSixteenBoostDrawsBoostNothing() {
    for (int draw = 384; draw < 400; draw++) {
      assertTrue(WheelTables.boostAt(draw).isEmpty());
    }
  }

  @Test
  void numberPaysTheStakeAndItselfTimesTheBoost() throws DrawsException {
    // Boost 260 is x3 on 10; the wheel stops at 10.
    List<BetResult> results = play(List.of(draw("boost", 400, 260), draw("wheel", 54, 44)));
    assertEquals((1 + 10 * 3) * 100L, win(results, "10"));
    assertEquals(List.of("boost:x3"), features(results, "10"));
    for (String lost : List.of("1", "2", "5", "FLIP", "DROP", "MEGA")) {
      assertEquals(0, win(results, lost));
      assertEquals(List.of(), features(results, lost));
    }
    var boost = Data.Members.empty().with("factor", 3).with("spot", "10");
    var detail = Data.Members.empty().with("boost", boost).with("segment", "10").with("stop", 44);
    results.forEach(result -> assertEquals(detail, result.detail()));
  }

  @Test
  void boostOfAnotherSpotChangesNothing() throws DrawsException {
    // The draws of the blueprint's example: boost 17 is x2 on 1, the wheel stops at 2.
    List<BetResult> results = play(List.of(draw("boost", 400, 17), draw("wheel", 54, 31)));
    assertEquals(300, win(results, "2"));
    assertEquals(0, win(results, "1"));
    assertEquals(List.of(), features(results, "2"));
  }

  @ParameterizedTest
  @CsvSource({"0, LEFT, 2", "1, RIGHT, 50"})
  void flipPaysTheSideOfTheCoin(int coin, String side, int value) throws DrawsException {
    List<BetResult> results =
        play(
            List.of(
                draw("boost", 400, 321),
                draw("wheel", 54, 49),
                draw("flip-left", 20, 0),
                draw("flip-right", 20, 19),
                draw("flip-coin", 2, coin)));
    assertEquals((1 + value * 5L) * 100, win(results, "FLIP"));
    assertEquals(List.of("boost:x5", "bonus:FLIP"), features(results, "FLIP"));
    assertEquals(
        Data.Members.empty()
            .with("coin", side)
            .with("left", 2)
            .with("right", 50)
            .with("value", value),
        bonus(results));
  }

  @Test
  void dropPaysTheBinWhereItLands() throws DrawsException {
    List<BetResult> results =
        play(List.of(draw("boost", 400, 399), draw("wheel", 54, 51), draw("drop", 16, 15)));
    assertEquals(76_00, win(results, "DROP"));
    assertEquals(List.of("bonus:DROP"), features(results, "DROP"));
    assertEquals(Data.Members.empty().with("path", texts("75")).with("value", 75), bonus(results));
  }

  @Test
  void dropDoublesAndDropsAgain() throws DrawsException {
    List<BetResult> results =
        play(
            List.of(
                draw("boost", 400, 361),
                draw("wheel", 54, 52),
                draw("drop", 16, 3),
                draw("drop", 16, 10),
                draw("drop", 16, 0)));
    assertEquals((1 + 5 * 4 * 10L) * 100, win(results, "DROP"));
    assertEquals(
        Data.Members.empty().with("path", texts("DOUBLE", "DOUBLE", "5")).with("value", 20),
        bonus(results));
  }

  @Test
  void fourthDoublingPocketPaysItsFixedValue() throws DrawsException {
    List<BetResult> drop =
        play(
            List.of(
                draw("boost", 400, 399),
                draw("wheel", 54, 51),
                draw("drop", 16, 3),
                draw("drop", 16, 3),
                draw("drop", 16, 3),
                draw("drop", 16, 3)));
    assertEquals((1 + 20 * 8L) * 100, win(drop, "DROP"));
    List<BetResult> mega =
        play(
            List.of(
                draw("boost", 400, 399),
                draw("wheel", 54, 53),
                draw("mega", 64, 60),
                draw("mega", 64, 61),
                draw("mega", 64, 62),
                draw("mega", 64, 63)));
    assertEquals((1 + 100 * 8L) * 100, win(mega, "MEGA"));
  }

  @Test
  void largestWinIsTheDeclaredMultiple() throws DrawsException {
    List<BetResult> results =
        play(
            List.of(
                draw("boost", 400, 383),
                draw("wheel", 54, 53),
                draw("mega", 64, 60),
                draw("mega", 64, 60),
                draw("mega", 64, 60),
                draw("mega", 64, 59)));
    assertEquals(game.maximumWinMultiple() * 100, win(results, "MEGA"));
    assertEquals(20_001, game.maximumWinMultiple());
  }

  @Test
  void capCutsWhatIsAboveItAndTellsSo() throws DrawsException {
    var terms = Terms.of(game.options(), Map.of("winCap", "5000"));
    var draws =
        List.of(
            draw("boost", 400, 383),
            draw("wheel", 54, 53),
            draw("mega", 64, 60),
            draw("mega", 64, 60),
            draw("mega", 64, 59));
    BetResult cut = of(play(draws, terms), "MEGA");
    assertEquals(5_000_00, cut.winMinor());
    assertEquals(Optional.of(new Data.Flag(true)), cut.detail().get("capped"));
    BetResult whole = of(play(draws), "MEGA");
    assertEquals(10_001_00, whole.winMinor());
    assertEquals(Optional.empty(), whole.detail().get("capped"));
  }

  @Test
  void bonusIsDrawnOnceForAllBetsOfTheRound() throws DrawsException {
    var bets = new ArrayList<Bet>();
    for (int i = 0; i < 64; i++) {
      bets.add(Plays.bet("b" + i, selection("MEGA"), i + 1));
    }
    Round round =
        Round.begin(game, game.defaultTerms(), bets, (_, n) -> n == 54 ? 53 : 0, Choices.NOBODY);
    List<BetResult> results = Plays.settled(game.play(round)).results();
    assertEquals(
        List.of(draw("boost", 400, 0), draw("wheel", 54, 53), draw("mega", 64, 0)), round.drawn());
    for (int i = 0; i < 64; i++) {
      assertEquals(11L * (i + 1), results.get(i).winMinor());
    }
    assertEquals(results, Plays.replay(game, game.defaultTerms(), bets, round.drawn()));
  }

  @Test
  void roundThatLosesItsDrawsEndsWithoutResults() {
    var bets = List.of(Plays.bet("b", selection("MEGA"), 1));
    var draws = List.of(draw("boost", 400, 0), draw("wheel", 54, 53));
    assertThrows(DrawsException.class, () -> Plays.replay(game, game.defaultTerms(), bets, draws));
  }

  @Test
  void selectionsThatTheWheelDoesNotHaveAreRefused() {
    assertRefused(BetRefusal.Reason.SELECTION_UNKNOWN, Data.Members.empty());
    assertRefused(BetRefusal.Reason.SELECTION_UNKNOWN, selection("3"));
    assertRefused(BetRefusal.Reason.SELECTION_UNKNOWN, selection("flip"));
    assertRefused(BetRefusal.Reason.SELECTION_UNKNOWN, Data.Members.empty().with("spot", 10));
    assertRefused(BetRefusal.Reason.SELECTION_MEMBER_UNKNOWN, selection("10").with("boost", "x3"));
  }

  private List<BetResult> play(List<RecordedDraw> recorded) throws DrawsException {
    return play(recorded, game.defaultTerms());
  }

  private List<BetResult> play(List<RecordedDraw> recorded, Terms terms) throws DrawsException {
    var bets = new ArrayList<Bet>();
    for (WheelTables.Spot spot : WheelTables.Spot.values()) {
      bets.add(Plays.bet(spot.label(), selection(spot.label()), 100));
    }
    return Plays.replay(game, terms, bets, recorded);
  }

  private void assertRefused(BetRefusal.Reason reason, Data.Members selection) {
    BetRefusal refusal = game.check(List.of(Plays.bet("b", selection, 1))).orElseThrow();
    assertEquals(reason, refusal.reason());
    assertEquals("b", refusal.bet());
  }

  private static Data.Members selection(String spot) {
    return Data.Members.empty().with("spot", spot);
  }

  private static RecordedDraw draw(String purpose, long n, long value) {
    return new RecordedDraw(purpose, n, value);
  }

  private static BetResult of(List<BetResult> results, String spot) {
    return results.stream().filter(r -> r.bet().equals(spot)).findAny().orElseThrow();
  }

  private static long win(List<BetResult> results, String spot) {
    return of(results, spot).winMinor();
  }

  private static List<String> features(List<BetResult> results, String spot) {
    return of(results, spot).features();
  }

  private static Data bonus(List<BetResult> results) {
    return results.getFirst().detail().get("bonus").orElseThrow();
  }

  private static Data.Items texts(String... texts) {
    return new Data.Items(List.of(texts).stream().<Data>map(Data.Text::new).toList());
  }
}
