package org.astragal.signer;

import java.util.concurrent.CompletableFuture;
import org.astragal.outcome.Event;
import org.astragal.outcome.LogCreated;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.outcome.RoundSuspended;
import org.astragal.outcome.RoundVoided;
import org.astragal.outcome.SealedOutcome;

/** An event on its way: nobody's round, made durable with its record. */
final class EventTicket implements Submitted {
  private final RecordBody body;
  private final CompletableFuture<SealedOutcome> future = new CompletableFuture<>();
  private Runnable whenOver = () -> {};

  private EventTicket(RecordBody body) {
    this.body = body;
  }

  /** The first record of a log. */
  static EventTicket creation(LogCreated created) {
    return new EventTicket(created);
  }

  /**
   * An event.
   *
   * @throws IllegalArgumentException if it is not an event: rounds have intents, and a log is
   *     created once
   */
  static EventTicket of(RecordBody body) {
    return switch (body) {
      case Event event -> new EventTicket(event);
      case RoundOpened _,
          RoundStepped _,
          RoundSuspended _,
          RoundSettled _,
          RoundVoided _,
          LogCreated _ ->
          throw new IllegalArgumentException("only events are appended, not " + body.type());
    };
  }

  RecordBody body() {
    return body;
  }

  CompletableFuture<SealedOutcome> future() {
    return future;
  }

  /** Sets what happens after somebody was answered. Before it is handed on. */
  void whenOver(Runnable action) {
    whenOver = action;
  }

  @Override
  public void sealed(SealedOutcome outcome) {
    future.complete(outcome);
    whenOver.run();
  }

  /** Tells who waits that the event will not be sealed before the log is opened again. */
  void fail(LogException why) {
    future.completeExceptionally(why);
    whenOver.run();
  }
}
