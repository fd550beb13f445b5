package org.astragal.rng;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tested noise for all streams of a generator, each byte once, oldest first. With a prefetch one
 * thread keeps a ring of it filled; without, each caller reads the device itself.
 *
 * <p>The thread also brings a device back that went away, and a generator from an alarm where it
 * may return by itself. Bytes are cleared as they are taken, and all of them in trouble.
 *
 * <p>Thread safety: for any threads.
 */
final class NoiseFeed implements AutoCloseable {
  /** The most that is read from the device at a time, so that a slow one gives early. */
  private static final int CHUNK = 4096;

  /** How long {@link #close} waits for a read that is under way; then the thread is left to end. */
  private static final Duration LEAVE = Duration.ofSeconds(2);

  private final TestedNoise noise;
  private final ErrorState errors;
  private final Buffers buffers;
  private final boolean returnsByItself;

  /** Held while the device is read or tested. */
  private final ReentrantLock device = new ReentrantLock();

  /** Guards the ring; never held while the device is read. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final byte[] ring;
  private int head;
  private int ready;
  private final Thread thread;
  private volatile boolean closing;

  NoiseFeed(TestedNoise noise, ErrorState errors, RngConfig config) {
    this.noise = noise;
    this.errors = errors;
    buffers = config.buffers();
    returnsByItself = config.returnsByItself();
    ring = new byte[buffers.prefetchBytes()];
    thread = Thread.ofPlatform().name("rng-noise").daemon().unstarted(this::fillForEver);
  }

  /** From now on the ring is kept filled. */
  void start() {
    if (hasRing()) {
      thread.start();
    }
  }

  /**
   * Fills an array with tested noise. What goes wrong with the device is told to the error state;
   * that the device is slower than the demand is not, since it passes by itself.
   *
   * @throws RngException {@code UNAVAILABLE} if the device is away or slower than the demand
   */
  void take(byte[] out) throws RngException {
    take(out, buffers.patience());
  }

  private void take(byte[] out, Duration patience) throws RngException {
    try {
      if (hasRing()) {
        takeReady(out, patience);
      } else {
        readNow(out);
      }
    } catch (RngException e) {
      Arrays.fill(out, (byte) 0);
      throw e;
    }
  }

  /**
   * {@return tested noise that holds so much entropy by the claim; the caller clears it}
   *
   * @param patience longest wait for it
   */
  byte[] holding(int entropyBits, Duration patience) throws RngException {
    byte[] out = new byte[noise.bytesHolding(entropyBits)];
    take(out, patience);
    return out;
  }

  /** {@return how long a draw waits for noise} */
  Duration patience() {
    return buffers.patience();
  }

  /** {@return whether a device that went away is brought back by the feed, not by callers} */
  boolean hasRing() {
    return ring.length > 0;
  }

  /** Tests on demand, on fresh samples; the caller tells what went wrong to the error state. */
  void selfTest() throws RngException {
    device.lock();
    try {
      noise.selfTest();
    } finally {
      device.unlock();
    }
  }

  /**
   * Runs the tests of a start; if they succeed, the generator is back.
   *
   * @param from the state to come back from
   * @throws RngException if they do not; also told to the error state
   */
  void recover(RngState from) throws RngException {
    device.lock();
    try {
      if (errors.state() != from) {
        return;
      }
      noise.startUp();
      clear();
      errors.recovered(from);
      wakeAll();
    } catch (RngException e) {
      errors.raise(e);
      throw e;
    } finally {
      device.unlock();
    }
  }

  /** Clears what is ready, and lets nobody wait for it. */
  void clear() {
    lock.lock();
    try {
      Arrays.fill(ring, (byte) 0);
      ready = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread and clears everything. The generator must be closed before. */
  @Override
  public void close() {
    closing = true;
    wakeAll();
    if (thread.isAlive()) {
      try {
        thread.join(LEAVE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    clear();
    // A read that hangs in the device keeps this lock; the samples go when it returns.
    if (device.tryLock()) {
      try {
        noise.clear();
      } finally {
        device.unlock();
      }
    }
  }

  private void wakeAll() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void takeReady(byte[] out, Duration limit) throws RngException {
    lock.lock();
    try {
      long patience = limit.toNanos();
      int from = 0;
      while (from < out.length) {
        errors.requireOk();
        if (ready > 0) {
          from += takePart(out, from);
          changed.signalAll();
        } else if (patience <= 0) {
          throw new RngException(
              RngException.Fault.UNAVAILABLE,
              "the noise is slower than the demand: waited " + limit);
        } else {
          patience = changed.awaitNanos(patience);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RngException(RngException.Fault.UNAVAILABLE, "interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  // One piece without a break; cleared where it was.
  private int takePart(byte[] out, int from) {
    int count = Math.min(Math.min(ready, out.length - from), ring.length - head);
    System.arraycopy(ring, head, out, from, count);
    Arrays.fill(ring, head, head + count, (byte) 0);
    head = (head + count) % ring.length;
    ready -= count;
    return count;
  }

  private void readNow(byte[] out) throws RngException {
    try {
      readInto(out);
    } catch (RngException e) {
      errors.raise(e);
      throw e;
    }
  }

  private void readInto(byte[] out) throws RngException {
    device.lock();
    try {
      byte[] fresh = noise.bytes(out.length);
      System.arraycopy(fresh, 0, out, 0, out.length);
      Arrays.fill(fresh, (byte) 0);
    } catch (RuntimeException e) {
      throw new RngException(RngException.Fault.ALARM, "an unexpected error of the source", e);
    } finally {
      device.unlock();
    }
  }

  private void fillForEver() {
    while (!closing) {
      try {
        switch (errors.state()) {
          case OK -> fillOnce();
          case UNAVAILABLE -> retry(RngState.UNAVAILABLE);
          case ALARM -> waitOrRetry();
          case CLOSED -> {
            return;
          }
        }
      } catch (RngException e) {
        errors.raise(e);
      } catch (RuntimeException e) {
        errors.raise(new RngException(RngException.Fault.ALARM, "an unexpected error", e));
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void fillOnce() throws RngException, InterruptedException {
    int wanted;
    lock.lock();
    try {
      while (ring.length - ready < Math.min(CHUNK, ring.length / 2) && !closing) {
        changed.await();
      }
      wanted = Math.min(CHUNK, ring.length - ready);
    } finally {
      lock.unlock();
    }
    if (closing || errors.state() != RngState.OK) {
      return;
    }
    byte[] fresh = new byte[wanted];
    readInto(fresh);
    lock.lock();
    try {
      // An alarm on another path may have come while the device was read.
      for (int i = 0; i < wanted && errors.state() == RngState.OK; i++) {
        ring[(head + ready) % ring.length] = fresh[i];
        ready++;
      }
      changed.signalAll();
    } finally {
      Arrays.fill(fresh, (byte) 0);
      lock.unlock();
    }
  }

  private void waitOrRetry() throws RngException, InterruptedException {
    if (returnsByItself) {
      retry(RngState.ALARM);
    } else {
      pause();
    }
  }

  private void retry(RngState from) throws RngException, InterruptedException {
    pause();
    if (!closing && errors.state() == from) {
      recover(from);
    }
  }

  private void pause() throws InterruptedException {
    lock.lock();
    try {
      long left = buffers.retry().toNanos();
      while (!closing && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
