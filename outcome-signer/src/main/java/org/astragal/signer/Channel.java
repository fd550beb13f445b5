package org.astragal.signer;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one stage hands to the next. Not bounded itself: the number of rounds in all stages together
 * is.
 *
 * <p>Thread safety: any thread puts, one thread takes.
 */
final class Channel<T> {
  private final ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final Wakeup taker;
  private volatile int enough = 1;

  /** Creates one whose taker sleeps on {@code taker}, maybe with other channels. */
  Channel(Wakeup taker) {
    this.taker = taker;
  }

  /** Hands over one thing and wakes the taker if that is enough for it. */
  void put(T thing) {
    queue.add(thing);
    // First counted, then compared: the taker sets what is enough and then looks at the count.
    if (size.incrementAndGet() >= enough) {
      taker.signal();
    }
  }

  /** Hands over one thing; the taker sees it if it is awake, else after {@link #signal}. */
  void add(T thing) {
    queue.add(thing);
    size.incrementAndGet();
  }

  /** Wakes the taker. */
  void signal() {
    taker.signal();
  }

  /** Sets how many things must be there for {@link #put} to wake the taker. By the taker. */
  void enough(int things) {
    enough = things;
  }

  @Nullable T poll() {
    T thing = queue.poll();
    if (thing != null) {
      size.decrementAndGet();
    }
    return thing;
  }

  @Nullable T peek() {
    return queue.peek();
  }

  /**
   * {@return things that were handed over and not taken; those being handed over may be missing}
   */
  int size() {
    return size.get();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }
}
