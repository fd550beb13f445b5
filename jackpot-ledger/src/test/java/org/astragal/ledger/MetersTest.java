package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.astragal.ledger.MeterHub.Next;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a watcher sees every committed change once, in order, also across a broken connection. */
final class MetersTest {
  /** The two levels' seeds are the first two changes. */
  private static final long SEEDS = 2;

  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/meters");
  private InProcess ledger;

  @BeforeEach
  void open() throws Exception {
    ledger = InProcess.open(directory, log);
    ledger.push(List.of(log.create()));
  }

  @AfterEach
  void close() throws Exception {
    ledger.close();
  }

  @Test
  void newcomerGetsASnapshotAndThenEachChange() throws Exception {
    var watcher = Watcher.open(ledger.openPort(), Optional.empty());
    for (var level : List.of("GRAND", "MINI")) {
      var message = watcher.next();
      assertEquals(level, message.string("level"));
      assertTrue(message.bool("snapshot"));
      assertEquals("2", message.string("position"));
    }
    round(1);
    var grand = watcher.next();
    assertEquals("3", grand.string("position"));
    assertEquals("global.2026", grand.string("pool"));
    assertEquals("GRAND", grand.string("level"));
    assertEquals("5000000505000", grand.string("micro"));
    assertEquals("5000000", grand.string("display"), "floor, never more than there is");
    assertTrue(grand.find("snapshot").isEmpty());
    assertEquals("4", watcher.next().string("position"));
    watcher.abort();
  }

  @Test
  void watcherResumesAfterItsPositionWithoutAGap() throws Exception {
    for (var i = 1; i <= 5; i++) {
      round(i);
    }
    var first = Watcher.open(ledger.openPort(), Optional.of(SEEDS));
    assertPositions(first, SEEDS + 1, 7);
    first.abort();
    for (var i = 6; i <= 8; i++) {
      round(i);
    }
    var resumed = Watcher.open(ledger.openPort(), Optional.of(7L));
    assertPositions(resumed, 8, SEEDS + 2 * 8);
    round(9);
    assertPositions(resumed, SEEDS + 17, SEEDS + 18);
    resumed.abort();
  }

  @Test
  void watcherAheadOfTheBooksGetsASnapshot() throws Exception {
    var watcher = Watcher.open(ledger.openPort(), Optional.of(1_000_000L));
    var message = watcher.next();
    assertTrue(message.bool("snapshot"));
    assertEquals("2", message.string("position"));
    watcher.abort();
  }

  @Test
  void positionTooOldGetsASnapshotInsteadOfAGap() throws Exception {
    for (var i = 1; i <= 10; i++) {
      round(i);
    }
    try (var hub = MeterHub.start(ledger.queries(), 6)) {
      assertInstanceOf(
          Next.Snapshot.class, hub.next(Optional.of(15L), Optional.empty(), 100, Duration.ZERO));
      var changes =
          assertInstanceOf(
              Next.Changes.class, hub.next(Optional.of(16L), Optional.empty(), 100, Duration.ZERO));
      assertEquals(
          LongStream.rangeClosed(17, 22).boxed().toList(),
          changes.changes().stream().map(MeterChange::position).toList());
      assertInstanceOf(
          Next.Nothing.class, hub.next(Optional.of(22L), Optional.empty(), 100, Duration.ZERO));
    }
  }

  @Test
  void whatACommitHandsOverIsSeenAtOnce() throws Exception {
    try (var hub = MeterHub.start(ledger.queries())) {
      // Not in the books: it can only come from the hand of the one who commits.
      var change = new MeterChange(3, "global.2026", "GRAND", 1, Instant.EPOCH);
      hub.committed(List.of(change));
      assertEquals(
          new Next.Changes(List.of(change)),
          hub.next(Optional.of(SEEDS), Optional.empty(), 100, Duration.ZERO));
    }
  }

  @Test
  void commitsToldOutOfOrderAreSeenInOrder() throws Exception {
    try (var hub = MeterHub.start(ledger.queries())) {
      round(1);
      round(2);
      var changes = ledger.queries().metersAfter(SEEDS, 100);
      hub.committed(changes.subList(2, 4));
      var seen = hub.next(Optional.of(SEEDS), Optional.empty(), 100, Duration.ofMinutes(1));
      assertEquals(new Next.Changes(changes), seen);
      hub.committed(changes.subList(0, 2));
      assertInstanceOf(
          Next.Nothing.class, hub.next(Optional.of(6L), Optional.empty(), 100, Duration.ZERO));
    }
  }

  @Test
  void watcherThatSpeaksIsClosed() throws Exception {
    var watcher = Watcher.open(ledger.openPort(), Optional.of(SEEDS));
    watcher.say("hello");
    assertEquals(1003, watcher.closeCode());
  }

  @Test
  void positionThatIsNoNumberIsRefused() {
    assertThrows(
        CompletionException.class, () -> Watcher.open(ledger.openPort(), Optional.of(-1L)));
  }

  @Test
  void stopTellsWatchersThatTheLedgerGoes() throws Exception {
    var watcher = Watcher.open(ledger.openPort(), Optional.of(SEEDS));
    ledger.close();
    assertEquals(1001, watcher.closeCode());
  }

  @Test
  void everyWatcherSeesTheSameSequenceWhilePushesGoOn() throws Exception {
    var watchers = new java.util.ArrayList<Watcher>();
    for (var i = 1; i <= 20; i++) {
      watchers.add(Watcher.open(ledger.openPort(), Optional.of(SEEDS)));
      round(i);
    }
    for (var watcher : watchers) {
      assertPositions(watcher, SEEDS + 1, SEEDS + 40);
      watcher.abort();
    }
  }

  @Test
  void coalescedOrNotAMeterIsWhatTheBooksHadAtItsPosition() throws Exception {
    var watchers =
        List.of(
            Watcher.open(ledger.openPort(), ""),
            Watcher.open(ledger.openPort(), "?pool=global.2026&from=" + SEEDS));
    for (var i = 1; i <= 40; i++) {
      round(i);
    }
    var books = new java.util.HashMap<Long, String>();
    for (var change : ledger.queries().metersAfter(SEEDS, 1000)) {
      books.put(
          change.position(),
          change.level() + " " + change.micro() + " " + change.micro() / 1_000_000);
    }
    for (var watcher : watchers) {
      var before = SEEDS;
      var seen = 0;
      while (before < SEEDS + 80) {
        var message = watcher.next();
        if (message.find("snapshot").isPresent()) {
          continue;
        }
        var position = message.decimal("position");
        assertTrue(position > before, "in order");
        assertEquals(
            books.get(position),
            message.string("level")
                + " "
                + message.string("micro")
                + " "
                + message.string("display"));
        before = position;
        seen++;
      }
      assertTrue(seen <= 80);
      watcher.abort();
    }
  }

  @Test
  void anUnknownPoolIsRefused() {
    assertThrows(
        java.util.concurrent.CompletionException.class,
        () -> Watcher.open(ledger.openPort(), "?pool=none"));
  }

  private void round(int i) throws Exception {
    ledger.push(log.seal(List.of(Round.of("r-" + i, 100 + i).body())));
  }

  private static void assertPositions(Watcher watcher, long from, long to) throws Exception {
    for (var position = from; position <= to; position++) {
      Json.Obj message = watcher.next();
      assertEquals(Long.toString(position), message.string("position"));
      assertFalse(message.find("snapshot").isPresent());
    }
  }
}
