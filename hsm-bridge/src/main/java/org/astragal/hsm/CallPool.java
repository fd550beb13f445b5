package org.astragal.hsm;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs native calls on a few platform threads and stops waiting for those that hang. A virtual
 * thread in a native call would pin its carrier; a native call cannot be interrupted, so a hung one
 * keeps its thread until it returns, and another thread takes its place.
 *
 * <p>Thread safety: safe.
 */
final class CallPool implements AutoCloseable {
  /**
   * SunPKCS11 keeps at most five idle sessions; more callers would open and close some each time.
   */
  private static final int CONCURRENT_CALLS = 4;

  /** So many threads lost in the library mean that only a new process helps. */
  private static final int MAX_HUNG = 16;

  /** One call, or a short series of them. */
  interface NativeCall<T> {
    T run() throws TokenException;
  }

  private final Semaphore permits = new Semaphore(CONCURRENT_CALLS, true);
  private final AtomicInteger hung = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("pkcs11-", 0).daemon(true).factory());

  /**
   * Runs a call and waits for it.
   *
   * @throws TokenException the call's own, or TIMEOUT when it did not return in time; the call may
   *     still take effect later
   */
  <T> T call(Duration limit, NativeCall<T> call) throws TokenException {
    return call(limit, 1, call);
  }

  /** As {@link #call}, while no other call runs, save those that hang. */
  <T> T callAlone(Duration limit, NativeCall<T> call) throws TokenException {
    return call(limit, CONCURRENT_CALLS, call);
  }

  private <T> T call(Duration limit, int needed, NativeCall<T> call) throws TokenException {
    if (hung.get() >= MAX_HUNG) {
      throw new TokenException(
          TokenException.Fault.TIMEOUT, MAX_HUNG + " earlier calls are stuck in the library");
    }
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      if (!permits.tryAcquire(needed, limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TokenException(
            TokenException.Fault.TIMEOUT, "all calls were busy for " + limit.toMillis() + " ms");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException(TokenException.Fault.TIMEOUT, "interrupted before the call", e);
    }
    var permit = new AtomicBoolean(true);
    Future<T> result =
        threads.submit(() -> {
          try {
            return call.run();
          } finally {
            if (permit.getAndSet(false)) {
              permits.release(needed);
            } else {
              hung.decrementAndGet();
            }
          }
        });
    try {
      return result.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abandon(permit, needed);
      throw new TokenException(
          TokenException.Fault.TIMEOUT, "no answer within " + limit.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      abandon(permit, needed);
      Thread.currentThread().interrupt();
      throw new TokenException(TokenException.Fault.TIMEOUT, "interrupted during the call", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  /** Gives the hung call's permit to others; the call itself can only be left alone. */
  private void abandon(AtomicBoolean permit, int held) {
    if (permit.getAndSet(false)) {
      hung.incrementAndGet();
      permits.release(held);
    }
  }

  /** {@return whether calls hang in the library at this moment} */
  boolean hanging() {
    return hung.get() > 0;
  }

  private static TokenException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> new TokenException(TokenException.Fault.DEVICE_ERROR, "the call failed");
      case TokenException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new TokenException(TokenException.Fault.DEVICE_ERROR, "the call failed", cause);
    };
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
