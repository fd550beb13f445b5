package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.ledger.TestLog.Round;
import org.astragal.service.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: several ledgers that agree to share books post each outcome once, and one that does not
 * agree has the books alone.
 */
@Timeout(600)
final class SharedBooksTest {
  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/shared");

  @Test
  @SuppressWarnings("try") // close() may be interrupted like any wait
  void logsOfAKilledLedgerMoveToAnotherOne() throws Exception {
    var address = TestDatabase.create();
    try (var ledgers =
        FaultedLedger.overKafka(
            directory, 2, 3, address, Optional.empty(), TestBroker.get().plain())) {
      ledgers.survives("one of two ledgers killed", ledgers::kill, () -> {});
      ledgers.start();
      ledgers.survives("one of two ledgers killed, then another", ledgers::kill, ledgers::start);
    }
  }

  @Test
  void bothPostToOnePoolAndSeeWhatTheOtherHasPosted() throws Exception {
    var address = TestDatabase.create();
    try (var one = TestBooks.share(address, directory, Site.RULES, List.of(log));
        var two = TestBooks.share(address, directory, Site.RULES, List.of(log))) {
      deliver(one, log.create());
      for (var i = 0; i < 6; i++) {
        log.seal(List.of(Round.of("r-" + i, 100).body()));
        deliver(i % 2 == 0 ? two : one, log.lines(i + 1, i + 2).getFirst());
      }
      assertEquals(6, one.number("select count(*) from settlement"));
      assertEquals(one.micro("GRAND", AccountKind.POOL), two.micro("GRAND", AccountKind.POOL));
      one.assertBalanced();
    }
  }

  @Test
  void whatOneHasStoppedTheOtherDoesNotPost() throws Exception {
    var address = TestDatabase.create();
    try (var one = TestBooks.share(address, directory, Site.RULES, List.of(log));
        var two = TestBooks.share(address, directory, Site.RULES, List.of(log))) {
      deliver(one, log.create());
      log.seal(List.of(Round.of("r-1", 100).body()));
      deliver(two, log.lines(1, 2).getFirst());
      var fork = log.fork(1);
      fork.seal(List.of(Round.of("r-2", 100).body()));
      assertFalse(
          one.ingest().deliver(log.origin(), TestLog.stream(fork.lines(1, 2)))
              instanceof IngestResult.Accepted);
      log.seal(List.of(Round.of("r-3", 100).body()));
      assertTrue(
          two.ingest().deliver(log.origin(), TestLog.stream(log.lines(2, 3)))
              instanceof IngestResult.Stopped);
    }
  }

  @Test
  void whoTakesTheBooksAloneEndsAllThatShareThem() throws Exception {
    var address = TestDatabase.create();
    try (var one = TestBooks.share(address, directory, Site.RULES, List.of(log));
        var two = TestBooks.share(address, directory, Site.RULES, List.of(log))) {
      deliver(one, log.create());
      var ended = new AtomicInteger();
      one.posting().whenFenced(ended::incrementAndGet);
      two.posting().whenFenced(ended::incrementAndGet);
      TestBooks.open(address, directory, Site.RULES, List.of(log)).close();
      for (var books : List.of(one, two)) {
        var refused = assertThrows(StoreException.class, () -> books.posting().write(c -> true));
        assertEquals(Fault.FENCED, refused.fault());
      }
      assertEquals(2, ended.get());
      // And the other way round.
      try (var alone = TestBooks.open(address, directory, Site.RULES, List.of(log))) {
        TestBooks.share(address, directory, Site.RULES, List.of(log)).close();
        assertThrows(StoreException.class, () -> alone.posting().write(c -> true));
      }
    }
  }

  @Test
  void oneLeadsAndAnotherFollowsIt() throws Exception {
    var address = TestDatabase.create();
    try (var second = lead(address)) {
      assertTrue(second.leads());
    }
    var alone = WriterLock.take(address);
    try (alone) {
      var refused = assertThrows(StoreException.class, () -> WriterLock.share(address));
      assertEquals(Fault.IN_USE, refused.fault());
      assertTrue(alone.leads());
    }
  }

  /** {@return the second of two, after the first one, which led, is gone} */
  private static WriterLock lead(DatabaseAddress address) throws Exception {
    var first = WriterLock.share(address);
    var second = WriterLock.share(address);
    assertTrue(first.leads());
    assertFalse(second.leads());
    assertThrows(StoreException.class, () -> WriterLock.take(address));
    first.close();
    FaultedLedger.await(second::leads);
    return second;
  }

  @Test
  void rulesThatAnotherHasReplacedDoNotComeBackWithAStart() throws Exception {
    var address = TestDatabase.create();
    var newer = Site.RULES.replace("ratePpm: 5000", "ratePpm: 6000");
    var stale = Files.createDirectory(directory.resolve("stale"));
    try (var one = TestBooks.share(address, directory, Site.RULES, List.of(log))) {
      Files.writeString(directory.resolve("pool.yaml"), newer);
      one.posting().adopt(RulesFile.loadAll(directory));
      var rules = one.posting().pools().all().getFirst().terms().file().hash();
      var refused =
          assertThrows(
              ConfigException.class,
              () -> TestBooks.share(address, stale, Site.RULES, List.of(log)));
      assertTrue(String.valueOf(refused.getMessage()).contains("were replaced"));
      assertEquals(rules, one.posting().pools().all().getFirst().terms().file().hash());
      // Who means it changes them while it serves.
      Files.writeString(directory.resolve("pool.yaml"), Site.RULES);
      one.posting().adopt(RulesFile.loadAll(directory));
      assertNotEquals(rules, one.posting().pools().all().getFirst().terms().file().hash());
    }
  }

  private void deliver(TestBooks books, byte[] line) throws Exception {
    var result = books.ingest().deliver(log.origin(), TestLog.stream(List.of(line)));
    assertTrue(result instanceof IngestResult.Accepted, result::toString);
  }
}
