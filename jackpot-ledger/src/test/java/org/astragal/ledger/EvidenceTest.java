package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.IngestResult.Refused;
import org.astragal.ledger.IngestResult.Stopped;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Hash;
import org.astragal.outcome.RoundSettled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a log that contradicts itself is stopped, both checkpoints are kept, others go on. */
final class EvidenceTest {
  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/a");
  private final TestLog other = new TestLog("test.example/outcomes/b");
  private DatabaseAddress address;
  private TestBooks books;

  @BeforeEach
  void open() throws Exception {
    address = TestDatabase.create();
    books = TestBooks.open(address, directory, Site.RULES, List.of(log, other));
  }

  @AfterEach
  void booksBalanceWhateverCame() throws Exception {
    books.assertBalanced();
    books.close();
  }

  @Test
  void continuationOfAnotherTreeIsAFork() throws Exception {
    deliver(log, rounds(log, 0, 5));
    var fork = log.fork(3);
    fork.seal(List.of(body(100), body(7), body(8), body(9)));
    assertForked(6, fork.lines(6, 7), fork.note(7).toString());
  }

  @Test
  void anotherRecordInAPlaceThatWasPostedIsAFork() throws Exception {
    deliver(log, rounds(log, 0, 5));
    var fork = log.fork(3);
    fork.seal(List.of(body(100), body(7), body(8), body(9)));
    // The record before the fork is a duplicate: a larger tree may hold it.
    assertInstanceOf(Accepted.class, result(log, fork.lines(2, 7).subList(0, 1)));
    assertForked(3, fork.lines(3, 7), fork.note(7).toString());
  }

  @Test
  void anotherRecordInAPlaceThatTheSameDeliveryBringsIsAFork() throws Exception {
    var lines = new ArrayList<>(rounds(log, 0, 5));
    var fork = log.fork(3);
    fork.seal(List.of(body(100), body(7)));
    var forked = fork.lines(3, 5).getFirst();
    lines.add(4, forked);
    assertForked(3, lines, fork.note(5).toString());
    assertEquals(0, books.number("select count(*) from settlement"));
  }

  @Test
  void anotherTreeOfTheSameSizeIsAFork() throws Exception {
    deliver(log, rounds(log, 0, 5));
    var fork = log.fork(5);
    fork.seal(List.of(body(100)));
    assertForked(4, fork.lines(4, 6).subList(0, 1), fork.note(6).toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 8})
  void anotherTreeOfASizeThatWasPassedIsAForkAlsoForARecordOfBoth(int size) throws Exception {
    for (var i = 0; i < 10; i += 2) {
      deliver(log, rounds(log, i, i + 2));
    }
    var fork = log.fork(2);
    fork.seal(IntStream.range(100, 98 + size).mapToObj(EvidenceTest::body).toList());
    assertForked(1, fork.lines(1, size).subList(0, 1), fork.note(size).toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 6, 11})
  void olderCheckpointsOfTheSameTreeAreDuplicates(int size) throws Exception {
    for (var i = 0; i < 10; i += 2) {
      deliver(log, rounds(log, i, i + 2));
    }
    assertInstanceOf(Accepted.class, result(log, log.lines(0, size)));
  }

  @Test
  void stoppedLogIsAnsweredWithWhatWasFollowedAndHoldsUpNoOther() throws Exception {
    deliver(log, rounds(log, 0, 5));
    forkAt5();
    var next = rounds(log, 5, 6);
    var stopped = assertInstanceOf(Stopped.class, result(log, next));
    assertEquals("log-forked", stopped.reason());
    assertEquals(6, stopped.position());
    assertTrue(stopped.checkpoint().startsWith(log.note(6).text()));
    deliver(other, rounds(other, 20, 25));
    assertEquals(10, books.number("select count(*) from settlement"));
    // Another process on the same books, too.
    try (var again = TestBooks.open(address, directory, Site.RULES, List.of(log, other))) {
      assertInstanceOf(Stopped.class, again.ingest().deliver(log.origin(), TestLog.stream(next)));
    }
  }

  @Test
  void alarmSaysWhichLogAndWhere() throws Exception {
    deliver(log, rounds(log, 0, 5));
    forkAt5();
    var alarms = books.database().read(c -> Alarms.newest(c, 10));
    assertEquals(1, alarms.size());
    assertEquals("log-forked", alarms.getFirst().kind());
    assertEquals(log.origin(), alarms.getFirst().log());
    assertEquals(Optional.of(6L), alarms.getFirst().seq());
  }

