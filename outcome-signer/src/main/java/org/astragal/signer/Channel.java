package org.astragal.signer;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What one stage hands to the next. Not bounded itself: the number of rounds in all stages together
 * is.
 *
 * <p>Thread safety: any thread puts, one thread takes.
 */
final class Channel<T> {
  private final ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>();
  private final Wakeup taker;

  /** Creates one whose taker sleeps on {@code taker}, maybe with other channels. */
  Channel(Wakeup taker) {
    this.taker = taker;
  }

  /** Hands over one thing and wakes the taker. */
  void put(T thing) {
    queue.add(thing);
    taker.signal();
  }

  /** Hands over one thing; the taker sees it if it is awake, else after {@link #signal}. */
  void add(T thing) {
    queue.add(thing);
  }

  /** Wakes the taker. */
  void signal() {
    taker.signal();
  }

  @Nullable T poll() {
    return queue.poll();
  }

  @Nullable T peek() {
    return queue.peek();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }
}
