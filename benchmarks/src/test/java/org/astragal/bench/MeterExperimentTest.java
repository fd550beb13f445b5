package org.astragal.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: each outcome is given to the push that first holds it, and no wrong meter passes. */
final class MeterExperimentTest {
  private static final List<Long> PLANNED = List.of(100L, 200L, 300L);

  private static Histogram latencies(MeterFeed.Push... pushes) throws LoadException {
    return MeterExperiment.latencies(PLANNED, List.of(pushes), 1_000, 5);
  }

  @Test
  void outcomesCountUntilThePushThatHoldsThem() throws LoadException {
    Histogram latency =
        latencies(
            new MeterFeed.Push(1_000, 50),
            new MeterFeed.Push(1_005, 150),
            new MeterFeed.Push(1_005, 250),
            new MeterFeed.Push(1_015, 400));
    assertEquals(3, latency.count());
    assertEquals(50, latency.quantile(1.0 / 3));
    assertEquals(100, latency.quantile(2.0 / 3));
    assertEquals(200, latency.max());
  }

  @Test
  void aMeterThatIsOffByOneMicroUnitFails() {
    assertThrows(
        LoadException.class,
        () -> latencies(new MeterFeed.Push(1_006, 1), new MeterFeed.Push(1_015, 2)));
  }

  @Test
  void aMeterThatHoldsTooMuchOrTooLittleFails() {
    assertThrows(LoadException.class, () -> latencies(new MeterFeed.Push(1_020, 1)));
    assertThrows(LoadException.class, () -> latencies(new MeterFeed.Push(1_010, 1)));
    assertThrows(LoadException.class, () -> latencies(new MeterFeed.Push(995, 1)));
  }

  @Test
  void seqIsReadFromTheRecordAndNotFromWhatItQuotes() throws LoadException {
    String record =
        new String(SampleRound.record(4_217).encode(), UTF_8)
            .replace("\"s-3\"", "\"\\\"seq\\\":\\\"1\\\"\"");
    String sealed = "{\"outcome\":" + record + ",\"receipt\":\"c2sp.org/tlog-proof@v1\\n\"}";
    assertEquals(4_217, MeterExperiment.seq(sealed.getBytes(UTF_8)));
    assertThrows(LoadException.class, () -> MeterExperiment.seq("{}".getBytes(UTF_8)));
  }
}
