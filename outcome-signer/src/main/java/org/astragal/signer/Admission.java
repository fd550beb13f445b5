package org.astragal.signer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.astragal.signer.Store.SeenRequest;
import org.astragal.signer.Submission.Reason;
import org.astragal.signer.Ticket.Relation;
import org.astragal.signer.Ticket.RequestKey;
import org.astragal.signer.Ticket.RoundKey;

/**
 * Lets each request, and each step of a round, through once.
 *
 * <p>Who comes first claims the request in memory, and only then looks into the store; a claim is
 * given up only after its outcome is durable and sealed. So a second one finds the claim, or the
 * stored outcome, or both, but never neither. Then the same for the step of the round. Who holds
 * both claims waits for nobody, so nobody waits in a circle.
 *
 * <p>Thread safety: any thread.
 */
final class Admission {
  private static final long POLL_NANOS = 1_000_000;

  private final ConcurrentMap<RequestKey, Ticket> requests = new ConcurrentHashMap<>();
  private final ConcurrentMap<RoundKey, Ticket> rounds = new ConcurrentHashMap<>();
  private final AtomicInteger pending = new AtomicInteger();
  private final int maxPending;
  private final Store store;
  private final Recall recall;
  private final Health health;
  private final SpaceGuard space;
  private final Channel<Ticket> intents;

  Admission(
      int maxPending,
      Store store,
      Recall recall,
      Health health,
      SpaceGuard space,
      Channel<Ticket> intents) {
    this.maxPending = maxPending;
    this.store = store;
    this.recall = recall;
    this.health = health;
    this.space = space;
    this.intents = intents;
  }

  CompletableFuture<Submission> submit(Intent intent, Play play) {
    space.check();
    var ticket = new Ticket(intent, play);
    Ticket first = requests.putIfAbsent(ticket.requestKey(), ticket);
    if (first != null) {
      return repeat(first, intent);
    }
    CompletableFuture<Submission> future = ticket.join(Relation.OWNER);
    try {
      if (!admit(ticket)) {
        return future;
      }
    } catch (LogException e) {
      end(ticket, new Submission.Unavailable(reason(e), String.valueOf(e.getMessage())));
      return future;
    } catch (RuntimeException | Error e) {
      // A claim that outlived its request would make every retry wait for ever.
      end(ticket, new Submission.Unavailable(Reason.FAILED, "the request could not be admitted"));
      throw e;
    }
    // From here on the claims are the writer's: only a seal gives them up.
    intents.put(ticket);
    return future;
  }

  private CompletableFuture<Submission> repeat(Ticket first, Intent again) {
    if (!first.intent().sha256().equals(again.sha256())) {
      return CompletableFuture.completedFuture(new Submission.KeyReused());
    }
    CompletableFuture<Submission> future = first.join(Relation.REPEAT);
    // After joining: who joins while nothing can be sealed must not wait for that.
    health.refusal().filter(Admission::endless).ifPresent(first::sendAway);
    return future;
  }

  /** While space is low, everything that was accepted is finished. */
  private static boolean endless(Submission.Unavailable refusal) {
    return refusal.reason() != Reason.STORAGE_LOW;
  }

  private static Reason reason(LogException e) {
    return e.fault() == LogException.Fault.CLOSED ? Reason.CLOSED : Reason.FAILED;
  }

  /** {@return whether the ticket is to be played; if not, it has ended or waits for another} */
  private boolean admit(Ticket ticket) throws LogException {
    Intent intent = ticket.intent();
    Optional<SeenRequest> seen = store.request(intent.operator(), intent.requestId());
    if (seen.isPresent()) {
      boolean same = seen.get().sha256().equals(intent.sha256());
      end(
          ticket,
          same
              ? new Submission.Sealed(recall.one(seen.get().seq()), true)
              : new Submission.KeyReused());
      return false;
    }
    Ticket first = rounds.putIfAbsent(ticket.roundKey(), ticket);
    if (first != null) {
      first.join(Relation.ROUND, result -> end(ticket, result));
      health.refusal().filter(Admission::endless).ifPresent(first::sendAway);
      return false;
    }
    Optional<Long> taken = store.round(intent.operator(), intent.roundId(), intent.step());
    if (taken.isPresent()) {
      end(ticket, new Submission.RoundTaken(recall.one(taken.get())));
      return false;
    }
    return takeRoom(ticket);
  }

  private boolean takeRoom(Ticket ticket) {
    // After the claim: a failure either is seen here or finds the claim.
    Optional<Submission.Unavailable> refusal = health.refusal();
    if (refusal.isPresent()) {
      end(ticket, refusal.get());
      return false;
    }
    if (pending.incrementAndGet() > maxPending) {
      pending.decrementAndGet();
      end(
          ticket,
          new Submission.Unavailable(Reason.OVERLOADED, maxPending + " rounds are pending"));
      return false;
    }
    ticket.whenSealed(() -> forget(ticket));
    return true;
  }

  /** Ends a ticket that never reached the writer. */
  private void end(Ticket ticket, Submission result) {
    ticket.resolve(result);
    release(ticket);
  }

  private void forget(Ticket ticket) {
    release(ticket);
    pending.decrementAndGet();
  }

  private void release(Ticket ticket) {
    requests.remove(ticket.requestKey(), ticket);
    rounds.remove(ticket.roundKey(), ticket);
  }

  /** Tells everybody who waits that they must come back later. */
  void sendAllAway() {
    health
        .refusal()
        .filter(Admission::endless)
        .ifPresent(refusal -> requests.values().forEach(ticket -> ticket.sendAway(refusal)));
  }

  /** {@return rounds accepted and not yet sealed} */
  int pending() {
    return pending.get();
  }

  /** Waits until nothing is pending, as long as allowed. */
  void awaitIdle(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (pending.get() > 0 && System.nanoTime() - end < 0 && !health.failed()) {
      LockSupport.parkNanos(this, POLL_NANOS);
    }
  }
}
