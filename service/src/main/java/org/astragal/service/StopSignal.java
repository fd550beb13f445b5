package org.astragal.service;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns SIGTERM and SIGINT into a plain return, so that main unwinds and closes every stage in
 * reverse order, and the process ends with main's own status (a JVM's own is 143 after SIGTERM).
 * There is one for the process.
 *
 * <p>Thread safety: any thread.
 */
public final class StopSignal {
  private static final CountDownLatch ASKED = new CountDownLatch(1);
  private static final CountDownLatch DECIDED = new CountDownLatch(1);
  private static final AtomicInteger STATUS = new AtomicInteger();

  private StopSignal() {}

  /** Listens for signals. From here on the process ends only through {@link #exit}. */
  public static void install() {
    install(() -> {});
  }

  /**
   * Listens for signals. From here on the process ends only through {@link #exit}.
   *
   * @param whenAsked what a signal does besides ending {@link #await}, such as to interrupt a start
   */
  public static void install(Runnable whenAsked) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> hold(whenAsked), "stop-signal"));
  }

  /**
   * Waits until the process is asked to stop.
   *
   * @return the status that {@link #stop} asked for, or 0
   */
  public static int await() throws InterruptedException {
    ASKED.await();
    return STATUS.get();
  }

  /**
   * {@return whether the process was asked to stop} From the moment a signal is taken, so that what
   * the other shutdown hooks do is never mistaken for trouble.
   */
  public static boolean asked() {
    if (ASKED.getCount() == 0) {
      return true;
    }
    Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException _) {
      // No hook is taken any more: the hooks run already, ours perhaps after others.
      return true;
    }
  }

  /** Asks the process to stop, as a signal does, with this status. */
  public static void stop(int status) {
    STATUS.compareAndSet(0, status);
    ASKED.countDown();
  }

  /** Ends the process, whether or not it was asked to stop. The last call of main, in a finally. */
  public static void exit(int status) {
    System.out.flush();
    System.err.flush();
    STATUS.set(status);
    DECIDED.countDown();
    // Does not return. After a signal it waits for the hook, which halts; else it runs the hook.
    System.exit(status);
  }

  private static void hold(Runnable whenAsked) {
    ASKED.countDown();
    if (DECIDED.getCount() > 0) {
      whenAsked.run();
    }
    try {
      DECIDED.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    // Only so is the status main's own after a signal.
    Runtime.getRuntime().halt(STATUS.get());
  }
}
