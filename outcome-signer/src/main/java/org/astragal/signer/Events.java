package org.astragal.signer;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.astragal.outcome.Event;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.SealedOutcome;
import org.astragal.signer.LogException.Fault;

/**
 * Lets events into the log.
 *
 * <p>Thread safety: any thread.
 */
final class Events {
  private final String origin;
  private final int maxPending;
  private final Health health;
  private final Channel<Submitted> plays;
  private final Keyring keys;
  private final Set<EventTicket> pending = ConcurrentHashMap.newKeySet();

  Events(String origin, int maxPending, Health health, Channel<Submitted> plays, Keyring keys) {
    this.origin = origin;
    this.maxPending = maxPending;
    this.health = health;
    this.plays = plays;
    this.keys = keys;
  }

  CompletableFuture<SealedOutcome> append(RecordBody body, Optional<EventTicket.Beside> beside) {
    measure(body);
    EventTicket ticket = EventTicket.of(body, beside);
    learn(ticket);
    if (pending.size() >= maxPending) {
      return CompletableFuture.failedFuture(
          new LogException(Fault.OVERLOADED, maxPending + " events are pending"));
    }
    pending.add(ticket);
    ticket.whenOver(() -> pending.remove(ticket));
    // After it is known to be pending: a stop either is seen here or finds it there.
    if (stopped()) {
      fail(ticket);
    } else {
      plays.put(ticket);
    }
    return ticket.future();
  }

  /** Before it is durable: a ledger may show a checkpoint by a new key at once. */
  private void learn(EventTicket ticket) {
    if (ticket.body() instanceof Event event) {
      try {
        keys.learn(event);
      } catch (NoteException e) {
        throw new IllegalArgumentException("an event of a key must name one in vkey", e);
      }
    }
  }

  private void measure(RecordBody body) {
    try {
      new OutcomeRecord(origin, Long.MAX_VALUE, Instant.EPOCH, body).encode();
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException("the event is too long: " + e.getMessage(), e);
    }
  }

  private boolean stopped() {
    LogState state = health.state();
    return state == LogState.FAILED || state == LogState.CLOSED;
  }

  /** Fails the events that nobody will seal any more. */
  void failIfStopped() {
    if (stopped()) {
      pending.forEach(this::fail);
    }
  }

  private void fail(EventTicket ticket) {
    boolean failed = health.failed();
    ticket.fail(
        new LogException(
            failed ? Fault.FAILED : Fault.CLOSED,
            failed ? "the log has failed" : "the log is closed"));
  }
}
