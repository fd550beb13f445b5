package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.reference.CrapsTable.Roll;
import org.astragal.games.reference.CrapsTable.TableBet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: every bet of the table is decided by the roll that decides it, and paid as it should. */
final class CrapsTest {
  private static final Craps GAME = new Craps();

  // Rolls as pairs of dice; the last decides. A stake of 30 divides by every denominator.
  @ParameterizedTest
  @CsvSource({
    "PASS, 34, 60, 0",
    "PASS, 56, 60, 0",
    "PASS, 11, 0, 0",
    "PASS, 12, 0, 0",
    "PASS, 66, 0, 0",
    "PASS, 13 65 22, 60, 4",
    "PASS, 13 65 34, 0, 4",
    "DONT_PASS, 34, 0, 0",
    "DONT_PASS, 56, 0, 0",
    "DONT_PASS, 11, 60, 0",
    "DONT_PASS, 12, 60, 0",
    "DONT_PASS, 66, 30, 0",
    "DONT_PASS, 64 11 55, 0, 10",
    "DONT_PASS, 64 11 25, 60, 10",
    "FIELD, 11, 90, 0",
    "FIELD, 12, 60, 0",
    "FIELD, 22, 60, 0",
    "FIELD, 14, 0, 0",
    "FIELD, 15, 0, 0",
    "FIELD, 34, 0, 0",
    "FIELD, 44, 0, 0",
    "FIELD, 45, 60, 0",
    "FIELD, 55, 60, 0",
    "FIELD, 56, 60, 0",
    "FIELD, 66, 120, 0",
    "ANY_SEVEN, 16, 150, 0",
    "ANY_SEVEN, 44, 0, 0",
    "ANY_CRAPS, 11, 240, 0",
    "ANY_CRAPS, 21, 240, 0",
    "ANY_CRAPS, 66, 240, 0",
    "ANY_CRAPS, 56, 0, 0",
    "PLACE 4, 11 13, 84, 0",
    "PLACE 5, 11 14, 72, 0",
    "PLACE 6, 11 15, 65, 0",
    "PLACE 8, 11 44, 65, 0",
    "PLACE 9, 11 45, 72, 0",
    "PLACE 10, 11 55, 84, 0",
    "PLACE 10, 56 61, 0, 0",
    "HARD 4, 11 22, 240, 0",
    "HARD 4, 11 13, 0, 0",
    "HARD 6, 33, 300, 0",
    "HARD 6, 42, 0, 0",
    "HARD 8, 33 44, 300, 0",
    "HARD 10, 66 55, 240, 0",
    "HARD 10, 66 43, 0, 0"
  })
  void rollsDecideAndPay(String line, String rolls, long win, int point) throws DrawsException {
    var dice = dice(rolls);
    BetResult result =
        Plays.play(GAME, List.of(bet(line)), (_, _) -> dice.removeFirst()).getFirst();
    assertTrue(dice.isEmpty(), "no roll is left over");
    assertEquals(win, result.winMinor());
    String[] all = rolls.split(" ", -1);
    String last = all[all.length - 1];
    String expected =
        "{\"dice\":[%s,%s],%s\"roll\":%d}"
            .formatted(
                last.charAt(0),
                last.charAt(1),
                point == 0 ? "" : "\"point\":" + point + ",",
                all.length);
    assertEquals(expected, JsonText.of(result.detail()));
  }

  @Test
  void playerSeesWhatIsOpenAfterEachRoll() throws DrawsException {
    var dice = dice("22 65 45");
    var bets = List.of(bet("FIELD"), bet("PASS"), bet("PLACE 9"));
    var views = new ArrayList<String>();
    var made = new ArrayList<Data.Members>();
    for (int roll = 0; roll < 3; roll++) {
      var left = new ArrayList<>(dice);
      Round round =
          Round.resume(
              GAME,
              GAME.defaultTerms(),
              bets,
              List.of(),
              made,
              (_, _) -> left.removeFirst(),
              Choices.NOBODY);
      if (GAME.play(round) instanceof Played.Awaiting awaiting) {
        views.add(JsonText.of(awaiting.view()));
      }
      made.add(Data.Members.empty().with("do", "ROLL"));
    }
    assertEquals(
        List.of(
            "{\"dice\":[2,2],\"open\":[\"PASS\",\"PLACE-9\"],\"point\":4,\"roll\":1}",
            "{\"dice\":[6,5],\"open\":[\"PASS\",\"PLACE-9\"],\"point\":4,\"roll\":2}",
            "{\"dice\":[4,5],\"open\":[\"PASS\"],\"point\":4,\"roll\":3}"),
        views);
  }

