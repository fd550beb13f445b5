package org.astragal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Goal: a figure that is read from a page of metrics is the one that stands there. */
final class CountersTest {
  private static final Counters COUNTERS =
      Counters.parse(
          """
          # HELP sealed_total All of them.
          # TYPE sealed_total counter
          sealed_total{mode="REAL",scope="a b"} 3.0
          sealed_total{mode="TEST"} 4
          signatures_total 2.0
          """);

  @Test
  void samplesWithLabelsAreAddedUp() throws LoadException {
    assertEquals(7, COUNTERS.get("sealed_total"));
    assertEquals(2, COUNTERS.get("signatures_total"));
  }

  @Test
  void aMissingMetricIsAFailure() {
    assertThrows(LoadException.class, () -> COUNTERS.get("signatures"));
  }
}
