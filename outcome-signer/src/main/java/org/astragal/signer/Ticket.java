package org.astragal.signer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.astragal.outcome.SealedOutcome;
import org.jspecify.annotations.Nullable;

/**
 * A round on its way, and everybody who waits for it. It stays known until its result is final,
 * also when those who waited were told to come back later.
 *
 * <p>Thread safety: any thread; the ordinal goes from stage to stage with the ticket.
 */
final class Ticket implements Submitted {
  /** Why somebody waits for a ticket. */
  enum Relation {
    /** The one who submitted it. */
    OWNER,
    /** The same request again. */
    REPEAT,
    /** Another request for the same step of the same round. */
    ROUND
  }

  private record Waiter(Relation relation, Consumer<Submission> taker) {
    void answer(Submission submission) {
      taker.accept(seenBy(relation, submission));
    }
  }

  /** Identifies a request. */
  record RequestKey(String operator, String requestId) {}

  /** Identifies a step of a round. */
  record RoundKey(String operator, String roundId, int step) {}

  private final Intent intent;
  private final Play play;
  private final RequestKey requestKey;
  private final RoundKey roundKey;
  private long ordinal;
  private List<Waiter> waiters = new ArrayList<>(1);
  private @Nullable Submission result;
  private Runnable whenSealed = () -> {};

  Ticket(Intent intent, Play play) {
    this.intent = intent;
    this.play = play;
    this.requestKey = new RequestKey(intent.operator(), intent.requestId());
    this.roundKey = new RoundKey(intent.operator(), intent.roundId(), intent.step());
  }

  Intent intent() {
    return intent;
  }

  Play play() {
    return play;
  }

  RequestKey requestKey() {
    return requestKey;
  }

  RoundKey roundKey() {
    return roundKey;
  }

  /** {@return the key of the durable intent; known from the writer on} */
  long ordinal() {
    return ordinal;
  }

  void ordinal(long key) {
    ordinal = key;
  }

  /** Sets what happens after {@link #sealed} answered everybody. Before it is submitted. */
  void whenSealed(Runnable action) {
    whenSealed = action;
  }

  /** {@return a future of the result, seen by somebody who waits for this reason} */
  CompletableFuture<Submission> join(Relation relation) {
    var future = new CompletableFuture<Submission>();
    join(relation, future::complete);
    return future;
  }

  /** Gives the result to {@code taker}, now or later, or sends it away. */
  void join(Relation relation, Consumer<Submission> taker) {
    var waiter = new Waiter(relation, taker);
    Submission known;
    synchronized (this) {
      known = result;
      if (known == null) {
        waiters.add(waiter);
      }
    }
    if (known != null) {
      waiter.answer(known);
    }
  }

  @Override
  public void sealed(SealedOutcome outcome) {
    resolve(new Submission.Sealed(outcome, false));
    whenSealed.run();
  }

  /** Gives the final result to everybody who waits, now or later. */
  void resolve(Submission submission) {
    List<Waiter> all;
    synchronized (this) {
      result = submission;
      all = waiters;
      waiters = List.of();
    }
    all.forEach(waiter -> waiter.answer(submission));
  }

  /** Tells those who wait now to come back later; the ticket goes on. */
  void sendAway(Submission.Unavailable unavailable) {
    List<Waiter> all;
    synchronized (this) {
      if (result != null) {
        return;
      }
      all = waiters;
      waiters = new ArrayList<>(1);
    }
    all.forEach(waiter -> waiter.answer(unavailable));
  }

  private static Submission seenBy(Relation relation, Submission submission) {
    return switch (submission) {
      case Submission.Sealed sealed ->
          switch (relation) {
            case OWNER -> sealed;
            case REPEAT -> new Submission.Sealed(sealed.outcome(), true);
            case ROUND -> new Submission.RoundTaken(sealed.outcome());
          };
      case Submission.RoundTaken taken -> taken;
      case Submission.KeyReused reused -> reused;
      case Submission.Unavailable unavailable -> unavailable;
    };
  }
}
