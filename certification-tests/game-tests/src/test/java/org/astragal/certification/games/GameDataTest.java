package org.astragal.certification.games;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.Sample;
import org.astragal.games.api.Bet;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.junit.jupiter.api.Test;

/**
 * Goal: every game that is installed is played, and the probabilities of its tables are those of
 * the code that plays, to the last digit.
 */
final class GameDataTest {
  /** Games of up to 65,536 rounds; the wheel has 3.3 million, which the long run plays. */
  private static final List<String> SHORT = List.of("ref.dice", "ref.plinko16", "ref.roulette.eu");

  private static final List<String> LONG = List.of("ref.scratch", "ref.wheel.54");

  @Test
  void theReferenceGamesThatHaveTablesAreInstalled() {
    List<String> played =
        PackGame.installed().stream()
            .filter(game -> !GameData.of(game.id(), game.version()).isEmpty())
            .map(Game::id)
            .collect(Collectors.toList());
    assertTrue(played.containsAll(List.of("ref.roulette.eu", "ref.wheel.54")), played.toString());
  }

  @Test
  void everyPossibleRoundGivesTheProbabilitiesOfTheTables() throws Exception {
    for (Game game : PackGame.installed()) {
      boolean full = Boolean.getBoolean("astragal.full") && LONG.contains(game.id());
      if (SHORT.contains(game.id()) || full) {
        for (GameData data : GameData.of(game.id(), game.version())) {
          assertTables(Enumeration.of(game, data), data);
        }
      }
    }
  }

  @Test
  void gamesWithTooManyRoundsHaveTheProbabilitiesThatAnotherWayOfCountingGives() {
    int compared = 0;
    for (PackGame listed : PackGame.listed()) {
      if (ExactTables.GAMES.contains(listed.id())) {
        assertTables(ExactTables.of(listed.data()), listed.data());
        compared++;
      }
    }
    assertEquals(8, compared);
  }

  private static void assertTables(List<Map<String, Fraction>> counted, GameData data) {
    for (int i = 0; i < counted.size(); i++) {
      var stated = new LinkedHashMap<String, Fraction>();
      data.tables().get(i).outcomes().forEach(o -> stated.put(o.outcome(), o.exact()));
      assertEquals(counted.get(i), stated, data.tables().get(i).name());
    }
  }

  @Test
  void theWinsOfEachBetSumToItsExactReturn() {
    int compared = 0;
    for (PackGame listed : PackGame.listed()) {
      Game game = game(listed.id());
      for (Bet bet : listed.bets()) {
        Fraction stake = Fraction.of(bet.stakeMinor(), 1);
        Fraction returned = game.figures(game.defaultTerms(), bet).returned();
        for (GameData.Table table : listed.data().tables()) {
          if (isWhole(table, bet)) {
            assertEquals(returned.times(stake), mean(table), listed.id() + " " + table.name());
            compared++;
          }
        }
      }
    }
    assertTrue(compared >= 20, "" + compared);
  }

  /** A table of all that a bet wins, amount by amount. */
  private static boolean isWhole(GameData.Table table, Bet bet) {
    Counted counted = table.counted();
    return counted.key().equals(bet.id())
        && (counted.kind() == Counted.Kind.WIN || counted.kind() == Counted.Kind.NET)
        && counted.without().isEmpty()
        && new WinClasses(table.outcomes()).isEmpty();
  }

  @Test
  void firstSpinAndFreeSpinsOfTheSlotOfWaysSumToItsExactReturn() {
    PackGame listed =
        PackGame.listed().stream()
            .filter(each -> each.id().equals("ref.slot.ways243"))
            .findFirst()
            .orElseThrow();
    List<GameData.Table> tables = listed.data().tables();
    // Three, four and five scatters give 8, 10 and 15 free spins.
    Map<String, Integer> spins = Map.of("3", 8, "4", 10, "5", 15);
    Fraction free = Fraction.ZERO;
    for (OutcomeTable.Outcome each : tables.getFirst().outcomes()) {
      long count = spins.getOrDefault(each.outcome(), 0);
      free = free.plus(each.exact().times(Fraction.of(count, 1)));
    }
    Fraction sum = mean(tables.get(1)).plus(free.times(mean(tables.get(2))));
    Game game = game(listed.id());
    Bet bet = listed.bets().getFirst();
    assertEquals(
        game.figures(game.defaultTerms(), bet).returned().times(Fraction.of(bet.stakeMinor(), 1)),
        sum);
  }

  private static Game game(String id) {
    return PackGame.installed().stream()
        .filter(game -> game.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Fraction mean(GameData.Table table) {
    Fraction mean = Fraction.ZERO;
    for (OutcomeTable.Outcome each : table.outcomes()) {
      Fraction win = Fraction.of(Long.parseLong(each.outcome()), 1);
      mean = mean.plus(win.times(each.exact()));
    }
    return mean;
  }

  @Test
  void playedRoundsComeOutAsTheTablesSay() throws Exception {
    Sample stream = Sample.of(Generators.aesCtr(11).bytes(2_000_000));
    var task = new PlayTask(new Selection(Optional.empty()));
    List<Finding> findings = task.run(stream);
    for (PackGame listed : PackGame.listed()) {
      for (OutcomeTable table : listed.tables()) {
        List<Finding> outcomes =
            findings.stream()
                .filter(f -> f.test().equals("game-outcomes"))
                .filter(f -> f.variant().equals(listed.name() + " " + table.name()))
                .toList();
        assertEquals(1, outcomes.size(), listed.name() + " " + table.name());
        // Of fifty lines of good data, none is so small.
        outcomes.forEach(f -> assertTrue(f.pValue().orElse(1) > 1e-5, f.toString()));
      }
    }
    assertEquals(
        List.of(),
        findings.stream().filter(f -> f.note().startsWith("needs a table")).toList(),
        "every reference game has its tables");
  }

  @Test
  void everyTableIsADistribution() {
    for (Game game : PackGame.installed()) {
      for (GameData data : GameData.of(game.id(), game.version())) {
        data.tables().forEach(table -> assertTrue(table.table().outcomes().size() > 1));
      }
    }
  }

  @Test
  void aGameWithoutATableIsNamedAndNotPassed() {
    var lines = new Lines(new Selection(Optional.empty()), "some.game", OptionalInt.empty());
    lines.notRun(TestName.GAME_OUTCOMES, "", 0, "needs a table");
    assertEquals("NOT_RUN", lines.all().getFirst().status().name());
    assertEquals(List.of(), GameData.of("some.game", "1.0.0"));
    assertEquals(List.of(), GameData.of("ref.roulette.eu", "0.9.9"));
  }
}
