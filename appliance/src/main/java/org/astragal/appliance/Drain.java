package org.astragal.appliance;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets requests in flight finish before the server stops. Helidon 4.2 interrupts running handlers
 * when it is asked to stop, so it is asked only when none runs.
 */
final class Drain implements Filter {
  private static final Duration POLL = Duration.ofMillis(5);

  private final LongAdder started = new LongAdder();
  private final LongAdder finished = new LongAdder();
  private volatile boolean draining;

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    started.increment();
    try {
      if (draining) {
        response
            .status(Status.SERVICE_UNAVAILABLE_503)
            .header(HeaderValues.CONNECTION_CLOSE)
            .header(HeaderNames.RETRY_AFTER, "5")
            .header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
            .send(
                new Problem(
                        ProblemType.STOPPING, "Retry with the same key; the appliance restarts.")
                    .bytes());
        return;
      }
      chain.proceed();
    } finally {
      finished.increment();
    }
  }

  /** Refuses what comes from now on. */
  void begin() {
    draining = true;
  }

  /**
   * Waits for what came before {@link #begin}.
   *
   * @return whether nothing is left in flight
   */
  boolean await(Duration longest) throws InterruptedException {
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
