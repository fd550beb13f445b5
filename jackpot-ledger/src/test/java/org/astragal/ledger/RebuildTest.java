package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.Policy;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.Trigger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a replica that is made from the sealed outcomes, the rules and the journal comes to the
 * same head, and can go on from there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RebuildTest {
  private final TestLog first = new TestLog("test.example/outcomes/rebuild-1");
  private final TestLog second = new TestLog("test.example/outcomes/rebuild-2");
  private final DatabaseAddress original = TestDatabase.create();
  private Path directory = Path.of("");
  private Path exported = Path.of("");

  /** Two logs in turn, with wins, refusals, an exchange, a cap, new rules and an order. */
  @BeforeAll
  void fillBooks(@TempDir Path shared) throws Exception {
    directory = shared;
    exported = shared.resolve("books");
    try (var books = TestBooks.open(original, directory, AuditTest.RULES, List.of(first, second))) {
      first.create();
      second.create();
      for (var i = 0; i < 5; i++) {
        deliver(books, first, i, Round.of("a" + i, 137 + i).body(), won("w" + i, 1000 + i));
        deliver(
            books,
            second,
            i,
            Round.of("b" + i, 99 + i).currency("GBP").jurisdiction("GB").body(),
            Round.of("c" + i, 7).jurisdiction("US-NJ").body(),
            Round.of("a" + i, 5).body());
        if (i == 2) {
          Files.writeString(
              directory.resolve("pool.yaml"),
              AuditTest.RULES.replace("ratePpm: 5000,", "ratePpm: 6000,"));
          books.posting().adopt(RulesFile.loadAll(directory));
          var grand = new Order.Place("global.2026", "GRAND");
          var mini = new Order.Place("global.2026", "MINI");
          books
              .posting()
              .order(
                  OrdersTest.both(
                      OrdersTest.order(Order.Act.TRANSFER, mini, Optional.of(grand), 1_000_001)));
        }
      }
    }
    Export.write(original.owner().orElseThrow(), exported);
  }

  private static RoundSettled won(String id, long stake) {
    return GameWinsTest.with(
        Round.of(id, stake).body(), List.of(new Trigger("1", 0, "MINI", "global.2026")));
  }

  private static void deliver(TestBooks books, TestLog log, int step, RoundSettled... rounds)
      throws Exception {
    var from = step == 0 ? 0 : Math.toIntExact(log.size());
    log.seal(List.of(rounds));
    var lines = log.lines(from, Math.toIntExact(log.size()));
    var result = books.ingest().deliver(log.origin(), TestLog.stream(lines));
    assertTrue(result instanceof Accepted, result::toString);
  }

  /** {@return the values of a log's partition} */
  private static List<byte[]> lines(TestLog log) {
    return new ArrayList<>(log.lines(0, Math.toIntExact(log.size())));
  }

  private Path file(String name, List<byte[]> lines) throws Exception {
    return Files.write(directory.resolve(name), TestLog.body(lines));
  }

  private Checkpoint rebuild(Path books, DatabaseAddress into, List<Path> outcomes)
      throws Exception {
    var policy =
        Policy.of(List.of(first.key(), second.key(), TestBooks.JOURNAL.verifier()))
            .checkedBy(new FastSignatures());
    try (var database = Database.open(into)) {
      return Rebuild.run(
          books, outcomes, policy, new KeyTrail(false, new FastSignatures()), database);
    }
  }

  @Test
  void replicaComesToTheSameHeadAndGoesOn(@TempDir Path folder) throws Exception {
    var replica = TestDatabase.create();
    // As in a partition: what somebody else wrote, and what was written twice, between the records.
    var soiled = lines(first);
    soiled.add(3, "junk".getBytes(StandardCharsets.UTF_8));
    soiled.add(5, soiled.get(1));
    var head =
        rebuild(
            exported, replica, List.of(file("1.jsonl", soiled), file("2.jsonl", lines(second))));
    Export.write(replica.owner().orElseThrow(), folder.resolve("again"));
    for (var table : List.of(Export.JOURNAL, Export.BALANCES, "contribution.copy", "win.copy")) {
      assertArrayEquals(
          Files.readAllBytes(exported.resolve(table)),
          Files.readAllBytes(folder.resolve("again").resolve(table)),
          table);
    }
    try (var books = TestBooks.open(replica, directory, AuditTest.RULES, List.of(first, second));
        var honest = TestBooks.open(original, folder, AuditTest.RULES, List.of(first, second))) {
      assertTrue(head.size() > 10);
      books.assertBalanced();
      for (var each : List.of(books, honest)) {
        var fork = first.fork(first.size());
        fork.seal(List.of(Round.of("next", 500).body(), Round.of("a1", 500).body()));
        var size = Math.toIntExact(fork.size());
        var result =
            each.ingest().deliver(fork.origin(), TestLog.stream(fork.lines(size - 2, size)));
        assertTrue(result instanceof Accepted, result::toString);
        assertEquals(6, each.tally("unpostable.round-settled-before"));
      }
      assertEquals(honest.micro("GRAND", AccountKind.POOL), books.micro("GRAND", AccountKind.POOL));
    }
  }

  @Test
  void outcomesThatAreNotThoseOfTheJournalLeadNowhere() throws Exception {
    var missing = lines(first).subList(0, Math.toIntExact(first.size()) - 1);
    assertRefused("end at", TestDatabase.create(), file("short.jsonl", missing));
    var other = first.fork(1);
    other.seal(List.of(Round.of("a0", 136).body(), won("w0", 1000)));
    assertRefused("another tree", TestDatabase.create(), file("o.jsonl", lines(other)));
  }

  @Test
  void aDatabaseThatHoldsBooksIsLeftAlone() throws Exception {
    assertRefused("must be empty", original, file("1b.jsonl", lines(first)));
  }

  private void assertRefused(String why, DatabaseAddress into, Path outcomes) throws Exception {
    var files = List.of(outcomes, file("2b.jsonl", lines(second)));
    var e = assertThrows(AuditException.class, () -> rebuild(exported, into, files));
    assertTrue(String.valueOf(e.getMessage()).contains(why), e::toString);
  }
}
