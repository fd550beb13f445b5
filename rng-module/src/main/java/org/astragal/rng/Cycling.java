package org.astragal.rng;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Background cycling: a thread that throws words of every stream away between draws, so that the
 * moment of a draw decides too, and reseeds streams that nobody draws from.
 */
final class Cycling implements AutoCloseable {
  private final List<RngStream> streams;
  private final Duration pause;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closed = lock.newCondition();
  private final Thread thread =
      Thread.ofPlatform().name("rng-cycling").daemon().unstarted(this::run);
  private boolean closing;

  Cycling(List<RngStream> streams, Duration pause) {
    this.streams = streams;
    this.pause = pause;
  }

  void start() {
    if (pause.isPositive()) {
      thread.start();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      closed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (goesOnAfterPause()) {
        streams.forEach(RngStream::cycle);
      }
    } catch (InterruptedException _) {
      // As good as closed.
    }
  }

  /** {@return whether there is still something to do after a pause} */
  private boolean goesOnAfterPause() throws InterruptedException {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (!closing && left > 0) {
        left = closed.awaitNanos(left);
      }
      return !closing;
    } finally {
      lock.unlock();
    }
  }
}
