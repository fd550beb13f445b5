package org.astragal.hsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.astragal.hsm.TokenException.Fault;
import org.junit.jupiter.api.Test;

/** Goal: what fails again and again is tried, and told of, less and less often. */
final class BackoffTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void pausesDoubleUpToTheLimitAndEndWithSuccess() {
    var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5));
    assertTrue(backoff.due(0));
    long now = -7; // the clock of nanoTime may be negative
    for (long pause : List.of(1L, 2L, 4L, 5L, 5L)) {
      backoff.failed(now);
      assertFalse(backoff.due(now + pause * SECOND - 1));
      assertTrue(backoff.due(now + pause * SECOND));
      now += pause * SECOND;
    }
    backoff.worked();
    assertTrue(backoff.due(now));
    backoff.failed(now);
    assertTrue(backoff.due(now + SECOND));
  }

  @Test
  void eachOutageIsToldOnceWhenItBeginsAndOnceWhenItEnds() {
    var events = new ArrayList<TokenEvent>();
    var outages = new Outages(events::add);
    outages.back(0);
    assertEquals(List.of(), events);
    outages.away(new TokenException(Fault.DEVICE_ERROR, "gone"), SECOND);
    outages.away(new TokenException(Fault.TOKEN_NOT_FOUND, "still gone"), 2 * SECOND);
    outages.back(3 * SECOND);
    outages.back(4 * SECOND);
    assertEquals(2, events.size());
    assertTrue(events.getFirst().away());
    assertEquals(Fault.DEVICE_ERROR, events.getFirst().fault());
    assertEquals(
        new TokenEvent(
            false, Fault.DEVICE_ERROR, events.getFirst().detail(), Duration.ofSeconds(2), 0),
        events.getLast());
  }

  @Test
  void tokenThatComesAndGoesIsToldOfLessOftenAndNothingIsForgotten() {
    var events = new ArrayList<TokenEvent>();
    var outages = new Outages(events::add);
    int told = 0;
    for (int i = 0; i < 1_000; i++) { // an outage of a quarter of a second each half second
      outages.away(new TokenException(Fault.DEVICE_ERROR, "gone"), i * SECOND / 2);
      outages.back(i * SECOND / 2 + SECOND / 4);
    }
    for (TokenEvent event : events) {
      told += event.away() ? 1 + event.untold() : 0;
    }
    assertTrue(events.size() <= 2 * 15, "events: " + events.size());
    assertTrue(told > 1_000 - 2 * 60, "told of: " + told);
    events.clear();
    outages.away(new TokenException(Fault.DEVICE_ERROR, "gone"), 1_000 * SECOND);
    assertEquals(1, events.size());
  }
}
