package org.astragal.appliance;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Event;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.signer.OutcomeLog;

/**
 * Changes that officers make, each a record in the log. A record that was accepted is sealed sooner
 * or later, whether somebody still waits for it or not, and takes effect then; until then there is
 * no other change of its kind, since what it may do depends on this one.
 *
 * <p>Thread safety: for any threads; one change is made at a time.
 */
final class Changes {
  private static final Duration SEAL = Duration.ofSeconds(30);

  private final OutcomeLog log;
  private final Supplier<ApplianceInfo> appliance;
  private final String whereToLook;
  private final ReentrantLock lock = new ReentrantLock();

  /** The newest change; done when its record is sealed and its effect is there. */
  private CompletableFuture<?> newest = CompletableFuture.completedFuture(null);

  /**
   * Creates one kind of changes.
   *
   * @param whereToLook the call that shows what came of a change that nobody waited for
   */
  Changes(OutcomeLog log, Supplier<ApplianceInfo> appliance, String whereToLook) {
    this.log = log;
    this.appliance = appliance;
    this.whereToLook = whereToLook;
  }

  /** One change, made while there is no other; it calls {@link #record} at most once. */
  @FunctionalInterface
  interface Change {
    SealedOutcome make() throws ProblemException, InterruptedException;
  }

  /** What happens when it is known whether a record is in the log. */
  @FunctionalInterface
  interface Effect {
    /** The record is sealed, in this place. */
    void sealed(Event event, long seq);

    /** The log has stopped, or has not taken the record. */
    default void failed() {}
  }

  /**
   * Makes a change.
   *
   * @throws ProblemException if the change before is not sealed yet, or this one is refused
   */
  SealedOutcome make(Change change) throws ProblemException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!newest.isDone()) {
        throw new ProblemException(
            ProblemType.UNAVAILABLE,
            "Wait: the record of the change before is not sealed yet; nothing was changed.");
      }
      return change.make();
    } finally {
      lock.unlock();
    }
  }

  /** Appends the record of a change, and waits for its seal. */
  SealedOutcome record(String type, Map<String, Json> members, Effect effect)
      throws ProblemException, InterruptedException {
    var event = new Event(type, appliance.get(), Json.Obj.of(members));
    CompletableFuture<SealedOutcome> change =
        append(event)
            .whenComplete((sealed, failure) -> {
              if (failure == null) {
                effect.sealed(event, seq(sealed));
              } else {
                effect.failed();
              }
            });
    newest = change;
    try {
      return change.get(SEAL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "Look at " + whereToLook + " before you try again: the record is not sealed yet.");
    }
  }

  private CompletableFuture<SealedOutcome> append(Event event) {
    try {
      return log.append(event);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static long seq(SealedOutcome sealed) {
    try {
      return OutcomeRecord.parse(sealed.record()).seq();
    } catch (RecordException e) {
      throw new IllegalStateException("the log holds only records", e);
    }
  }
}
