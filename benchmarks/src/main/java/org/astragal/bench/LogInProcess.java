package org.astragal.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.astragal.games.api.DrawsException;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.RoundRef;
import org.astragal.outcome.VerifierKey;
import org.astragal.rng.Rng;
import org.astragal.rng.RngConfig;
import org.astragal.rng.RngException;
import org.astragal.signer.CheckpointSigner;
import org.astragal.signer.Intent;
import org.astragal.signer.LogConfig;
import org.astragal.signer.LogException;
import org.astragal.signer.LogListener;
import org.astragal.signer.LogState;
import org.astragal.signer.OutcomeLog;
import org.astragal.signer.PlayException;
import org.astragal.signer.StoredLog;
import org.astragal.signer.Submission;

/**
 * A real outcome log in this process, with a real store, generator and game, and many callers that
 * each ask for the next outcome as soon as they have one. Only the signer is made up: a key of the
 * JDK that answers no sooner than it is told to.
 *
 * <p>Thread safety: one thread at a time.
 */
final class LogInProcess implements AutoCloseable {
  private static final Duration STALL = Duration.ofSeconds(30);

  private final Path directory;
  private final Rng rng;
  private final WheelPlay wheel;
  private final OutcomeLog log;
  private final AtomicLong signatures;
  private final AtomicLong numbers = new AtomicLong();

  private LogInProcess(Path directory, Rng rng, OutcomeLog log, AtomicLong signatures)
      throws RngException {
    this.directory = directory;
    this.rng = rng;
    this.wheel = new WheelPlay(rng.stream("wheel"));
    this.log = log;
    this.signatures = signatures;
  }

  /** A signer that is as slow as an HSM may be. */
  private record SlowSigner(SoftwareKey software, Duration atLeast, AtomicLong signatures)
      implements CheckpointSigner {
    @Override
    public List<VerifierKey> keys() {
      return List.of(software.key());
    }

    @Override
    public List<NoteSignature> sign(byte[] noteText) {
      long end = System.nanoTime() + atLeast.toNanos();
      byte[] signature = software.sign(noteText);
      for (long left = atLeast.toNanos(); left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      signatures.incrementAndGet();
      VerifierKey key = software.key();
      return List.of(new NoteSignature(key.name(), key.keyId(), signature));
    }
  }

  /** A listener for whom only trouble matters. */
  private record Alarm(AtomicBoolean raised) implements LogListener {
    @Override
    public void stateChanged(LogState state, String detail) {}

    @Override
    public void voided(String operator, String requestId, String reason, String detail) {
      raised.set(true);
    }
  }

  /**
   * What one run came to.
   *
   * @param outcomes sealed within the time
   * @param seconds the time
   * @param latency from submission to the sealed outcome
   * @param signatures made within the time
   * @param cpu processor time of this whole process, the callers included
   */
  record Result(long outcomes, double seconds, Histogram latency, long signatures, Duration cpu) {
    double cpuMicros() {
      return cpu.toNanos() / 1e3 / outcomes;
    }

    double perSecond() {
      return outcomes / seconds;
    }
  }

  /**
   * Makes a new log in an empty folder.
   *
   * @param signing the least time of a signature
   */
  static LogInProcess create(Path directory, Duration signing) throws LoadException {
    try {
      Folders.delete(directory);
      Files.createDirectories(directory);
      AtomicLong signatures = new AtomicLong();
      Rng rng = Rng.start(new FastNoise(), RngConfig.forBytes("bench"), new BenchHost());
      var slowSigner = new SlowSigner(new SoftwareKey(SampleRound.ORIGIN), signing, signatures);
      OutcomeLog log =
          StoredLog.open(LogConfig.of(SampleRound.ORIGIN, directory, true), _ -> slowSigner)
              .start(
                  InstantSource.system(),
                  () -> SampleRound.APPLIANCE,
                  new Alarm(new AtomicBoolean()));
      return new LogInProcess(directory, rng, log, signatures);
    } catch (IOException | RngException | LogException e) {
      throw new LoadException(LoadException.Fault.PROCESS, "no log in " + directory, e);
    }
  }

  /** {@return records in the log} */
  long size() {
    return log.size();
  }

  /**
   * Lets callers ask in a closed loop.
   *
   * @param callers how many, each a virtual thread
   * @param time how long
   * @param maxOutcomes after which they stop earlier
   */
  Result run(int callers, Duration time, long maxOutcomes)
      throws LoadException, InterruptedException {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    long firstSignatures = signatures.get();
    Duration cpu = CpuTime.ofThis();
    AtomicLong left = new AtomicLong(maxOutcomes);
    List<CompletableFuture<Histogram>> loops = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      CompletableFuture<Histogram> loop = new CompletableFuture<>();
      loops.add(loop);
      Thread.ofVirtual().name("caller-", i).start(() -> callUntil(end, left, loop));
    }
    Histogram latency = new Histogram();
    for (CompletableFuture<Histogram> loop : loops) {
      latency.add(join(loop, end + STALL.toNanos()));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Result(
        latency.count(),
        seconds,
        latency,
        signatures.get() - firstSignatures,
        CpuTime.ofThis().minus(cpu));
  }

  private static Histogram join(CompletableFuture<Histogram> loop, long limit)
      throws LoadException, InterruptedException {
    try {
      return loop.get(limit - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new LoadException(LoadException.Fault.STALLED, "a caller has no answer", e);
    } catch (ExecutionException e) {
      throw new LoadException(
          LoadException.Fault.WRONG_ANSWER, "a caller failed: " + e.getMessage(), e);
    }
  }

  private void callUntil(long end, AtomicLong left, CompletableFuture<Histogram> done) {
    Histogram latency = new Histogram();
    try {
      while (System.nanoTime() < end && left.getAndDecrement() > 0) {
        long begin = System.nanoTime();
        Submission answer = ask().get();
        if (!(answer instanceof Submission.Sealed(var outcome, boolean repeated)) || repeated) {
          throw new IllegalStateException("not sealed: " + answer);
        }
        latency.record(System.nanoTime() - begin);
      }
      done.complete(latency);
    } catch (Exception e) {
      done.completeExceptionally(e);
    }
  }

  private CompletableFuture<Submission> ask() {
    long number = numbers.incrementAndGet();
    String id = "bench-" + number;
    byte[] body = Requests.body(id).getBytes(UTF_8);
    Intent intent =
        new Intent("op-bench", id, "r-" + number, 0, RoundRef.Mode.REAL, body, Optional.empty());
    return log.submit(
        intent,
        () -> {
          try {
            return wheel.play(intent);
          } catch (DrawsException e) {
            throw new PlayException("RNG_FAILED", "no draw", e);
          }
        });
  }

  @Override
  public void close() throws LoadException {
    try {
      log.close();
      rng.close();
      Folders.delete(directory);
    } catch (IOException | LogException e) {
      throw new LoadException(LoadException.Fault.PROCESS, "the log does not close", e);
    }
  }
}
