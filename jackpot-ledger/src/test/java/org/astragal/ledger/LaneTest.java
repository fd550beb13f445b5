package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.astragal.ledger.KafkaLane.State;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.RoundSettled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: whatever else stands in a partition, the log in it is posted whole, once, in order. */
final class LaneTest {
  private static final long GRAND_SEED = 5_000_000_000_000L;
  private static final String TOPIC = "outcomes";

  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/a");
  private final TestLog other = new TestLog("test.example/outcomes/b");
  private TestBooks books;
  private Lane lane;
  private long offset;

  @BeforeEach
  void open() throws Exception {
    books = TestBooks.open(directory, Site.RULES, List.of(log, other));
    lane = new Lane(TOPIC, 3, log.origin(), books.ingest());
  }

  @AfterEach
  void booksBalanceWhateverCame() throws Exception {
    books.assertBalanced();
    books.close();
  }

  @Test
  void whatStandsAfterACheckpointWaitsForTheRest() throws Exception {
    var lines = rounds(0, 10);
    add(lines.subList(0, 5));
    lane.feed();
    assertEquals(0, settled());
    assertEquals(-1, stored());
    add(lines.subList(5, 11));
    lane.feed();
    assertEquals(10, settled());
    assertEquals(11, stored());
  }

  @Test
  void offsetMovesToTheLastCompleteCheckpointOnly() throws Exception {
    add(rounds(0, 4));
    add(rounds(4, 9).subList(0, 3));
    lane.feed();
    assertEquals(4, settled());
    assertEquals(5, stored());
  }

  @Test
  void foreignKeysAndGarbageAreParkedAndPassedOver() throws Exception {
    var lines = rounds(0, 3);
    garbage("not json");
    add(lines.subList(0, 2));
    lane.add(offset++, false, lines.get(2));
    garbage("");
    add(lines.subList(2, 4));
    lane.feed();
    assertEquals(3, settled());
    assertEquals(7, stored());
    var reasons =
        books.queries().parked(10).stream().map(Queries.ParkedLine::reason).sorted().toList();
    assertEquals(List.of("malformed-envelope", "malformed-envelope", "wrong-log"), reasons);
    assertInstanceOf(State.Feeding.class, lane.state());
  }

  @Test
  void garbageAloneMovesTheOffset() throws Exception {
    garbage("x");
    lane.feed();
    assertEquals(1, stored());
  }

  @Test
  void forgedLineWithAGenuineCheckpointIsFoundAtTheCheckpoint() throws Exception {
    var lines = rounds(0, 6);
    var forged = replaced(lines.get(3), "\"minor\":\"102\"", "\"minor\":\"900\"");
    add(lines.subList(0, 3));
    add(List.of(forged));
    add(lines.subList(3, 7));
    lane.feed();
    assertEquals(6, settled());
    assertEquals("root-mismatch", books.queries().parked(1).getFirst().reason());
  }

  @Test
  void forgedLineThatPromisesALaterCheckpointDoesNotHoldUpTheLog() throws Exception {
    var lines = rounds(0, 2);
    var stranger = new TestLog(log.origin());
    stranger.create();
    stranger.seal(IntStream.range(0, 40).mapToObj(LaneTest::body).toList());
    add(List.of(stranger.lines(0, 41).getFirst()));
    lane.feed();
    assertEquals(0, stored() + 1);
    add(lines);
    lane.feed();
    assertEquals(2, settled());
    assertEquals("unknown-key", books.queries().parked(1).getFirst().reason());
  }

  @Test
  void gapWaitsAndIsClosedByAnotherWay() throws Exception {
    var first = rounds(0, 3);
    var missing = rounds(3, 6);
    var last = rounds(6, 9);
    add(first);
    add(last);
    lane.feed();
    assertEquals(new State.Missing(4), lane.state());
    assertEquals(3, settled());
    lane.tryAgain();
    lane.feed();
    assertEquals(new State.Missing(4), lane.state());
    books.ingest().deliver(log.origin(), TestLog.stream(missing));
    lane.tryAgain();
    lane.feed();
    assertEquals(new State.Feeding(), lane.state());
    assertEquals(9, settled());
    assertEquals(7, stored());
  }

