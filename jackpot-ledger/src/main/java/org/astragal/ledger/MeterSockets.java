package org.astragal.ledger;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All watchers; cuts off those that do not read. Thread-safe. */
final class MeterSockets implements AutoCloseable {
  /** Most watchers at a time; more are refused. */
  static final int MAX_WATCHERS = 2_000;

  /** Longest that one send may block. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration ROUND = Duration.ofSeconds(1);

  private final MeterHub hub;
  private final Set<MeterSocket> open = ConcurrentHashMap.newKeySet();
  private final Thread watchdog;

  MeterSockets(MeterHub hub) {
    this.hub = hub;
    this.watchdog = Thread.ofVirtual().name("meter-watchdog").start(this::watch);
  }

  MeterHub hub() {
    return hub;
  }

  boolean hasRoom() {
    return open.size() < MAX_WATCHERS;
  }

  /** {@return how many watch} */
  int count() {
    return open.size();
  }

  void add(MeterSocket socket) {
    open.add(socket);
  }

  void remove(MeterSocket socket) {
    open.remove(socket);
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
        for (var socket : open) {
          if (socket.sendingFor(now) > PATIENCE.toNanos()) {
            socket.drop();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
