package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.astragal.ledger.MeterHub.Next;
import org.astragal.ledger.TestLog.Round;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: who watches by events, or at the usual pace, misses no win and no newest value. */
final class MeterEventsTest {
  private static final String POOL = "global.2026";
  private static final Duration NEVER = Duration.ofHours(1);

  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/events");
  private final HttpClient client = HttpClient.newHttpClient();
  private InProcess ledger;

  @BeforeEach
  void open() throws Exception {
    ledger = InProcess.open(directory, log);
    ledger.push(List.of(log.create()));
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    ledger.close();
  }

  @Test
  void eventsBeginWithASnapshotAndResumeAfterTheLastId() throws Exception {
    try (var events = events(POOL, Optional.empty())) {
      assertEquals("retry: 1000", events.readLine());
      assertEquals("", events.readLine());
      assertEquals("event: meter", events.readLine(), "no id before the snapshot is complete");
      assertTrue(events.readLine().contains("\"level\":\"GRAND\""));
      assertEquals("", events.readLine());
      assertEquals("id: 2", events.readLine());
      assertEquals("event: meter", events.readLine());
      var last = events.readLine();
      assertTrue(last.contains("\"complete\":true") && last.contains("\"snapshot\":true"), last);
      assertEquals("", events.readLine());
      round(1);
      assertEquals("id: 3", events.readLine());
      assertEquals("event: meter", events.readLine());
      assertTrue(events.readLine().contains("\"micro\":\"5000000505000\""));
    }
    round(2);
    try (var events = events(POOL, Optional.of("3"))) {
      assertEquals("retry: 1000", events.readLine());
      assertEquals("", events.readLine());
      assertEquals("id: 5", events.readLine(), "MINI at 4 has moved on to 6");
      assertEquals("event: meter", events.readLine());
      assertFalse(events.readLine().contains("snapshot"));
      assertEquals("", events.readLine());
      assertEquals("id: 6", events.readLine());
    }
  }

  @Test
  void streamEndsInOrderWhenTheLedgerStops() throws Exception {
    try (var events = events(POOL, Optional.of("2"))) {
      assertEquals("retry: 1000", events.readLine());
      var closing = Thread.ofVirtual().start(this::stop);
      assertEquals("", events.readLine());
      assertEquals("event: end", events.readLine());
      assertEquals("data: the ledger stops", events.readLine());
      closing.join();
    }
  }

