package org.astragal.hsm;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The provider in use, and its successor when it has failed.
 *
 * <p>Thread safety: safe; one thread builds, the others wait for it.
 */
final class Providers {
  private final Connection connection;
  private final CallPool pool;
  private final Recovery recovery;
  private final Duration buildLimit;
  private final AtomicReference<@Nullable ProviderInstance> current = new AtomicReference<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final ReentrantLock building = new ReentrantLock();

  Providers(Connection connection, CallPool pool, Recovery recovery, Duration buildLimit) {
    this.connection = connection;
    this.pool = pool;
    this.recovery = recovery;
    this.buildLimit = buildLimit;
  }

  /** {@return the provider in use, or a new one when the last was discarded} */
  ProviderInstance get() throws TokenException {
    ProviderInstance instance = current.get();
    if (instance != null) {
      return instance;
    }
    try {
      if (!building.tryLock(buildLimit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TokenException(
            TokenException.Fault.TIMEOUT, "another thread is still connecting to the token");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException(TokenException.Fault.TIMEOUT, "interrupted before the call", e);
    }
    try {
      instance = current.get();
      if (instance == null) {
        recovery.beforeConnecting(failures.get());
        instance = build();
        current.set(instance);
      }
      return instance;
    } finally {
      building.unlock();
    }
  }

  private ProviderInstance build() throws TokenException {
    try {
      return pool.call(buildLimit, () -> ProviderInstance.open(connection, ""));
    } catch (TokenException e) {
      failures.incrementAndGet();
      throw e;
    }
  }

  /** Says that the provider did its work. */
  void worked() {
    failures.set(0);
  }

  /** Throws a provider away that has failed. */
  void failed(ProviderInstance instance) {
    failures.incrementAndGet();
    discard(instance);
  }

  /** Throws the provider in use away, so that the next one sees what has changed on the token. */
  void renew() {
    discard(current.get());
  }

  private void discard(@Nullable ProviderInstance instance) {
    if (instance != null && current.compareAndSet(instance, null)) {
      recovery.discarded();
    }
  }
}
