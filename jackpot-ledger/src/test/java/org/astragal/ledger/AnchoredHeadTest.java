package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.LedgerHead;
import org.astragal.outcome.Policy;
import org.astragal.outcome.SignedNote;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/**
 * Goal: whoever owns the database and holds the journal's key, and makes all of it anew so that
 * every posting follows, still contradicts the head that the appliance has sealed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AnchoredHeadTest {
  private final TestLog log = new TestLog("test.example/outcomes/anchor");
  private final DatabaseAddress honest = TestDatabase.create();
  private Path fetched = Path.of("");
  private Path directory = Path.of("");
  private int anchoredAt;

  @BeforeAll
  void anchor(@TempDir Path shared) throws Exception {
    directory = shared;
    try (var books = TestBooks.open(honest, directory, AuditTest.RULES, List.of(log))) {
      log.create();
      log.seal(List.of(Round.of("a", 1000).body(), Round.of("b", 2000).body()));
      deliver(books, 0);
      anchoredAt = Math.toIntExact(log.size());
      var head = books.queries().journalHead().orElseThrow();
      var note = SignedNote.parse(head.getBytes(StandardCharsets.UTF_8));
      log.seal(
          List.of(
              TestLog.event(LedgerHead.TYPE, new LedgerHead("ledger-1", note).members()),
              Round.of("c", 3000).body()));
      deliver(books, anchoredAt);
    }
    fetched = directory.resolve("log");
    LogFetch.run((path, _) -> log.published(path), Policy.of(List.of(log.key())), fetched);
  }

  private void deliver(TestBooks books, int from) throws Exception {
    var body = TestLog.body(log.lines(from, Math.toIntExact(log.size())));
    var result = books.ingest().deliver(log.origin(), new ByteArrayInputStream(body));
    assertTrue(result instanceof Accepted, result::toString);
  }

  private List<String> audit(DatabaseAddress books, Path folder) throws Exception {
    return audit(books, folder, Audit.Known.NOTHING).findings().kept().stream()
        .map(Object::toString)
        .toList();
  }

  private Audit.Result audit(DatabaseAddress books, Path folder, Audit.Known known)
      throws Exception {
    Export.write(books.owner().orElseThrow(), folder);
    var signatures = new FastSignatures();
    return Audit.run(
        folder,
        List.of(fetched),
        Policy.of(List.of(log.key(), TestBooks.JOURNAL.verifier())).checkedBy(signatures),
        new KeyTrail(false, signatures),
        Optional.empty(),
        known,
        Replay.Observer.NOBODY);
  }

  @Test
  void honestBooksHold(@TempDir Path folder) throws Exception {
    assertEquals(List.of(), audit(honest, folder.resolve("books")));
  }

  @Test
  void aPastThatWasRewrittenWithItsWholeChainIsFound(@TempDir Path folder) throws Exception {
    // The same outcomes, an order of two persons that never was, the journal's own key.
    var other = TestDatabase.create();
    try (var books = TestBooks.open(other, directory, AuditTest.RULES, List.of(log))) {
      var mini = new Order.Place("global.2026", "MINI");
      books
          .posting()
          .order(
              OrdersTest.both(
                  OrdersTest.order(Order.Act.ADJUST, mini, Optional.empty(), -1_000_000)));
      deliver(books, 0);
    }
    var forged = TestDatabase.copy(honest);
    replace(forged, other);
    assertEquals(
        List.of(
            "journal: the first 3 entries are others than those whose head"
                + " test.example/outcomes/anchor seq 3 has kept"),
        audit(forged, folder.resolve("books")));
  }

  @Test
  void aJournalThatWasCutBackIsFound(@TempDir Path folder) throws Exception {
    var other = TestDatabase.create();
    try (var _ = TestBooks.open(other, directory, AuditTest.RULES, List.of(log))) {
      // Nothing was ever delivered, it says.
    }
    var sealed = Instant.parse("2026-06-08T12:00:00.002Z");
    var after = new Audit.Known(Optional.empty(), Optional.of(sealed.plusMillis(1)));
    var found = audit(other, folder.resolve("after"), after).findings().kept();
    assertEquals(
        List.of(
            "journal: entries after 2 are missing: test.example/outcomes/anchor seq 3 has kept a"
                + " head of 3"),
        found.stream().map(Object::toString).toList());
    // What was sealed after the export is no proof, and is told.
    var before = new Audit.Known(Optional.empty(), Optional.of(sealed));
    for (var known : List.of(before, Audit.Known.NOTHING)) {
      var result = audit(other, folder.resolve(known.equals(before) ? "before" : "unknown"), known);
      assertTrue(result.holds(), result.findings()::toString);
      assertTrue(result.later().orElse("").contains("anchors 3 entries, the books have 2"));
    }
  }

  /** As the owner of the database: every row of every table is another one. */
  private static void replace(DatabaseAddress books, DatabaseAddress by) throws Exception {
    try (var to = owner(books);
        var from = owner(by);
        var s = to.createStatement()) {
      var tables = tables(from);
      s.execute("set session_replication_role = replica");
      s.execute("truncate " + String.join(", ", tables) + " cascade");
      for (var table : tables) {
        var rows = new ByteArrayOutputStream();
        from.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy " + table + " to stdout (format binary)", rows);
        to.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "copy " + table + " from stdin (format binary)",
                new ByteArrayInputStream(rows.toByteArray()));
      }
    }
  }

  private static Connection owner(DatabaseAddress books) throws SQLException {
    var owner = books.owner().orElseThrow();
    return DriverManager.getConnection(owner.url(), owner.properties());
  }

  private static List<String> tables(Connection c) throws SQLException {
    var tables = new ArrayList<String>();
    try (var s = c.createStatement();
        var r =
            s.executeQuery(
                "select table_name from information_schema.tables where table_schema = 'public'"
                    + " and table_type = 'BASE TABLE'"
                    + " and table_name <> 'flyway_schema_history'")) {
      while (r.next()) {
        tables.add(r.getString(1));
      }
    }
    return tables;
  }
}