  @Test
  void unknownPoolsAndPositionsAreRefused() throws Exception {
    assertEquals(404, ask("none", Optional.empty()).statusCode());
    for (var id : List.of("-1", "x", "1e3", "9999999999999999999")) {
      assertEquals(400, ask(POOL, Optional.of(id)).statusCode(), id);
    }
    var answer = ask(POOL, Optional.empty());
    assertEquals(200, answer.statusCode());
    assertEquals("*", answer.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
    assertEquals("text/event-stream", answer.headers().firstValue("Content-Type").orElseThrow());
    answer.body().close();
  }

  @Test
  void newestOfEachLevelAndWhatStoodBeforeEachFallAreKept() {
    var all =
        List.of(
            change(1, "A", 10),
            change(2, "B", 5),
            change(3, "A", 20),
            change(4, "A", 1),
            change(5, "B", 6),
            change(6, "A", 2),
            change(7, "B", 7));
    assertEquals(
        List.of(all.get(2), all.get(5), all.get(6)), MeterPace.coalesced(all), "20, then 2; 7");
    assertEquals(List.of(), MeterPace.coalesced(List.of()));
    assertEquals(all.subList(0, 1), MeterPace.coalesced(all.subList(0, 1)));
  }

  @Test
  void firstChangeComesAtOnceTheRestTogetherAndAFallWaitsForNothing() throws Exception {
    var hub = MeterHub.start(ledger.queries());
    try (hub) {
      var pace = new MeterPace(hub, Optional.of(2L), NEVER, Optional.empty());
      hub.committed(List.of(change(3, "GRAND", 6_000_000_000_000L)));
      assertEquals(List.of(3L), positions(pace.next(NEVER)), "the leading edge");
      hub.committed(List.of(change(4, "GRAND", 6_000_000_000_001L)));
      hub.committed(List.of(change(5, "GRAND", 6_000_000_000_002L)));
      assertInstanceOf(Next.Nothing.class, pace.next(Duration.ofMillis(1)), "it rests");
      hub.committed(List.of(change(6, "GRAND", 6_000_000_000_003L), change(7, "GRAND", 1)));
      assertEquals(List.of(6L, 7L), positions(pace.next(NEVER)), "the win and the reset");
      hub.close();
      assertInstanceOf(Next.Closed.class, pace.next(NEVER));
    }
  }

  @Test
  void uncoalescedWatcherGetsEveryChange() throws Exception {
    var hub = MeterHub.start(ledger.queries());
    try (hub) {
      var pace = new MeterPace(hub, Optional.of(2L), Duration.ZERO, Optional.empty());
      hub.committed(List.of(change(3, "GRAND", 6_000_000_000_000L)));
      hub.committed(List.of(change(4, "GRAND", 6_000_000_000_001L)));
      assertEquals(List.of(3L, 4L), positions(pace.next(NEVER)));
    }
  }

  @Test
  void othersPoolsAreNotHeardAndNothingIsMissedWhileTheyGoOn() throws Exception {
    var hub = MeterHub.start(ledger.queries(), 4);
    try (hub) {
      var pace = new MeterPace(hub, Optional.of(2L), Duration.ZERO, Optional.of("other"));
      for (var position = 3L; position < 13; position++) {
        hub.committed(List.of(change(position, "GRAND", 6_000_000_000_000L + position)));
      }
      assertInstanceOf(Next.Nothing.class, pace.next(Duration.ofMillis(1)));
      hub.committed(List.of(new MeterChange(13, "other", "MINI", 6, Instant.EPOCH)));
      assertEquals(List.of(13L), positions(pace.next(NEVER)), "a change, and no snapshot");
      // Who comes back from before what is kept cannot be told what it missed.
      var late = new MeterPace(hub, Optional.of(1L), Duration.ZERO, Optional.of("other"));
      var whole = assertInstanceOf(Next.Snapshot.class, late.next(NEVER));
      assertEquals(List.of("other"), whole.newest().stream().map(MeterChange::pool).toList());
    }
  }

  @Test
  void whoDoesNotReadIsCutOffAndThereIsRoomForSoMany() throws Exception {
    try (var hub = MeterHub.start(ledger.queries());
        var sockets = new MeterSockets(hub, 1, Duration.ofMillis(1))) {
      assertTrue(sockets.hasRoom());
      var cut = new CountDownLatch(1);
      sockets.add(
          new MeterSockets.Watcher() {
            @Override
            public long sendingFor(long now) {
              return Duration.ofMillis(2).toNanos();
            }

            @Override
            public void drop() {
              cut.countDown();
              sockets.remove(this);
            }
          });
      assertFalse(sockets.hasRoom());
      assertTrue(cut.await(30, TimeUnit.SECONDS));
      assertEquals(1, sockets.dropped());
    }
  }

  private static MeterChange change(long position, String level, long micro) {
    return new MeterChange(position, POOL, level, micro, Instant.EPOCH);
  }

  private static List<Long> positions(Next next) {
    return assertInstanceOf(Next.Changes.class, next).changes().stream()
        .map(MeterChange::position)
        .toList();
  }

  private void stop() {
    try {
      ledger.close();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private void round(int i) throws Exception {
    ledger.push(log.seal(List.of(Round.of("r-" + i, 100 + i).body())));
  }

  private BufferedReader events(String pool, Optional<String> lastId) throws Exception {
    return new BufferedReader(
        new InputStreamReader(ask(pool, lastId).body(), StandardCharsets.UTF_8));
  }

  private HttpResponse<java.io.InputStream> ask(String pool, Optional<String> lastId)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(ledger.openUrl() + "/v1/pools/" + pool + "/events"));
    lastId.ifPresent(id -> request.header("Last-Event-ID", id));
    return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }
}
