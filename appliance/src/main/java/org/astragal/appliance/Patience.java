package org.astragal.appliance;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for answers and gives up on those that take too long. One thread looks at all waits every
 * 50 ms: a timer for each wait, set and cancelled ten thousand times a second, costs more than the
 * wait itself.
 *
 * <p>Thread safety: for any threads.
 */
final class Patience implements AutoCloseable {
  /** How much later than its deadline a wait may end. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final ConcurrentLinkedQueue<Wait> waits = new ConcurrentLinkedQueue<>();
  private final Thread watcher = Thread.ofVirtual().name("answer-limit").unstarted(this::watch);

  /** One wait. It lets go of its future when it is over, since that may hold a whole outcome. */
  private static final class Wait {
    private final long deadline;
    private volatile @Nullable CompletableFuture<?> future;

    Wait(CompletableFuture<?> future, long deadline) {
      this.future = future;
      this.deadline = deadline;
    }

    void end() {
      future = null;
    }

    /** {@return whether nothing is to be done about it any more} */
    boolean settle(long now) {
      CompletableFuture<?> waiting = future;
      if (waiting == null) {
        return true;
      }
      if (now - deadline < 0) {
        return false;
      }
      waiting.completeExceptionally(new TimeoutException("no answer in time"));
      return true;
    }
  }

  private Patience() {}

  static Patience start() {
    var patience = new Patience();
    patience.watcher.start();
    return patience;
  }

  /**
   * Waits for an answer.
   *
   * @param future the answer; nobody else waits for it
   * @param deadline {@link System#nanoTime} after which it is given up
   * @throws TimeoutException if there is no answer by then, or up to 50 ms later
   */
  <T> T await(CompletableFuture<T> future, long deadline)
      throws TimeoutException, InterruptedException {
    var wait = new Wait(future, deadline);
    if (!future.isDone()) {
      waits.add(wait);
    }
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException timeout) {
        throw timeout;
      }
      throw new IllegalStateException("an answer is never a failure", e.getCause());
    } finally {
      wait.end();
    }
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        long now = System.nanoTime();
        for (Iterator<Wait> all = waits.iterator(); all.hasNext(); ) {
          if (all.next().settle(now)) {
            all.remove();
          }
        }
      }
    } catch (InterruptedException _) {
      // Closed: the server has stopped, nobody waits any more.
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
