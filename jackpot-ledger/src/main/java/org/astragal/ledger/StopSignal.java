package org.astragal.ledger;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends the process in order: a signal opens the latch, the main thread closes what it opened, and
 * the exit status is the one decided there (a JVM's own is 143 after SIGTERM).
 */
final class StopSignal {
  private final CountDownLatch latch = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final AtomicInteger status = new AtomicInteger();

  /** Listens for the process's end. */
  static StopSignal install() {
    var signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::stopAndWait, "stop"));
    return signal;
  }

  /** Waits for a signal. {@return the exit status} */
  int await() throws InterruptedException {
    latch.await();
    return status.get();
  }

  /** Asks for an end with {@code code}. */
  void stop(int code) {
    status.compareAndSet(0, code);
    latch.countDown();
  }

  /** Ends the process; the main thread's last call. */
  void exit(int code) {
    status.set(code);
    latch.countDown();
    finished.countDown();
    // Does not return: either this or the signal's own shutdown runs the hook, which halts.
    System.exit(code);
  }

  private void stopAndWait() {
    latch.countDown();
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(status.get());
  }
}
