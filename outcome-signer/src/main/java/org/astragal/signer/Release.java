package org.astragal.signer;

import java.util.ArrayList;
import java.util.List;
import org.astragal.outcome.SealedOutcome;

/**
 * Puts together the sealed outcomes whose checkpoint is durable, and answers those who wait for
 * them. A thread of its own, so that waking hundreds of callers does not hold up the next turn.
 */
final class Release implements Runnable {
  private final Pipes pipes;
  private final Head head;
  private final SealedCache cache;
  private final LogListener listener;
  private final Health health;
  private volatile boolean stopping;

  Release(Pipes pipes, Head head, SealedCache cache, LogListener listener, Health health) {
    this.pipes = pipes;
    this.head = head;
    this.cache = cache;
    this.listener = listener;
    this.health = health;
  }

  /** Ends {@link #run} when nothing waits any more. */
  void stop() {
    stopping = true;
    pipes.releaser().signal();
  }

  @Override
  public void run() {
    while (true) {
      pipes.releaser().await(() -> !pipes.covered().isEmpty() || stopping || health.failed());
      Signed next = pipes.covered().poll();
      if (next != null) {
        // Also after a failure: these outcomes are sealed and durable.
        release(next);
      } else if (stopping || health.failed()) {
        return;
      }
    }
  }

  private void release(Signed signed) {
    var sealer = new Sealer(signed.tree(), signed.note());
    List<Entry> entries = signed.entries();
    List<SealedOutcome> outcomes = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      outcomes.add(sealer.seal(entry.seq(), entry.record()));
    }
    cache.add(SealedBatch.of(signed.tree().start(), List.copyOf(outcomes)));
    // Who is answered must find the outcome in the log.
    head.publish(signed.tree().end(), signed.note());
    for (int i = 0; i < outcomes.size(); i++) {
      entries.get(i).source().sealed(outcomes.get(i));
    }
    listener.sealed(signed.tree().end(), entries.size(), signed.signing());
  }
}
