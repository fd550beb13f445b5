package org.astragal.certification.games;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.junit.jupiter.api.Test;

/**
 * Goal: every game that is installed is played, and the probabilities of its tables are those of
 * the code that plays, to the last digit.
 */
final class GameDataTest {
  /** The roulette has 37 rounds; the wheel has 3.3 million, which the long run plays. */
  private static final List<String> SHORT = List.of("ref.roulette.eu");

  private static GameData data(Game game) {
    return GameData.of(game.id(), game.version()).orElseThrow(() -> new AssertionError(game.id()));
  }

  @Test
  void theReferenceGamesThatHaveTablesAreInstalled() {
    List<String> played =
        PackGame.installed().stream()
            .filter(game -> GameData.of(game.id(), game.version()).isPresent())
            .map(Game::id)
            .collect(Collectors.toList());
    assertTrue(played.containsAll(List.of("ref.roulette.eu", "ref.wheel.54")), played.toString());
  }

  @Test
  void everyPossibleRoundGivesTheProbabilitiesOfTheTables() throws Exception {
    for (Game game : PackGame.installed()) {
      if (SHORT.contains(game.id()) || Boolean.getBoolean("astragal.full")) {
        Optional<GameData> data = GameData.of(game.id(), game.version());
        if (data.isPresent()) {
          assertTables(game, data.get());
        }
      }
    }
  }

  private static void assertTables(Game game, GameData data) throws Exception {
    List<Map<String, Fraction>> counted = Enumeration.of(game, data);
    for (int i = 0; i < counted.size(); i++) {
      var stated = new LinkedHashMap<String, Fraction>();
      data.tables().get(i).outcomes().forEach(o -> stated.put(o.outcome(), o.exact()));
      assertEquals(counted.get(i), stated, data.tables().get(i).name());
    }
  }

  @Test
  void theWinsOfTheWheelSumToItsPublishedReturns() {
    Game wheel =
        PackGame.installed().stream()
            .filter(game -> game.id().equals("ref.wheel.54"))
            .findFirst()
            .orElseThrow();
    Map<String, Fraction> published =
        wheel.figures(wheel.defaultTerms()).stream()
            .collect(Collectors.toMap(BetFigures::bet, BetFigures::returned));
    int compared = 0;
    for (GameData.Table table : data(wheel).tables()) {
      if (table.isWin()) {
        Fraction mean = Fraction.ZERO;
        for (OutcomeTable.Outcome each : table.outcomes()) {
          var win = new Fraction(new BigInteger(each.outcome()), BigInteger.ONE);
          mean = mean.plus(win.times(each.exact()));
        }
        assertEquals(published.get(table.key()), mean, table.name());
        compared++;
      }
    }
    assertEquals(published.size(), compared);
  }

  @Test
  void everyTableIsADistribution() {
    for (Game game : PackGame.installed()) {
      GameData.of(game.id(), game.version())
          .ifPresent(data ->
              data.tables().forEach(table -> assertTrue(table.table().outcomes().size() > 1)));
    }
  }

  @Test
  void aGameWithoutATableIsNamedAndNotPassed() {
    var lines = new Lines(new Selection(Optional.empty()), "some.game", OptionalInt.empty());
    lines.notRun(TestName.GAME_OUTCOMES, "", 0, "needs a table");
    assertEquals("NOT_RUN", lines.all().getFirst().status().name());
    assertEquals(Optional.empty(), GameData.of("some.game", "1.0.0"));
    assertEquals(Optional.empty(), GameData.of("ref.roulette.eu", "0.9.9"));
  }
}
