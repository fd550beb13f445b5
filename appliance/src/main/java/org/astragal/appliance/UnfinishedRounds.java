package org.astragal.appliance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.astragal.signer.LogException;
import org.astragal.signer.LogState;
import org.astragal.signer.OutcomeLog;
import org.astragal.signer.Submission;
import org.astragal.signer.WaitingRound;

/**
 * Ends rounds whose players do not come back in time, by the rules of their games. The log lists
 * the rounds that wait by the time of their newest records, so only those are read whose time has
 * come, a page at a time, and one more; and it goes on after a restart.
 *
 * <p>Thread safety: for any threads.
 */
final class UnfinishedRounds implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(UnfinishedRounds.class.getName());

  /** Looks in the time that a round may wait. */
  private static final int LOOKS = 10;

  private static final Duration SELDOMEST = Duration.ofMinutes(1);

  /** Rounds that are read, and ended, at once. */
  private static final int PAGE = 256;

  /** Longest wait for the ends of a page: the next look goes on with what is left. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ScheduledExecutorService thread;
  private final OutcomeLog log;
  private final Rounds rounds;
  private final Duration limit;
  private final Timetable times;

  private UnfinishedRounds(OutcomeLog log, Rounds rounds, Duration limit, Timetable times) {
    this.log = log;
    this.rounds = rounds;
    this.limit = limit;
    this.times = times;
    thread = times.thread("unfinished-rounds");
  }

  /**
   * Starts to look.
   *
   * @param limit how long a round may wait for its player since its newest record
   */
  static UnfinishedRounds watch(OutcomeLog log, Rounds rounds, Duration limit, Timetable times) {
    var unfinished = new UnfinishedRounds(log, rounds, limit, times);
    Duration pause = limit.dividedBy(LOOKS);
    times.every(
        unfinished.thread, pause.compareTo(SELDOMEST) < 0 ? pause : SELDOMEST, unfinished::look);
    return unfinished;
  }

  private void look() {
    try {
      Instant before = times.clock().instant().minus(limit);
      long from = 0;
      while (log.state() == LogState.RUNNING && rounds.trouble().isEmpty()) {
        List<WaitingRound> page = log.waiting(from, PAGE);
        if (page.isEmpty() || !endPage(page, before)) {
          return;
        }
        from = page.getLast().seq() + 1;
      }
    } catch (LogException | ExecutionException | TimeoutException | RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "rounds that wait could not be looked through", e);
    } catch (InterruptedException _) {
      // The appliance stops.
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the rounds whose time has come; {@return whether those are all of the page}. */
  private boolean endPage(List<WaitingRound> page, Instant before)
      throws LogException, InterruptedException, ExecutionException, TimeoutException {
    var ends = new ArrayList<CompletableFuture<Submission>>();
    boolean areAll = true;
    for (WaitingRound round : page) {
      Optional<PastRound> past = PastRound.read(log, round.operator(), round.roundId());
      if (past.isPresent() && !past.get().hasEnded()) {
        if (!past.get().at().isBefore(before)) {
          // Whoever stands behind it has not waited longer.
          areAll = false;
          break;
        }
        LOGGER.log(
            System.Logger.Level.INFO,
            "nobody comes back to round {0} of {1}",
            round.roundId(),
            round.operator());
        ends.add(rounds.finish(round.operator(), round.roundId(), past.get()));
      }
    }
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    return areAll;
  }

  /** {@return how many rounds wait} */
  long waiting() {
    return log.waitingRounds();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
