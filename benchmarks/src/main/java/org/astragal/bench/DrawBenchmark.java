package org.astragal.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.astragal.rng.Rng;
import org.astragal.rng.RngConfig;
import org.astragal.rng.RngException;
import org.astragal.rng.RngStream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of one unbiased draw from the whole generator (health tests, DRBG, combination) over noise
 * at no cost. The rejection rate is worst, one third, just above 2^64 / 3. Baseline: a draw that is
 * no generator for games.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DrawBenchmark {
  /** How many values are possible. */
  @Param({"37", "400", "6148914691236517206"})
  public long bound = 37;

  private final SplittableRandom random = new SplittableRandom(1);
  private Rng rng = start();
  private RngStream stream = stream(rng);

  /** For JMH. */
  public DrawBenchmark() {}

  private static Rng start() {
    try {
      return Rng.start(new FastNoise(), RngConfig.forBytes("bench"), new BenchHost());
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

  /** Starts the generator afresh. */
  @Setup
  public void restart() {
    rng.close();
    rng = start();
    stream = stream(rng);
  }

  /** Ends the generator. */
  @TearDown
  public void end() {
    rng.close();
  }

  /** One draw. */
  @Benchmark
  public long below() throws RngException {
    return stream.below(bound);
  }

  /** One number from a generator that is not fit for games. */
  @Benchmark
  public long baselineSplittableRandom() {
    return random.nextLong(bound);
  }
}
