package org.astragal.appliance;

import java.util.concurrent.CountDownLatch;

/**
 * Turns SIGTERM and SIGINT into a plain return, so that main unwinds and closes every stage in
 * reverse order, and the process ends with main's own status. There is one for the process.
 */
final class StopSignal {
  private static final CountDownLatch ASKED = new CountDownLatch(1);
  private static volatile boolean done;

  private StopSignal() {}

  /** Installs the hook. Call on the main thread, which it makes the machine wait for. */
  static void install() {
    Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> hold(main), "stop-signal"));
  }

  /** Waits until the process is asked to stop. */
  static void await() throws InterruptedException {
    ASKED.await();
  }

  /** Ends the process, whether or not it was asked to stop. Call on the main thread. */
  static void exit(int status) {
    done = true;
    System.out.flush();
    System.err.flush();
    if (ASKED.getCount() == 0) {
      // The machine is shutting down already and would report the signal.
      Runtime.getRuntime().halt(status);
    }
    System.exit(status);
  }

  private static void hold(Thread main) {
    ASKED.countDown();
    if (done) {
      return;
    }
    try {
      main.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