  @Test
  void whenPeopleDeclareTheOtherCheckpointVoidTheLogGoesOn() throws Exception {
    deliver(log, rounds(log, 0, 5));
    var fork = forkAt5();
    assertEquals(true, books.database().write(c -> Evidence.resume(c, log.origin())));
    assertEquals(false, books.database().write(c -> Evidence.resume(c, log.origin())));
    var refused = assertInstanceOf(Refused.class, result(log, fork.lines(6, 7)));
    assertEquals("log-forked", refused.reason());
    deliver(log, rounds(log, 5, 9));
    assertEquals(9, books.number("select count(*) from settlement"));
    assertTrue(books.database().read(c -> Evidence.contradictions(c, 10)).getFirst().resolved());
  }

  @Test
  void laneWithAVoidCheckpointGoesOnBehindIt() throws Exception {
    deliver(log, rounds(log, 0, 5));
    var fork = log.fork(3);
    fork.seal(IntStream.range(100, 108).mapToObj(EvidenceTest::body).toList());
    var values = Stream.concat(fork.lines(6, 11).stream(), rounds(log, 5, 9).stream()).toList();
    var lane = new Lane("t", 0, log.origin(), books.ingest());
    for (var i = 0; i < values.size(); i++) {
      lane.add(i, true, values.get(i));
    }
    lane.feed();
    assertInstanceOf(KafkaLane.State.Stopped.class, lane.state());
    lane.tryAgain();
    lane.feed();
    assertInstanceOf(KafkaLane.State.Stopped.class, lane.state());
    books.database().write(c -> Evidence.resume(c, log.origin()));
    lane.tryAgain();
    lane.feed();
    assertEquals(new KafkaLane.State.Feeding(), lane.state());
    assertEquals(9, books.number("select count(*) from settlement"));
  }

  @Test
  void logicThatIsNotCertifiedMovesNothingAndIsParked() throws Exception {
    var list = directory.resolve("certified");
    Files.writeString(list, "# none\n" + Hash.sha256(new byte[] {9}) + " # another game\n");
    try (var strict =
        TestBooks.open(address, directory, Site.RULES, List.of(log), false, Optional.of(list))) {
      var accepted =
          assertInstanceOf(
              Accepted.class,
              strict.ingest().deliver(log.origin(), TestLog.stream(rounds(log, 0, 3))));
      assertEquals(4, accepted.accepted());
      assertEquals(0, strict.number("select count(*) from settlement"));
      assertEquals(3, strict.tally("unpostable.uncertified-logic"));
      assertEquals("uncertified-logic", strict.queries().parked(1).getFirst().reason());
    }
  }

  @Test
  void listIsReadAgainWhenItChanges() throws Exception {
    var list = directory.resolve("certified");
    var game = Hash.sha256(new byte[] {1});
    Files.writeString(list, "# none\n");
    var certified = Certified.load(Optional.of(list));
    assertFalse(certified.has(game));
    Files.writeString(list, game + "\n");
    certified.reload();
    assertTrue(certified.has(game));
  }

  @Test
  void listThatIsDamagedLeavesTheOldOneInForce() throws Exception {
    var list = directory.resolve("certified");
    var good = Hash.sha256(new byte[] {1});
    Files.writeString(list, good + "\n");
    var certified = Certified.load(Optional.of(list));
    Files.writeString(list, "sha256:nonsense\n");
    certified.reload();
    assertTrue(certified.has(good));
  }

  /** Delivers what must be a fork, and looks at all that follows from it. */
  private void assertForked(long seq, List<byte[]> lines, String note) throws Exception {
    var before = books.queries().head(log.origin()).map(Queries.LogHead::note).orElse("");
    var refused = assertInstanceOf(Refused.class, result(log, lines));
    assertEquals("log-forked", refused.reason());
    assertEquals(seq, refused.seq());
    var kept = books.database().read(c -> Evidence.contradictions(c, 10));
    assertEquals(1, kept.size());
    assertEquals(before, kept.getFirst().held());
    assertEquals(note.lines().limit(3).toList(), kept.getFirst().other().lines().limit(3).toList());
    assertInstanceOf(Stopped.class, result(log, lines));
  }

  private TestLog forkAt5() throws Exception {
    var fork = log.fork(3);
    fork.seal(List.of(body(100), body(7), body(8), body(9)));
    assertInstanceOf(Refused.class, result(log, fork.lines(6, 7)));
    return fork;
  }

  private void deliver(TestLog from, List<byte[]> lines) throws Exception {
    assertInstanceOf(Accepted.class, result(from, lines));
  }

  private IngestResult result(TestLog from, List<byte[]> lines) throws Exception {
    return books.ingest().deliver(from.origin(), TestLog.stream(lines));
  }

  private static List<byte[]> rounds(TestLog from, int first, int to) {
    var size = Math.toIntExact(from.size());
    if (size == 0) {
      from.create();
    }
    from.seal(IntStream.range(first, to).mapToObj(EvidenceTest::body).toList());
    return from.lines(size, Math.toIntExact(from.size()));
  }

  private static RoundSettled body(int i) {
    return Round.of("r-" + i, 100L + i).body();
  }
}
