package org.astragal.signer;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread sleep until others have something for it. A signal to a thread that is awake
 * costs one read: the system is called only for a sleeper.
 *
 * <p>Thread safety: {@link #await} by one thread, {@link #signal} by any, after it made the
 * condition true.
 */
final class Wakeup {
  private final AtomicBoolean idle = new AtomicBoolean();
  private volatile @Nullable Thread sleeper;

  /** Wakes the thread if it sleeps. */
  void signal() {
    if (idle.get() && idle.compareAndSet(true, false)) {
      LockSupport.unpark(sleeper);
    }
  }

  /** Sleeps until {@code ready}. Interrupts are ignored: the stages stop by their own signals. */
  void await(BooleanSupplier ready) {
    if (ready.getAsBoolean()) {
      return;
    }
    sleeper = Thread.currentThread();
    while (true) {
      // First idle, then the question: a signal after the question finds us idle.
      idle.set(true);
      if (ready.getAsBoolean()) {
        idle.set(false);
        return;
      }
      LockSupport.park(this);
      // An interrupt would end every later sleep at once.
      boolean _ = Thread.interrupted();
    }
  }
}
