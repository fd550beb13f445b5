package org.astragal.signer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.astragal.outcome.SignedNote;

/**
 * The newest durable checkpoint: how much of the log exists for everybody else.
 *
 * <p>Thread safety: {@link #publish} by one thread, everything else by any.
 */
final class Head {
  /**
   * A size of the log.
   *
   * @param note its checkpoint
   */
  record At(long size, SignedNote note) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private volatile At at;

  Head(long size, SignedNote note) {
    at = new At(size, note);
  }

  /** {@return the size with its checkpoint, which belong together} */
  At at() {
    return at;
  }

  long size() {
    return at.size;
  }

  SignedNote note() {
    return at.note;
  }

  void publish(long size, SignedNote note) {
    at = new At(size, note);
    lock.lock();
    try {
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** {@return whether the size is beyond a size, waiting for that as long as allowed} */
  boolean await(long beyond, Duration limit) throws InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(limit);
    lock.lockInterruptibly();
    try {
      while (at.size <= beyond) {
        if (nanos <= 0) {
          return false;
        }
        nanos = grown.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