  @Test
  void whoFinishesIsAskedNoMore() throws DrawsException {
    var dice = dice("22 65 45 56 11 13");
    var asked = new ArrayList<Integer>();
    Round round =
        Round.begin(
            GAME,
            GAME.defaultTerms(),
            List.of(bet("PASS")),
            (_, _) -> dice.removeFirst(),
            awaiting -> {
              asked.add(1);
              return Optional.of(
                  Data.Members.empty().with("do", asked.size() < 2 ? "ROLL" : "FINISH"));
            });
    assertEquals(60, Plays.settled(GAME.play(round)).results().getFirst().winMinor());
    assertEquals(2, asked.size());
    assertTrue(dice.isEmpty());
  }

  // A point of four, then 99 rolls of three: afterwards only a four or a seven is drawn.
  @Test
  void afterAHundredRollsOnlyThoseAreDrawnThatDecide() throws DrawsException {
    for (int index = 0; index < 9; index++) {
      var rolls = new ArrayList<>(dice("13" + " 12".repeat(99)));
      int pick = index;
      var bounds = new ArrayList<Long>();
      BetResult result =
          Plays.play(
                  GAME,
                  List.of(bet("PASS")),
                  (purpose, n) -> {
                    if (purpose.equals("die")) {
                      return rolls.removeFirst();
                    }
                    bounds.add(n);
                    return pick;
                  })
              .getFirst();
      assertEquals(List.of(9L), bounds);
      List<Roll> deciding =
          Roll.ALL.stream().filter(roll -> roll.total() == 4 || roll.total() == 7).toList();
      assertEquals(deciding.get(pick).total() == 4 ? 60 : 0, result.winMinor());
      assertEquals(101, result.detail().whole("roll").orElseThrow());
    }
  }

  @Test
  void resultsAreNotToldBeforeTheyAreKnown() {
    assertThrows(
        IllegalStateException.class, () -> new CrapsShooter(List.of(bet("PASS"))).results());
  }

  @Test
  void waysAreThoseOfTwoDice() {
    for (int total = 2; total <= 12; total++) {
      int sum = total;
      assertEquals(
          Roll.ALL.stream().filter(roll -> roll.total() == sum).count(), CrapsTable.ways(total));
    }
    // Any set of numbers may be open, but none at all.
    var sums = new TreeSet<Long>();
    for (int set = 1; set < 1 << CrapsTable.NUMBERS.size(); set++) {
      long ways = CrapsTable.ways(7);
      for (int i = 0; i < CrapsTable.NUMBERS.size(); i++) {
        ways += (set >> i & 1L) * CrapsTable.ways(CrapsTable.NUMBERS.get(i));
      }
      sums.add(ways);
    }
    assertEquals(List.copyOf(sums), CrapsTable.decidingWays());
  }

  @Test
  void eachBetIsFoundByItsSelectionAndNoOther() {
    for (TableBet bet : CrapsTable.all()) {
      assertEquals(bet, CrapsTable.find(bet.selection()).orElseThrow());
    }
    var none = Data.Members.empty();
    for (Data.Members wrong :
        List.of(
            none,
            none.with("number", 6),
            none.with("kind", "PLACE"),
            none.with("kind", "PLACE").with("number", 7),
            none.with("kind", "PLACE").with("number", 0),
            none.with("kind", "PASS").with("number", 0),
            none.with("kind", "PASS").with("number", 4),
            none.with("kind", "HARD").with("number", 5),
            none.with("kind", "HARD").with("number", "6"),
            none.with("kind", "COME"))) {
      assertTrue(CrapsTable.find(wrong).isEmpty(), wrong::toString);
    }
  }

  private static Bet bet(String line) {
    TableBet bet =
        CrapsTable.all().stream().filter(b -> b.label().equals(line)).findFirst().orElseThrow();
    return Plays.bet(line.replace(' ', '-'), bet.selection(), 30);
  }

  private static List<Long> dice(String rolls) {
    var dice = new ArrayList<Long>();
    rolls.chars().filter(c -> c != ' ').forEach(c -> dice.add(c - '1' + 0L));
    return dice;
  }
}
