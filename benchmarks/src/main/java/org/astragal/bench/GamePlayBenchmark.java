package org.astragal.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.astragal.games.api.Bet;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.astragal.games.reference.ReferenceGames;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of one round of a reference game with one bet, and of the draws it makes from a generator
 * that costs next to nothing: the baseline.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GamePlayBenchmark {
  /** The game. */
  @Param({"ref.wheel.54", "ref.roulette.eu"})
  public String game = "";

  private final SplittableRandom random = new SplittableRandom(1);
  private final Draws draws = (purpose, n) -> random.nextLong(n);
  private Game played = new ReferenceGames().games().getFirst();
  private Terms terms = played.defaultTerms();
  private List<Bet> bets = List.of();

  /** For JMH. */
  public GamePlayBenchmark() {}

  /** Finds the game and makes one bet that it takes. */
  @Setup
  public void choose() {
    played =
        new ReferenceGames()
            .games().stream().filter(g -> g.id().equals(game)).findFirst().orElseThrow();
    terms = played.defaultTerms();
    Data.Members selection =
        game.equals("ref.wheel.54")
            ? Data.Members.empty().with("spot", "1")
            : Data.Members.empty()
                .with("kind", "STRAIGHT")
                .with("numbers", Data.Items.ofNumbers(List.of(17)));
    bets = List.of(new Bet("1", selection, 100, 2));
  }

  /** One round. */
  @Benchmark
  public Played play() throws DrawsException {
    return played.play(Round.begin(played, terms, bets, draws, Choices.NOBODY));
  }

  /** The wheel's two draws and nothing else. */
  @Benchmark
  public long baselineTwoDraws() throws DrawsException {
    return draws.below("boost", 400) + draws.below("wheel", 54);
  }
}
