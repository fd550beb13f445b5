package org.astragal.appliance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.astragal.signer.LogException;
import org.astragal.signer.LogState;
import org.astragal.signer.OutcomeLog;
import org.astragal.signer.WaitingRound;

/**
 * Ends rounds whose players do not come back in time, by the rules of their games. Looks through
 * the rounds that wait, as the log lists them; so it goes on after a restart.
 *
 * <p>Thread safety: for any threads.
 */
final class UnfinishedRounds implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(UnfinishedRounds.class.getName());

  /** Looks in the time that a round may wait. */
  private static final int LOOKS = 10;

  private static final Duration SELDOMEST = Duration.ofMinutes(1);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("unfinished-rounds").daemon().factory());
  private final OutcomeLog log;
  private final Rounds rounds;
  private final InstantSource clock;
  private final Duration limit;
  private volatile int waiting;

  private UnfinishedRounds(OutcomeLog log, Rounds rounds, InstantSource clock, Duration limit) {
    this.log = log;
    this.rounds = rounds;
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * Starts to look.
   *
   * @param limit how long a round may wait for its player since its newest record
   */
  static UnfinishedRounds watch(
      OutcomeLog log, Rounds rounds, InstantSource clock, Duration limit) {
    var unfinished = new UnfinishedRounds(log, rounds, clock, limit);
    Duration pause = limit.dividedBy(LOOKS);
    long millis = (pause.compareTo(SELDOMEST) < 0 ? pause : SELDOMEST).toMillis();
    var _ =
        unfinished.thread.scheduleWithFixedDelay(
            unfinished::look, millis, millis, TimeUnit.MILLISECONDS);
    return unfinished;
  }

  private void look() {
    try {
      List<WaitingRound> all = log.waiting();
      waiting = all.size();
      if (log.state() != LogState.RUNNING || rounds.trouble().isPresent()) {
        return;
      }
      Instant before = clock.instant().minus(limit);
      for (WaitingRound round : all) {
        Optional<PastRound> past = PastRound.read(log, round.operator(), round.roundId());
        if (past.isPresent() && !past.get().hasEnded() && past.get().at().isBefore(before)) {
          LOGGER.log(
              System.Logger.Level.INFO,
              "nobody comes back to round {0} of {1}",
              round.roundId(),
              round.operator());
          var _ = rounds.finish(round.operator(), round.roundId(), past.get());
        }
      }
    } catch (LogException | RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "rounds that wait could not be looked through", e);
    }
  }

  /** {@return how many rounds waited at the last look} */
  int waiting() {
    return waiting;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
