package org.astragal.ledger;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets requests under way finish and refuses new ones; Helidon 4.2 interrupts handlers at stop
 * (helidon issues 10154, 10156). Thread-safe.
 */
final class Drain implements Filter {
  private static final long POLL_MILLIS = 5;

  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean draining;

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    inFlight.incrementAndGet();
    try {
      if (draining) {
        response.header(HeaderValues.CONNECTION_CLOSE);
        Problem.unavailable("the ledger stops").send(response);
        return;
      }
      chain.proceed();
    } finally {
      inFlight.decrementAndGet();
    }
  }

  /** Refuses from now on. {@return whether all that was under way ended within {@code limit}} */
  boolean await(Duration limit) throws InterruptedException {
    draining = true;
    var end = System.nanoTime() + limit.toNanos();
    while (inFlight.get() > 0) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return true;
  }
}
