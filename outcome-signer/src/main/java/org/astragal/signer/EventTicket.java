package org.astragal.signer;

import java.util.Optional;
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
  private final Optional<Beside> beside;
  private final CompletableFuture<SealedOutcome> future = new CompletableFuture<>();
  private Runnable whenOver = () -> {};

  private EventTicket(RecordBody body, Optional<Beside> beside) {
    this.body = body;
    this.beside = beside;
  }

  /** What is kept beside the record; a final class for its array, which is read-only. */
  static final class Beside {
    private final String name;
    private final byte[] value;

    Beside(String name, byte[] value) {
      this.name = name;
      this.value = value.clone();
    }

    void store(StoreBatch batch, long seq) throws LogException {
      batch.keep(name, seq, value);
    }
  }

  /** The first record of a log. */
  static EventTicket creation(LogCreated created) {
    return new EventTicket(created, Optional.empty());
  }

  /**
   * An event.
   *
   * @param beside what is to be kept with it
   * @throws IllegalArgumentException if it is not an event: rounds have intents, and a log is
   *     created once
   */
  static EventTicket of(RecordBody body, Optional<Beside> beside) {
    return switch (body) {
      case Event event -> new EventTicket(event, beside);
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

  Optional<Beside> beside() {
    return beside;
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
