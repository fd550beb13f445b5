package org.astragal.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.astragal.games.api.Bet;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.astragal.games.reference.ReferenceGames;
import org.astragal.rng.Buffers;
import org.astragal.rng.Rng;
import org.astragal.rng.RngConfig;
import org.astragal.rng.RngException;
import org.astragal.rng.RngStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of one round of a reference game with one bet, its draws from the whole generator included:
 * health tests of the noise, DRBG, combination and scaling all run on the thread that plays. Noise
 * itself costs nothing. Choices are the house's. No record is written.
 *
 * <p>Beside the time by the clock there is the processor time of the thread, which does not count
 * what else the machine does: {@code processorNanos} over {@code rounds}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GamePlayBenchmark {
  /** The game. */
  @Param({
    "ref.baccarat",
    "ref.blackjack.inf",
    "ref.craps",
    "ref.crash",
    "ref.dice",
    "ref.keno.80",
    "ref.lotto.649",
    "ref.mystery",
    "ref.plinko16",
    "ref.roulette.eu",
    "ref.scratch",
    "ref.slot.lines20",
    "ref.slot.ways243",
    "ref.wheel.54"
  })
  public String game = "";

  /** Rounds before the first that count: on a busy machine a warm-up by the clock may be none. */
  private static final int WARM_UP = 1_000_000;

  private Rng rng = start();
  private RngStream stream = stream(rng);
  private Game played = new ReferenceGames().games().getFirst();
  private Terms terms = played.defaultTerms();
  private List<Bet> bets = List.of();

  /** For JMH. */
  public GamePlayBenchmark() {}

  /** Processor time of the measured iterations, and the rounds played in it. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Processor {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Rounds played. */
    public long rounds;

    /** Processor time of the thread that played them. */
    public long processorNanos;

    private long begun;

    /** For JMH. */
    public Processor() {}

    /** Begins to count. */
    @Setup(Level.Iteration)
    public void begin() {
      rounds = 0;
      processorNanos = 0;
      begun = THREADS.getCurrentThreadCpuTime();
    }

    /** Ends to count. */
    @TearDown(Level.Iteration)
    public void end() {
      processorNanos = THREADS.getCurrentThreadCpuTime() - begun;
    }
  }

  /**
   * The generator of an appliance, but each block of noise is read and tested when it is needed.
   */
  private static Rng start() {
    RngConfig usual = RngConfig.forBytes("bench");
    Buffers buffers = usual.buffers();
    var config =
        new RngConfig(
            usual.health(),
            usual.construction(),
            usual.mechanism(),
            usual.reseeding(),
            new Buffers(buffers.blockBytes(), 0, Duration.ZERO, buffers.retry(), Duration.ZERO),
            Optional.empty(),
            usual.returnsByItself(),
            usual.personalization());
    try {
      return Rng.start(new FastNoise(), config, new BenchHost());
    } catch (RngException e) {
      throw new IllegalStateException("the generator does not start", e);
    }
  }

  private static RngStream stream(Rng rng) {
    try {
      return rng.stream("bench");
    } catch (RngException e) {
      throw new IllegalStateException("the generator gives no stream", e);
    }
  }

  /** Starts the generator afresh, finds the game and makes one bet that it takes. */
  @Setup
  public void choose() throws DrawsException {
    rng.close();
    rng = start();
    stream = stream(rng);
    played =
        new ReferenceGames()
            .games().stream().filter(g -> g.id().equals(game)).findFirst().orElseThrow();
    terms = played.defaultTerms();
    bets = SampleBets.of(played);
    for (int i = 0; i < WARM_UP; i++) {
      if (round() instanceof Played.Awaiting) {
        throw new IllegalStateException(game + " waits for a choice");
      }
    }
  }

  /** Ends the generator. */
  @TearDown
  public void end() {
    rng.close();
  }

  /** One round. */
  @Benchmark
  public Played play(Processor processor) throws DrawsException {
    processor.rounds++;
    return round();
  }

  private Played round() throws DrawsException {
    return played.play(Round.begin(played, terms, bets, draws(), Choices.HOUSE));
  }

  private Draws draws() {
    return (_, n) -> {
      try {
        return stream.below(n);
      } catch (RngException e) {
        throw new DrawsException(DrawsException.Fault.UNAVAILABLE, "no draw", e);
      }
    };
  }
}
