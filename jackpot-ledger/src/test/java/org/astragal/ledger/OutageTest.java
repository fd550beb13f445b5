package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.ledger.TestLog.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Goal: without PostgreSQL the ledger says so and waits; two processes never post at once. */
final class OutageTest {
  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/outage");

  @Test
  void postgresAwayIsAnsweredWith503UntilItIsBack() throws Exception {
    var data = Files.createDirectory(directory.resolve("pg"));
    var postgres = EmbeddedDatabase.start(data, 0);
    var address = postgres.service();
    var port = Integer.parseInt(address.url().replaceAll(".*:(\\d+)/.*", "$1"));
    try (var ledger = InProcess.open(directory, log, address)) {
      ledger.push(List.of(log.create()));
      var lines = log.seal(List.of(Round.of("r-1", 100).body()));
      postgres.close();
      var open = HttpClient.newHttpClient();
      var answer =
          Site.push(ledger.appliance(), ledger.ingestPort(), log.origin(), TestLog.body(lines));
      assertEquals(503, answer.statusCode());
      assertEquals("1", answer.headers().firstValue("Retry-After").orElseThrow());
      assertEquals("urn:astragal:problem:unavailable", Site.json(answer.body()).string("type"));
      assertEquals(503, Site.get(open, ledger.openUrl() + "/health/ready").statusCode());
      assertEquals(200, Site.get(open, ledger.openUrl() + "/health/live").statusCode());
      assertEquals(503, Site.get(open, ledger.openUrl() + "/v1/pools").statusCode());
      postgres = EmbeddedDatabase.start(data, port);
      do {
        answer =
            Site.push(ledger.appliance(), ledger.ingestPort(), log.origin(), TestLog.body(lines));
      } while (answer.statusCode() == 503);
      assertEquals("1", Site.json(answer.body()).string("accepted"));
      assertEquals(200, Site.get(open, ledger.openUrl() + "/health/ready").statusCode());
      assertEquals(List.of(), ledger.queries().check());
    } finally {
      postgres.close();
    }
  }

  @Test
  void olderProcessCanPostNoMore() throws Exception {
    var address = TestDatabase.create();
    log.create();
    log.seal(List.of(Round.of("r-1", 100).body()));
    try (var older = TestBooks.open(address, directory, Site.RULES, List.of(log));
        var newer = TestBooks.open(address, directory, Site.RULES, List.of(log))) {
      var lines = log.lines(0, 2);
      var ended = new AtomicInteger();
      older.posting().whenFenced(ended::incrementAndGet);
      var level = new Order.Place("global.2026", "MINI");
      var order = OrdersTest.both(OrdersTest.order(Order.Act.ADJUST, level, Optional.empty(), 1));
      var resume =
          new Ruling(
              Ruling.Act.RESUME, log.origin(), Optional.empty(), Optional.empty(), "looked at");
      Files.writeString(directory.resolve("pool.yaml"), Site.RULES.replace("5143", "5144"));
      var rules = RulesFile.loadAll(directory);
      // Deliveries and events, orders, rulings, rules, and what else is written, as settlements
      // are.
      var deeds =
          List.<Executable>of(
              () -> older.ingest().deliver(log.origin(), TestLog.stream(lines)),
              () -> older.posting().order(order),
              () -> older.posting().rule(new Input.Ruled(resume, order.approvals()), _ -> true),
              () -> older.posting().adopt(rules),
              () -> older.posting().write(_ -> true));
      for (var deed : deeds) {
        var e = assertThrows(StoreException.class, deed);
        assertEquals(Fault.FENCED, e.fault());
      }
      assertEquals(deeds.size(), ended.get(), "each of them ends the older process");
      assertEquals(0, newer.number("select count(*) from settlement"));
      newer.ingest().deliver(log.origin(), TestLog.stream(lines));
      assertEquals(1, newer.number("select count(*) from settlement"));
    }
  }

  @Test
  void secondLedgerOnADatabaseIsRefused() throws Exception {
    var address = TestDatabase.create();
    var lock = WriterLock.take(address);
    try (lock) {
      var e = assertThrows(StoreException.class, () -> WriterLock.take(address));
      assertEquals(Fault.IN_USE, e.fault());
    }
    WriterLock.take(address).close();
  }

  @Test
  void staleLockFileOfPostgresIsRemoved() throws Exception {
    var data = Files.createDirectory(directory.resolve("pg"));
    EmbeddedDatabase.start(data, 0).close();
    // The number of a living process that is not PostgreSQL: this one.
    Files.writeString(
        data.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\n/nowhere\n");
    try (var again = EmbeddedDatabase.start(data, 0)) {
      assertTrue(again.postmaster().isPresent());
    }
  }

  @Test
  void embeddedPostgresIsDurableAndAsksForAPassword() throws Exception {
    var address = TestDatabase.create();
    try (var c = java.sql.DriverManager.getConnection(address.url(), address.properties());
        var s = c.createStatement()) {
      for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        var r = s.executeQuery("show " + setting);
        r.next();
        assertEquals("on", r.getString(1), setting);
      }
    }
    var wrong = address.properties();
    wrong.setProperty("password", "guess");
    var e =
        assertThrows(
            java.sql.SQLException.class,
            () -> java.sql.DriverManager.getConnection(address.url(), wrong));
    assertEquals("28P01", e.getSQLState());
  }
}
