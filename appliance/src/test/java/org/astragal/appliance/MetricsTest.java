package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Goal: what is counted can be scraped. */
final class MetricsTest {
  @Test
  void countersAndTimersStandInThePrometheusText() {
    Metrics metrics = new Metrics();
    metrics.sealed(3, Duration.ofMillis(2));
    String text = metrics.prometheus();
    assertTrue(text.contains("astragal_outcomes_sealed_total"), text);
    assertTrue(text.contains("astragal_signatures_total"), text);
    assertTrue(text.contains("astragal_signing_seconds_bucket"), text);
    assertTrue(text.contains("astragal_requests_refused_total{"), text);
  }
}
