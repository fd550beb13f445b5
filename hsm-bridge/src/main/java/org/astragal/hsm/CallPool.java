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

  private final NativeModule module;
  private final Semaphore permits = new Semaphore(CONCURRENT_CALLS, true);
  private final AtomicInteger hung = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("pkcs11-", 0).daemon(true).factory());

  CallPool(NativeModule module) {
    this.module = module;
  }

  /**
   * Runs a call and waits for it.
   *
   * @throws TokenException the call's own, or TIMEOUT when it did not return in time; the call may
   *     still take effect later
   */
  <T> T call(Duration limit, NativeCall<T> call) throws TokenException {
    return call(limit, 1, call);
  }

  /**
   * As {@link #call}, while no other call of this process is in the library.
   *
   * @throws TokenException as above; and TIMEOUT when others do not leave the library in time
   */
  <T> T callAlone(Duration limit, NativeCall<T> call) throws TokenException {
    return call(limit, CONCURRENT_CALLS, () -> alone(limit, call));
  }

  private <T> T inside(Duration limit, NativeCall<T> call)
      throws TokenException, InterruptedException {
    if (!module.enter(limit.toNanos())) {
      throw TokenException.busy("the library is being started anew", null);
    }
    try {
      return call.run();
    } finally {
      module.leave();
    }
  }

  private <T> T alone(Duration limit, NativeCall<T> call) throws TokenException {
    boolean claimed;
    try {
      claimed = module.claim(limit.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TokenException.busy("interrupted before the call", e);
    }
    if (!claimed) {
      throw TokenException.busy(
          "other calls stayed in the library for " + limit.toMillis() + " ms", null);
    }
    try {
      return call.run();
    } finally {
      module.share();
    }
  }

  private <T> T call(Duration limit, int needed, NativeCall<T> call) throws TokenException {
    if (hung.get() >= MAX_HUNG) {
      throw TokenException.busy(MAX_HUNG + " earlier calls are stuck in the library", null);
    }
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      if (!permits.tryAcquire(needed, limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw TokenException.busy("all calls were busy for " + limit.toMillis() + " ms", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TokenException.busy("interrupted before the call", e);
    }
    var permit = new AtomicBoolean(true);
    Future<T> result =
        threads.submit(() -> {
          try {
            return inside(limit, call);
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

  /** {@return the calls that hang in the library at this moment} */
  int hung() {
    return hung.get();
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
