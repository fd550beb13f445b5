package org.astragal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Game;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.reference.ReferenceGames;
import org.junit.jupiter.api.Test;

/** Goal: a figure of a game is that of the game, and every reference game can be measured. */
final class GamesExperimentTest {
  // As JMH 1.37 writes it.
  private static final List<String> TABLE =
      List.of(
          "\"Benchmark\",\"Mode\",\"Threads\",\"Samples\",\"Score\",\"Score Error"
              + " (99.9%)\",\"Unit\",\"Param: game\"",
          "\"org.astragal.bench.GamePlayBenchmark.play\",\"avgt\",1,3,201.500000,3.1,\"ns/op\",ref.dice",
          "\"org.astragal.bench.GamePlayBenchmark.play:processorNanos\",\"avgt\",1,3,"
              + "3000000.000000,NaN,\"#\",ref.dice",
          "\"org.astragal.bench.GamePlayBenchmark.play:rounds\",\"avgt\",1,3,20000.000000,"
              + "NaN,\"#\",ref.dice");

  @Test
  void processorTimeIsThatOfARound() throws Exception {
    assertEquals(
        Map.of("ref.dice", 201.5),
        GamesExperiment.scores(TABLE, "org.astragal.bench.GamePlayBenchmark.play"));
    assertEquals(Map.of("ref.dice", 150.0), GamesExperiment.processorNanos(TABLE));
    assertThrows(LoadException.class, () -> GamesExperiment.scores(TABLE.subList(0, 1), "other"));
  }

  @Test
  void everyGameTakesItsBet() throws Exception {
    for (Game game : new ReferenceGames().games()) {
      Round round =
          Round.begin(
              game, game.defaultTerms(), SampleBets.of(game), (_, n) -> n / 2, Choices.HOUSE);
      assertTrue(game.play(round) instanceof Played.Settled, game.id());
    }
  }
}
