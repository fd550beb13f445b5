package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a million rounds of every game, drawn by the generator that the appliance has, give back
 * what the exact figures say, and come to each outcome as often as they say. The profile {@code
 * full} plays ten million. The lines of a game take turns, round by round. The seed is fixed, so
 * the same rounds are played each time: what is outside of four standard deviations is a fault.
 */
final class SimulationTest {
  private static final long ROUNDS = Long.getLong("astragal.simulation", 1_000_000);
  private static final double LIMIT = 4;

  static Stream<Game> games() {
    return Kinds.games().stream();
  }

  @ParameterizedTest
  @MethodSource("games")
  void roundsGiveBackAndComeOutAsTheExactFiguresSay(Game game) throws Exception {
    Map<String, SimulatedLine> lines = play(game);
    assertEquals(ROUNDS, lines.values().stream().mapToLong(SimulatedLine::rounds).sum());
    double sumOfAll = 0;
    double varianceOfAll = 0;
    double worst = 0;
    for (BetFigures figures : game.figures(game.defaultTerms())) {
      SimulatedLine line = Objects.requireNonNull(lines.get(figures.bet()));
      String name = game.id() + " " + figures.bet();
      double mean = SimulatedLine.approximate(figures.returned());
      double excess = line.returned() - line.rounds() * mean;
      double variance = line.rounds() * SimulatedLine.approximate(figures.variance());
      sumOfAll += excess;
      varianceOfAll += variance;
      worst = Math.max(worst, limited(name + " returns", z(excess, variance)));
      ChiSquare outcomes = line.outcomes(chances(game, figures.bet()));
      worst = Math.max(worst, limited(name + " comes out", outcomes.z()));
      ChiSquare jackpots = line.jackpots(game.jackpotLevels());
      worst = Math.max(worst, limited(name + " wins jackpots", jackpots.z()));
    }
    double whole = limited(game.id() + " returns", z(sumOfAll, varianceOfAll));
    System.out.printf(
        "%s: %,d rounds, return of all lines |z| = %.2f, the largest |z| of %d lines %.2f%n",
        game.id(), ROUNDS, whole, lines.size(), worst);
  }

  @Test
  void standardDeviationsOfChiSquareAreThoseOfTheTables() {
    // 5 % of all sums over 11 cells are above 18.307, and 0.1 % above 29.588.
    assertEquals(1.645, new ChiSquare(18.307, 10).z(), 0.03);
    assertEquals(3.090, new ChiSquare(29.588, 10).z(), 0.03);
    // The first two cells are one, the last one goes with its neighbour.
    ChiSquare merged =
        ChiSquare.of(List.of(2.0, 3.0, 10.0, 20.0, 1.0), List.of(1L, 7L, 8L, 18L, 2L));
    assertEquals(9.0 / 5 + 4.0 / 10 + 1.0 / 21, merged.statistic(), 1e-12);
    assertEquals(2, merged.freedom());
  }

  private static double z(double excess, double variance) {
    return variance == 0 ? excess : excess / Math.sqrt(variance);
  }

  private static double limited(String what, double z) {
    assertTrue(Math.abs(z) < LIMIT, () -> what + " otherwise than it should: z = " + z);
    return Math.abs(z);
  }

  /** {@return the exact chances of what a line comes to} */
  private static Distribution chances(Game game, String line) {
    if (!game.id().equals("ref.slot.ways243")) {
      return Objects.requireNonNull(Exact.of(game, game.defaultTerms()).get(line));
    }
    // Its first spins: those with free spins are told apart from the others by SimulatedLine.
    var first = new Distribution();
    Fraction others = Fraction.ONE;
    for (int scatters = 0; scatters < 3; scatters++) {
      Distribution base = SlotCycles.baseSpin(scatters);
      base.chances().forEach(first::add);
      others = others.minus(base.total());
    }
    first.add(SimulatedLine.MANY_SPINS, others);
    return first;
  }

  private static Map<String, SimulatedLine> play(Game game) throws Exception {
    try (var threads = Executors.newFixedThreadPool(SeededGenerator.PARTS)) {
      var parts = new ArrayList<Future<Map<String, SimulatedLine>>>();
      for (int part = 0; part < SeededGenerator.PARTS; part++) {
        long rounds =
            ROUNDS / SeededGenerator.PARTS + (part < ROUNDS % SeededGenerator.PARTS ? 1 : 0);
        var player = SeededGenerator.of(game, part);
        parts.add(threads.submit(() -> play(game, rounds, player)));
      }
      var all = new LinkedHashMap<String, SimulatedLine>();
      for (Future<Map<String, SimulatedLine>> part : parts) {
        part.get().forEach((name, line) -> all.merge(name, line, SimulatedLine::plus));
      }
      return all;
    } catch (ExecutionException e) {
      throw new IllegalStateException(game.id() + " was not played", e);
    }
  }

  private static Map<String, SimulatedLine> play(Game game, long rounds, SeededGenerator generator)
      throws Exception {
    var lines = new LinkedHashMap<String, SimulatedLine>();
    var order = new ArrayList<SimulatedLine>();
    var bets = new ArrayList<List<Bet>>();
    Kinds.bets(game)
        .forEach((name, bet) -> {
          var line = new SimulatedLine(bet);
          lines.put(name, line);
          order.add(line);
          bets.add(List.of(bet));
        });
    for (long i = 0; i < rounds; i++) {
      int turn = (int) (i % order.size());
      order.get(turn).play(game, bets.get(turn), generator);
    }
    return lines;
  }
}
