package org.astragal.service;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Lets requests in flight finish before the server stops. Helidon 4.2 interrupts running handlers
 * when it is asked to stop (helidon issues 10154, 10156), so it is asked only when none runs.
 *
 * <p>Thread safety: any thread.
 */
public final class Drain implements Filter {
  private static final Duration POLL = Duration.ofMillis(5);

  private final Consumer<ServerResponse> refusal;
  private final LongAdder started = new LongAdder();
  private final LongAdder finished = new LongAdder();
  private volatile boolean draining;

  /**
   * Creates it, letting everything through.
   *
   * @param refusal answers a request that comes too late
   */
  public Drain(Consumer<ServerResponse> refusal) {
    this.refusal = refusal;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    started.increment();
    try {
      if (draining) {
        response.header(HeaderValues.CONNECTION_CLOSE);
        refusal.accept(response);
        return;
      }
      chain.proceed();
    } finally {
      finished.increment();
    }
  }

  /** {@return requests that are being answered now} */
  public long inFlight() {
    return started.sum() - finished.sum();
  }

  /** Refuses what comes from now on. */
  public void begin() {
    draining = true;
  }

  /**
   * Waits for what came before {@link #begin}.
   *
   * @return whether nothing is left in flight
   */
  public boolean await(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    // Read in this order, a request that ends in between only makes the wait longer.
    while (finished.sum() < started.sum()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }
}
