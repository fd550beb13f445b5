package org.astragal.ledger;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** All watchers, by whichever way; cuts off those that do not read. Thread-safe. */
final class MeterSockets implements AutoCloseable {
  /** Most watchers at a time; more are refused. */
  static final int MAX_WATCHERS = 12_000;

  /** Longest that one send may block. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final System.Logger LOG = System.getLogger(MeterSockets.class.getName());
  private static final Duration ROUND = Duration.ofSeconds(1);

  private final MeterHub hub;
  private final int most;
  private final Duration patience;
  private final Set<Watcher> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger dropped = new AtomicInteger();
  private final Thread watchdog;

  /** Somebody who watches. */
  interface Watcher {
    /** {@return nanoseconds that the present send has lasted, 0 if none is under way} */
    long sendingFor(long now);

    /** Cuts it off. */
    void drop();
  }

  MeterSockets(MeterHub hub) {
    this(hub, MAX_WATCHERS, PATIENCE);
  }

  /**
   * As above.
   *
   * @param most watchers at a time
   * @param patience longest that one send may block
   */
  MeterSockets(MeterHub hub, int most, Duration patience) {
    this.hub = hub;
    this.most = most;
    this.patience = patience;
    this.watchdog = Thread.ofVirtual().name("meter-watchdog").start(this::watch);
  }

  MeterHub hub() {
    return hub;
  }

  boolean hasRoom() {
    return open.size() < most;
  }

  /** {@return how many watch} */
  int count() {
    return open.size();
  }

  /** {@return how many were cut off since the start, for they did not read} */
  int dropped() {
    return dropped.get();
  }

  void add(Watcher watcher) {
    open.add(watcher);
  }

  void remove(Watcher watcher) {
    open.remove(watcher);
  }

  /** Waits until every watcher has been told that the ledger stops, at most {@code limit}. */
  void awaitClosed(Duration limit) throws InterruptedException {
    var end = System.nanoTime() + limit.toNanos();
    while (!open.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(10);
    }
  }

  @Override
  public void close() {
    watchdog.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(ROUND);
        var now = System.nanoTime();
        for (var watcher : open) {
          if (watcher.sendingFor(now) > patience.toNanos()) {
            dropped.incrementAndGet();
            LOG.log(
                System.Logger.Level.WARNING,
                "a watcher did not read for {0} s and was cut off",
                patience.toSeconds());
            watcher.drop();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
