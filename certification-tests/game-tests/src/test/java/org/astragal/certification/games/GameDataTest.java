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
            .filter(game -> GameData.of(game.id(), game.version()).isPresent())
            .map(Game::id)
            .collect(Collectors.toList());
    assertTrue(played.containsAll(List.of("ref.roulette.eu", "ref.wheel.54")), played.toString());
  }

  @Test
  void everyPossibleRoundGivesTheProbabilitiesOfTheTables() throws Exception {
    for (Game game : PackGame.installed()) {
      boolean full = Boolean.getBoolean("astragal.full") && LONG.contains(game.id());
      if (SHORT.contains(game.id()) || full) {
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
  void theWinsOfEachBetSumToItsExactReturn() {
    int compared = 0;
    for (PackGame listed : PackGame.listed()) {
      Game game = game(listed.id());
      for (Bet bet : listed.bets()) {
        Fraction stake = Fraction.of(bet.stakeMinor(), 1);
        Fraction returned = game.figures(game.defaultTerms(), bet).returned();
        for (GameData.Table table : listed.data().tables()) {
          if (table.isWin() && table.key().equals(bet.id())) {
            assertEquals(returned.times(stake), mean(table), listed.id() + " " + table.name());
            compared++;
          }
        }
      }
    }
    assertTrue(compared >= 20, "" + compared);
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
      var win = new Fraction(new BigInteger(each.outcome()), BigInteger.ONE);
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
      List<Finding> outcomes =
          findings.stream()
              .filter(f -> f.test().equals("game-outcomes"))
              .filter(f -> f.variant().startsWith(listed.id() + " "))
              .toList();
      assertEquals(listed.data().tables().size(), outcomes.size());
      // Of forty lines of good data, none is so small.
      outcomes.forEach(f -> assertTrue(f.pValue().orElse(1) > 1e-5, f.toString()));
    }
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
