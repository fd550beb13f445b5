package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.astragal.ledger.TestLog.Round;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what comes over Kafka is verified and posted as what is pushed, once, whatever dies. */
@Timeout(120)
final class KafkaIntakeTest {
  private static final long GRAND_SEED = 5_000_000_000_000L;

  @TempDir private Path directory;
  private final TestLog first = new TestLog("test.example/outcomes/one");
  private final TestLog second = new TestLog("test.example/outcomes/two");
  private final DatabaseAddress address = TestDatabase.create();
  private InProcess ledger;

  @AfterEach
  void booksBalance() throws Exception {
    assertEquals(List.of(), ledger.queries().check());
    ledger.close();
  }

  @Test
  void everyLogIsReadFromItsOwnPartition() throws Exception {
    open("both");
    write("both", 0, first, rounds(first, 0, 30));
    var lines = rounds(second, 100, 120);
    write("both", 1, second, lines);
    write("both", 1, second, lines);
    await(() -> position(first) == 31 && position(second) == 21);
    assertEquals(GRAND_SEED + (sum(0, 30) + sum(100, 120)) * 5000, grand());
    await(() -> lag(0) == 0 && lag(1) == 0);
  }

  @Test
  void aLogThatIsHeldUpHoldsUpNoOther() throws Exception {
    open("gap");
    rounds(first, 0, 5);
    var later = first.size();
    write("gap", 0, first, rounds(first, 5, 10).subList(0, 5));
    write("gap", 1, second, rounds(second, 100, 120));
    await(() -> position(second) == 21);
    await(() -> state(0) instanceof KafkaLane.State.Missing);
    ledger.push(first.lines(0, Math.toIntExact(later)));
    await(() -> position(first) == 11);
    // The lane says so a moment after the books do.
    await(() -> state(0) instanceof KafkaLane.State.Feeding);
    assertEquals(GRAND_SEED + (sum(0, 10) + sum(100, 120)) * 5000, grand());
  }

  @Test
  void aRestartGoesOnWhereTheBooksStand() throws Exception {
    open("restart");
    write("restart", 0, first, rounds(first, 0, 10));
    await(() -> position(first) == 11);
    ledger.close();
    write("restart", 0, first, rounds(first, 10, 20));
    ledger = InProcess.open(directory, logs(), address, configuration("restart"));
    await(() -> position(first) == 21);
    assertEquals(GRAND_SEED + sum(0, 20) * 5000, grand());
  }

  @Test
  void aBrokerThatIsKilledAndRestartedLosesNothing() throws Exception {
    open("killed");
    write("killed", 0, first, rounds(first, 0, 10));
    await(() -> position(first) == 11);
    TestBroker.get().kill();
    TestBroker.get().restart();
    write("killed", 0, first, rounds(first, 10, 20));
    await(() -> position(first) == 21);
    assertEquals(GRAND_SEED + sum(0, 20) * 5000, grand());
  }

  @Test
  void partitionThatNoLogIsConfiguredForIsNotRead() throws Exception {
    open("third");
    var stranger = new TestLog("test.example/outcomes/three");
    write("third", 2, stranger, rounds(stranger, 0, 5));
    write("third", 0, first, rounds(first, 0, 5));
    await(() -> position(first) == 6);
    assertTrue(ledger.queries().head(stranger.origin()).isEmpty());
  }

  private void open(String topic) throws Exception {
    TestBroker.get().createTopic(topic, 3);
    ledger = InProcess.open(directory, logs(), address, configuration(topic));
  }

  private List<TestLog> logs() {
    return List.of(first, second);
  }

  private String configuration(String topic) {
    return TestBroker.configuration(topic, "group-" + topic, logs());
  }

  private static void write(String topic, int partition, TestLog log, List<byte[]> lines) {
    TestBroker.write(topic, partition, log.origin(), lines);
  }

  private static List<byte[]> rounds(TestLog log, int from, int to) {
    var before = Math.toIntExact(log.size());
    if (before == 0) {
      log.create();
    }
    log.seal(IntStream.range(from, to).mapToObj(i -> Round.of("r-" + i, 100L + i).body()).toList());
    return log.lines(before, Math.toIntExact(log.size()));
  }

  private static long sum(int from, int to) {
    return IntStream.range(from, to).mapToLong(i -> 100L + i).sum();
  }

  private long position(TestLog log) throws StoreException {
    return ledger.queries().head(log.origin()).map(Queries.LogHead::position).orElse(0L);
  }

  private long grand() throws StoreException {
    return ledger.queries().pools().levels().getFirst().of(AccountKind.POOL);
  }

  private KafkaLane.State state(int partition) {
    return status(partition).state();
  }

  private long lag(int partition) {
    return status(partition).lag();
  }

  private KafkaIntake.Status status(int partition) {
    return ledger.kafka().lanes().stream()
        .filter(s -> s.partition() == partition)
        .findFirst()
        .orElse(new KafkaIntake.Status(partition, "", -1, new KafkaLane.State.Feeding()));
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      Thread.sleep(10);
    }
  }
}
