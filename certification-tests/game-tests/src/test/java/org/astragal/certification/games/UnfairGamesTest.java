package org.astragal.certification.games;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.Multiplicity;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.Sample;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: for each game whose probabilities are computed and not enumerated, a table that is wrong
 * and draws that are biased are rejected, and honest rounds are not, after the correction for all
 * P-values of the game.
 */
final class UnfairGamesTest {
  private static final double ALPHA = 0.01;

  /**
   * Enough that the rarest jackpot of a table that says it comes five times too often is missed.
   */
  private static final Map<String, Integer> BYTES =
      Map.of(
          "ref.blackjack.inf", 1_000_000,
          "ref.lotto.649", 1_000_000,
          "ref.mystery", 400_000,
          "ref.slot.lines20", 2_500_000,
          "ref.slot.ways243", 1_000_000);

  static Stream<PackGame> games() {
    return PackGame.listed().stream().filter(game -> ExactTables.GAMES.contains(game.id()));
  }

  private static byte[] good(PackGame game) {
    return Generators.aesCtr(21).bytes(BYTES.getOrDefault(game.id(), 0));
  }

  /** {@return the lines that are rejected} */
  private static List<String> rejected(PackGame game, byte[] stream) throws Exception {
    List<Finding> family =
        new PlayTask(new Selection(Optional.empty()))
            .play(Sample.of(stream), List.of(new GameTests(game))).stream()
                .filter(f -> f.pValue().isPresent())
                .toList();
    List<PValue> holm =
        Multiplicity.holm(family.stream().map(f -> PValue.of(f.pValue().orElseThrow())).toList());
    var rejected = new ArrayList<String>();
    for (int i = 0; i < family.size(); i++) {
      if (holm.get(i).p() <= ALPHA) {
        rejected.add(family.get(i).test() + " " + family.get(i).variant());
      }
    }
    return rejected;
  }

  @ParameterizedTest
  @MethodSource("games")
  void honestRoundsPass(PackGame game) throws Exception {
    assertEquals(List.of(), rejected(game, good(game)));
  }

  @ParameterizedTest
  @MethodSource("games")
  void everyTableThatIsWrongIsRejected(PackGame game) throws Exception {
    GameData data = game.data();
    var wrong =
        new GameData(
            data.game(),
            data.version(),
            data.stakeMinor(),
            data.player(),
            data.bets(),
            data.tables().stream().map(UnfairGamesTest::wrong).toList());
    Game played =
        PackGame.installed().stream()
            .filter(each -> each.id().equals(game.id()))
            .findFirst()
            .orElseThrow();
    List<String> rejected = rejected(new PackGame(played, wrong), good(game));
    for (GameData.Table table : data.tables()) {
      String line = "game-outcomes " + game.name() + " " + table.name();
      assertTrue(rejected.contains(line), line + " is not among " + rejected);
    }
  }

  /**
   * The second of the outcomes by probability is said to be about twice as likely, a rare one five
   * times.
   */
  private static GameData.Table wrong(GameData.Table table) {
    List<OutcomeTable.Outcome> byChance =
        table.outcomes().stream()
            .sorted((a, b) -> b.exact().compareTo(a.exact()))
            .limit(2)
            .toList();
    Fraction second = byChance.get(1).exact();
    Fraction moved = second.times(Fraction.of(4, 1));
    if (second.compareTo(Fraction.of(1, 100)) > 0) {
      Fraction half = byChance.get(0).exact().times(Fraction.of(1, 2));
      moved = second.compareTo(half) > 0 ? half : second;
    }
    Fraction more = moved;
    return new GameData.Table(
        table.name(),
        table.from(),
        table.outcomes().stream()
            .map(each -> {
              Fraction chance = each.exact();
              chance = each.equals(byChance.get(0)) ? chance.minus(more) : chance;
              chance = each.equals(byChance.get(1)) ? chance.plus(more) : chance;
              return new OutcomeTable.Outcome(each.outcome(), chance.toString());
            })
            .toList());
  }

  /** Without those whose only table is of a jackpot that no zero leads to. */
  static Stream<PackGame> biased() {
    return games().filter(game -> !game.name().equals("ref.slot.lines20 at 2000"));
  }

  @ParameterizedTest
  @MethodSource("biased")
  void drawsOfWhichOneInTwentyIsZeroAreRejected(PackGame game) throws Exception {
    byte[] stream = good(game);
    for (int word = 0; word < stream.length / 8; word++) {
      if (word % 20 == 7) {
        Arrays.fill(stream, 8 * word, 8 * word + 8, (byte) 0);
      }
    }
    String line = "game-outcomes " + game.name();
    List<String> rejected = rejected(game, stream);
    assertTrue(rejected.stream().anyMatch(each -> each.startsWith(line)), line + ": " + rejected);
  }
}