  @Test
  void forkStopsTheLaneAndWhatWasBeforeItIsPosted() throws Exception {
    add(rounds(0, 3));
    var fork = log.fork(2);
    fork.seal(IntStream.range(10, 15).mapToObj(LaneTest::body).toList());
    add(fork.lines(4, 7));
    lane.feed();
    assertInstanceOf(State.Stopped.class, lane.state());
    assertEquals(3, settled());
    assertEquals(4, stored());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyMixtureGivesWhatTheLogAloneGives(long seed) throws Exception {
    var random = new Random(seed);
    var batches = new ArrayList<List<byte[]>>();
    var rounds = 0;
    while (rounds < 60) {
      var more = 1 + random.nextInt(8);
      batches.add(rounds(rounds, rounds + more));
      rounds += more;
    }
    var soiled = new ArrayList<byte[]>();
    var seen = new ArrayList<byte[]>();
    for (var batch : batches) {
      for (var line : batch) {
        while (random.nextInt(3) == 0) {
          soiled.add(dirt(random, line, seen));
        }
        soiled.add(line);
        seen.add(line);
      }
    }
    for (var line : soiled) {
      lane.add(offset++, random.nextInt(50) > 0 || seen.contains(line), line);
      if (random.nextInt(5) == 0) {
        lane.feed();
      }
      if (random.nextInt(20) == 0) {
        // The process died: another one begins where the books say.
        lane = new Lane(TOPIC, 3, log.origin(), books.ingest());
        for (var again = (int) Math.max(stored(), 0); again < offset; again++) {
          lane.add(again, true, soiled.get(again));
        }
      }
    }
    lane.feed();
    assertEquals(new State.Feeding(), lane.state());
    assertEquals(rounds, settled());
    var stakes = IntStream.range(0, rounds).mapToLong(LaneTest::stake).sum();
    assertEquals(GRAND_SEED + stakes * 5000, books.micro("GRAND", AccountKind.POOL));
    assertEquals(soiled.size(), stored());
  }

  /** Something that does not belong where it stands. */
  private byte[] dirt(Random random, byte[] line, List<byte[]> seen) {
    var copy = line.clone();
    switch (random.nextInt(seen.isEmpty() ? 3 : 5)) {
      case 0 -> copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(7));
      case 1 -> copy = java.util.Arrays.copyOf(copy, random.nextInt(copy.length));
      case 2 -> copy = replaced(line, "\"v\":1", "\"v\":2");
      case 3 -> copy = seen.get(random.nextInt(seen.size()));
      default -> {
        copy = seen.get(random.nextInt(seen.size())).clone();
        copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(7));
      }
    }
    return copy;
  }

  private void add(List<byte[]> lines) {
    lines.forEach(line -> lane.add(offset++, true, line));
  }

  private void garbage(String text) {
    lane.add(offset++, true, text.getBytes(StandardCharsets.UTF_8));
  }

  private long settled() throws StoreException {
    return books.number("select count(*) from settlement");
  }

  private long stored() throws StoreException {
    return books.number("select coalesce((select next from kafka_offset where partition = 3), -1)");
  }

  private List<byte[]> rounds(int from, int to) {
    var first = Math.toIntExact(log.size());
    if (first == 0) {
      log.create();
    }
    log.seal(IntStream.range(from, to).mapToObj(LaneTest::body).toList());
    return log.lines(first, Math.toIntExact(log.size()));
  }

  private static RoundSettled body(int i) {
    return Round.of("r-" + i, stake(i)).body();
  }

  private static long stake(int i) {
    return 100L + i;
  }

  private static byte[] replaced(byte[] line, String from, String to) {
    return new String(line, StandardCharsets.UTF_8)
        .replaceFirst(from, to)
        .getBytes(StandardCharsets.UTF_8);
  }
}
