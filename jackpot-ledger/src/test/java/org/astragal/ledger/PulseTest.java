package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Goal: rates and percentiles are those of the last minute, by nearest rank. */
final class PulseTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong(5 * SECOND);
  private final Pulse pulse = new Pulse(Instant.EPOCH, now::get);

  @Test
  void nothingIsZero() {
    var moment = pulse.moment();
    assertEquals(0, moment.transactions());
    assertEquals(0, moment.p99());
    assertEquals(0.0, moment.perSecond());
  }

  @Test
  void percentilesAreNearestRanks() {
    for (var nanos = 100; nanos >= 1; nanos--) {
      pulse.committed(1, nanos);
    }
    var moment = pulse.moment();
    assertEquals(50, moment.p50());
    assertEquals(95, moment.p95());
    assertEquals(99, moment.p99());
    assertEquals(100, moment.max());
    pulse.committed(1, 1_000);
    assertEquals(100, pulse.moment().p99(), "rank 100 of 101");
  }

  @Test
  void onlyTheLastMinuteCounts() {
    pulse.committed(600, 7);
    now.addAndGet(30 * SECOND);
    pulse.committed(60, 9);
    assertEquals(22.0, pulse.moment().perSecond(), "660 in the 30 s that there were");
    now.addAndGet(30 * SECOND);
    assertEquals(2, pulse.moment().transactions(), "60 s ago still counts");
    now.addAndGet(1);
    var moment = pulse.moment();
    assertEquals(1, moment.transactions());
    assertEquals(1.0, moment.perSecond());
    assertEquals(9, moment.max());
    assertEquals(660, moment.verified(), "since the start");
  }

  @Test
  void moreThanAreKeptAreRatedOverTheTimeThatTheyTook() {
    for (var i = 0; i < 2 * Pulse.KEPT; i++) {
      now.addAndGet(SECOND / 1000);
      pulse.committed(2, 3);
    }
    var moment = pulse.moment();
    assertEquals(Pulse.KEPT, moment.transactions());
    assertEquals(2_000.0, moment.perSecond(), 1.0);
  }

  @Test
  void refusalsAreCountedByReason() {
    pulse.refused("b");
    pulse.refused("a");
    pulse.refused("b");
    assertEquals(Map.of("a", 1L, "b", 2L), pulse.moment().refused());
  }

  @Test
  void booksAreReadOncePerLife() throws Exception {
    var reads = new AtomicLong();
    var fresh = new Fresh<>(Duration.ofSeconds(1), now::get, reads::incrementAndGet);
    assertEquals(1L, fresh.get());
    now.addAndGet(SECOND - 1);
    assertEquals(1L, fresh.get());
    now.addAndGet(1);
    assertEquals(2L, fresh.get());
  }
}
