package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.Policy;
import org.astragal.outcome.RoundRef.Mode;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.Trigger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: from the sealed outcomes, the rules and the journal everything in the books follows, to the
 * micro-unit; and whatever is changed in them behind the ledger's back is found.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuditTest {
  static final String RULES =
      """
      pool: global.2026
      currency: EUR
      exp: 2
      games: [ref.wheel.54, ref.roulette.eu]
      modes: [REAL]
      fundedBy: [CASH]
      jurisdictions:
        - {id: MT, decision: allow, caps: {jurisdictionDayMicro: 90000000}}
        - {id: GB, decision: allow}
        - {id: US, decision: deny}
      elsewhere: deny
      exchange: [{currency: GBP, exp: 2, rateE12: 1170000000001}]
      simultaneous: equal-split
      levels:
        - {id: GRAND, seedMinor: 5000000, ratePpm: 5000, reservePpm: 5143, hiddenPpm: 17}
        - {id: MINI, seedMinor: 5000, ratePpm: 4000, reservePpm: 244, ceilingMinor: 5010}
      """;

  private final TestLog first = new TestLog("test.example/outcomes/audit-1");
  private final TestLog second = new TestLog("test.example/outcomes/audit-2");
  private final DatabaseAddress honest = TestDatabase.create();
  private Path directory = Path.of("");
  private long grand;

  @BeforeAll
  void fillBooks(@TempDir Path shared) throws Exception {
    directory = shared;
    try (var books = TestBooks.open(honest, directory, RULES, List.of(first, second))) {
      first.create();
      second.create();
      for (var i = 0; i < 6; i++) {
        deliver(books, first, i, Round.of("a" + i, 137 + i).body(), won("w" + i, 1000 + i));
        deliver(
            books,
            second,
            i,
            Round.of("b" + i, 99 + i).currency("GBP").jurisdiction("GB").body(),
            Round.of("c" + i, 7).jurisdiction("US-NJ").body(),
            Round.of("a" + i, 5).body(),
            Round.of("d" + i, 5).mode(Mode.FREE).body());
        if (i == 2) {
          Files.writeString(
              directory.resolve("pool.yaml"), RULES.replace("ratePpm: 5000,", "ratePpm: 6000,"));
          books.posting().adopt(RulesFile.loadAll(directory));
        }
        if (i == 3) {
          var grandLevel = new Order.Place("global.2026", "GRAND");
          var mini = new Order.Place("global.2026", "MINI");
          var order =
              OrdersTest.order(Order.Act.TRANSFER, mini, Optional.of(grandLevel), 1_000_001);
          books.posting().order(OrdersTest.both(order));
        }
      }
      books.assertBalanced();
      grand = books.micro("GRAND", AccountKind.POOL);
      assertTrue(books.number("select count(*) from win") > 5);
      assertEquals(6, books.tally("unpostable.round-settled-before"));
    }
    write(first);
    write(second);
  }

  private static RoundSettled won(String id, long stake) {
    return GameWinsTest.with(
        Round.of(id, stake).body(),
        List.of(
            new Trigger("1", 0, "MINI", "global.2026"),
            new Trigger("1", 1, "MINI", "global.2026")));
  }

  private static void deliver(TestBooks books, TestLog log, int step, RoundSettled... rounds)
      throws Exception {
    var from = step == 0 ? 0 : Math.toIntExact(log.size());
    log.seal(List.of(rounds));
    var lines = log.lines(from, Math.toIntExact(log.size()));
    var result = books.ingest().deliver(log.origin(), TestLog.stream(lines));
    assertTrue(result instanceof Accepted, result::toString);
  }

  private void write(TestLog log) throws Exception {
    Files.write(file(log), TestLog.body(log.lines(0, Math.toIntExact(log.size()))));
  }

  private Path file(TestLog log) {
    return directory.resolve(log == first ? "first.jsonl" : "second.jsonl");
  }

  private Audit.Result audit(DatabaseAddress books, Path folder) throws Exception {
    Export.write(books.owner().orElseThrow(), folder);
    return audit(folder);
  }

  private Audit.Result audit(Path folder) throws Exception {
    return audit(folder, List.of(file(first), file(second)));
  }

  private Audit.Result audit(Path folder, List<Path> outcomes) throws Exception {
    return Audit.run(
        folder,
        outcomes,
        policy(),
        new KeyTrail(false, new FastSignatures()),
        Optional.empty(),
        Audit.Known.NOTHING,
        Replay.Observer.NOBODY);
  }

  private Policy policy() throws Exception {
    return Policy.of(List.of(first.key(), second.key(), TestBooks.JOURNAL.verifier()))
        .checkedBy(new FastSignatures());
  }

  private static String text(Audit.Result result) {
    return result.findings().kept().stream()
        .map(Object::toString)
        .collect(Collectors.joining("; "));
  }

  @Test
  void honestBooksHold(@TempDir Path folder) throws Exception {
    var result = audit(honest, folder.resolve("books"));
    assertEquals("", text(result));
    assertTrue(result.holds());
    assertEquals(first.size() + second.size(), result.outcomes());
    assertEquals(16, result.entries(), "opened, twice rules, an order, 12 deliveries");
    var pool = result.pools().pool("global.2026").orElseThrow();
    assertEquals(grand, pool.level("GRAND").orElseThrow().micro(AccountKind.POOL));
    assertEquals(pool.postings(), result.postings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          update contribution set stake_minor = stake_minor + 1 where n = 3 | posting-edited
          update contribution set amounts[1] = amounts[1] + 1 where n = 3 | posting-edited
          update contribution set player = 'another' where n = 3 | posting-edited
          delete from contribution where n = 4 | posting-removed
          insert into contribution select pool, n + 100000, entry, log, seq, bet, operator, round, player, jurisdiction, terms, decision, stake_minor, due_micro, cut_micro, cut_by, rate_e12, carry, amounts from contribution where n = 3 | posting-added
          insert into contribution select pool, n, entry + 9999, log, seq, bet, operator, round, player, jurisdiction, terms, decision, stake_minor, due_micro, cut_micro, cut_by, rate_e12, carry, amounts from contribution where n = 3 on conflict (pool, n) do update set entry = excluded.entry | posting-added
          update contribution set n = case n when 3 then -4 else -3 end where n in (3, 4); update contribution set n = -n where n < 0 | posting-edited
          update movement set micro = micro - 1 where n = (select max(n) from movement) | posting-edited
          delete from movement where n = (select max(n) from movement) | posting-removed
          update win set minor = minor + 1 where n = (select min(n) from win) | posting-edited
          delete from win where n = (select max(n) from win) | posting-removed
          update account set micro = micro + case kind when 'POOL' then 1 else -1 end where kind in ('POOL', 'HOUSE') and level = 1 | balance
          delete from settlement where round = (select min(round) from settlement) | settlement
          insert into settlement values (decode(repeat('ab', 16), 'hex'), 1, 99) | settlement
          update journal set body = convert_to(replace(convert_from(body, 'UTF8'), '"at":"2', '"at":"1'), 'UTF8') where n = 4 | journal
          update journal set note = (select note from journal where n = 3) where n = 4 | journal
          update journal set nodes = (select nodes from journal where n = 2) where n = 4 | journal
          update journal set at = at + interval '1 second' where n = 4 | journal
          """)
  void whatIsChangedIsFound(String statement, String kind, @TempDir Path folder) throws Exception {
    var forged = TestDatabase.copy(honest);
    asOwner(forged, statement);
    var result = audit(forged, folder.resolve("books"));
    assertTrue(text(result).contains(kind + ": "), () -> "found: " + text(result));
  }

  private static void asOwner(DatabaseAddress books, String statement) throws Exception {
    var owner = books.owner().orElseThrow();
    try (var c = DriverManager.getConnection(owner.url(), owner.properties());
        var s = c.createStatement()) {
      s.execute(statement);
    }
  }

  @Test
  void anEntryThatIsTakenOutStopsIt(@TempDir Path folder) throws Exception {
    var forged = TestDatabase.copy(honest);
    asOwner(forged, "delete from journal where n = 7");
    var e = assertThrows(AuditException.class, () -> audit(forged, folder.resolve("books")));
    assertEquals("entry 7 of the journal is missing: 8 comes next", e.getMessage());
  }

  /** Whoever has the journal's key can sign anything, but not make it follow from the outcomes. */
  @Test
  void theLedgersOwnSignatureDoesNotHelpIt(@TempDir Path folder) throws Exception {
    var forged = TestDatabase.copy(honest);
    var balance = "\"POOL\":\"" + grand + "\"";
    resign(forged, body -> body.replace(balance, "\"POOL\":\"" + (grand - 1) + "\""));
    asOwner(
        forged,
        "update account set micro = micro + case kind when 'POOL' then -1 else 1 end"
            + " where kind in ('POOL', 'HOUSE') and level = 1");
    var found = text(audit(forged, folder.resolve("books")));
    assertTrue(found.contains("entry: entry 15: global.2026"), found);
    assertTrue(found.contains("balance: global.2026 GRAND POOL holds"), found);
    assertTrue(!found.contains("journal: "), found);
  }

  @Test
  void anOrderOfOnePersonIsFound(@TempDir Path folder) throws Exception {
    var forged = TestDatabase.copy(honest);
    resign(forged, body -> body.replace("CN=two", "CN=one"));
    var found = text(audit(forged, folder.resolve("books")));
    assertTrue(found.contains("not by two persons"), found);
  }

  /** Every posting can be proved by itself, and what is changed in a proof refutes it. */
  @Test
  void everyPostingIsProved() throws Exception {
    var records = new TreeMap<String, String>();
    for (var log : List.of(first, second)) {
      var lines = log.lines(0, Math.toIntExact(log.size()));
      for (var seq = 0; seq < lines.size(); seq++) {
        var number = log == first;
        records.put(number + "/" + seq, new String(lines.get(seq), StandardCharsets.UTF_8));
      }
    }
    var fortieth = Trace.read(honest, "global.2026", 40).orElseThrow();
    var opening = Trace.read(honest, "global.2026", 1).orElseThrow();
    var recomputed = 0;
    var kinds = new TreeSet<String>();
    for (var n = 1L; ; n++) {
      var trace = Trace.read(honest, "global.2026", n);
      if (trace.isEmpty()) {
        assertTrue(n > 60, "postings: " + n);
        break;
      }
      var bare = trace.get();
      kinds.add(bare.string("table"));
      assertTrue(TraceCheck.check(bare, policy()).size() >= 5);
      if (bare.string("table").equals("contribution")) {
        var given = GivenRow.of(row(bare));
        var sealed =
            records.get((given.log() == 1) + "/" + given.seq()).getBytes(StandardCharsets.UTF_8);
        var steps = TraceCheck.check(Trace.with(bare, sealed), policy());
        recomputed += String.join(" ", steps).contains("amounts follow") ? 1 : 0;
      }
      for (var member : List.of("posting", "row", "head", "entry", "termsEntry")) {
        var other = n == 1 ? fortieth : opening;
        if (!other.get(member).equals(bare.get(member))) {
          var mixed = new TreeMap<String, Json>(bare.members());
          mixed.put(member, other.get(member));
          assertThrows(
              TraceCheck.RefutedException.class,
              () -> TraceCheck.check(Json.Obj.of(mixed), policy()),
              member);
        }
      }
    }
    assertEquals(Set.of("contribution", "movement", "win"), kinds);
    var forged =
        new TreeMap<String, Json>(Trace.read(honest, "global.2026", 3).orElseThrow().members());
    var files = new TreeMap<String, Json>();
    ((Json.Obj) forged.get("files"))
        .members()
        .forEach((hash, _) -> files.put(hash, new Json.Str("eHg=")));
    forged.put("files", Json.Obj.of(files));
    assertThrows(
        TraceCheck.RefutedException.class, () -> TraceCheck.check(Json.Obj.of(forged), policy()));
    assertTrue(recomputed >= 18, "recomputed: " + recomputed);
    var e =
        assertThrows(
            TraceCheck.RefutedException.class,
            () ->
                TraceCheck.check(
                    Trace.with(
                        Trace.read(honest, "global.2026", 3).orElseThrow(),
                        second.lines(0, 3).get(1)),
                    policy()));
    assertTrue(String.valueOf(e.getMessage()).contains("the sealed outcome is"), e.getMessage());
  }

  private static KeptRow row(Json.Obj trace) throws Exception {
    return new KeptRow(
        EntryRows.Table.CONTRIBUTION, java.util.Base64.getDecoder().decode(trace.string("row")));
  }

  /** A record that was left out of the posting, with everything signed anew. */
  @Test
  void refusalsWithoutCauseAreFound(@TempDir Path folder) throws Exception {
    var forged = TestDatabase.copy(honest);
    resign(
        forged,
        body ->
            body.replace(
                "\"refused\":[{\"reason\":\"round-settled-before\",\"seq\":\"3\"}]",
                "\"refused\":[{\"reason\":\"round-settled-before\",\"seq\":\"1\"}]"));
    var found = text(audit(forged, folder.resolve("books")));
    assertTrue(found.contains("audit-2 seq 1 was refused, but its round was not settled"), found);
    assertTrue(found.contains("audit-2 seq 3 was posted, but its round had been settled"), found);
  }

  private static void resign(DatabaseAddress books, java.util.function.UnaryOperator<String> edit)
      throws Exception {
    var owner = books.owner().orElseThrow();
    try (var c = DriverManager.getConnection(owner.url(), owner.properties());
        var s = c.createStatement();
        var update =
            c.prepareStatement("update journal set body = ?, nodes = ?, note = ? where n = ?")) {
      var bodies = new ArrayList<String>();
      try (var r = s.executeQuery("select body from journal order by n")) {
        while (r.next()) {
          bodies.add(new String(r.getBytes(1), StandardCharsets.UTF_8));
        }
      }
      var tree = new CompactRange();
      for (var n = 0; n < bodies.size(); n++) {
        var body = edit.apply(bodies.get(n)).getBytes(StandardCharsets.UTF_8);
        var nodes = Leaves.pack(Journal.append(tree, Hash.leaf(body)));
        var head = new Checkpoint("test.example/journal", tree.size(), tree.root());
        update.setBytes(1, body);
        update.setBytes(2, nodes);
        update.setBytes(3, TestBooks.JOURNAL.sign(head).bytes());
        update.setInt(4, n);
        update.executeUpdate();
      }
    }
  }

  @Test
  void aHeadThatWasKeptElsewhereFindsWhatWasRolledBack(@TempDir Path folder) throws Exception {
    var result = audit(honest, folder.resolve("books"));
    var other = new Checkpoint("test.example/journal", 9, Hash.EMPTY_ROOT);
    for (var held : List.of(new Checkpoint(other.origin(), 99, other.root()), other)) {
      var again =
          Audit.run(
              folder.resolve("books"),
              List.of(file(first), file(second)),
              policy(),
              new KeyTrail(false, new FastSignatures()),
              Optional.empty(),
              new Audit.Known(Optional.of(held), Optional.empty()),
              Replay.Observer.NOBODY);
      assertTrue(text(again).contains("journal: "), text(again));
    }
    assertTrue(result.holds());
  }

  @Test
  void everyByteOfAnOutcomeCounts(@TempDir Path folder) throws Exception {
    Export.write(honest.owner().orElseThrow(), folder.resolve("books"));
    var content = Files.readAllBytes(file(second));
    var text =
        new String(content, StandardCharsets.UTF_8).replace("\"minor\":\"99\"", "\"minor\":\"98\"");
    var changed = folder.resolve("changed.jsonl");
    Files.writeString(changed, text);
    var e =
        assertThrows(
            AuditException.class,
            () ->
                Audit.run(
                    folder.resolve("books"),
                    List.of(file(first), changed),
                    policy(),
                    new KeyTrail(false, new FastSignatures()),
                    Optional.empty(),
                    Audit.Known.NOTHING,
                    Replay.Observer.NOBODY));
    assertTrue(String.valueOf(e.getMessage()).contains("does not verify"), e.getMessage());
  }

  /** A fetched log is as good as its sealed outcomes, and is held against its checkpoint again. */
  @Test
  void fetchedLogsAreAudited(@TempDir Path folder) throws Exception {
    Export.write(honest.owner().orElseThrow(), folder.resolve("books"));
    for (var log : List.of(first, second)) {
      LogFetch.run(
          (path, _) -> log.published(path),
          Policy.of(List.of(log.key())),
          folder.resolve(log == first ? "first" : "second"));
    }
    var logs = List.of(folder.resolve("first"), folder.resolve("second"));
    var result = audit(folder.resolve("books"), logs);
    assertEquals("", text(result));
    assertEquals(first.size() + second.size(), result.outcomes());
    var bundle = folder.resolve("second/tile/entries/000.p/" + second.size());
    var bytes = Files.readAllBytes(bundle);
    bytes[bytes.length / 2] ^= 1;
    Files.write(bundle, bytes);
    var e = assertThrows(AuditException.class, () -> audit(folder.resolve("books"), logs));
    assertTrue(String.valueOf(e.getMessage()).contains("is not under the root"), e.getMessage());
    var twice = List.of(folder.resolve("first"), file(first));
    var two = assertThrows(AuditException.class, () -> audit(folder.resolve("books"), twice));
    assertTrue(String.valueOf(two.getMessage()).contains("a second copy"), two.getMessage());
  }

  @Test
  void withoutAnOutcomeItDoesNotDecide(@TempDir Path folder) throws Exception {
    Export.write(honest.owner().orElseThrow(), folder.resolve("books"));
    var e =
        assertThrows(
            AuditException.class,
            () ->
                Audit.run(
                    folder.resolve("books"),
                    List.of(file(first)),
                    policy(),
                    new KeyTrail(false, new FastSignatures()),
                    Optional.empty(),
                    Audit.Known.NOTHING,
                    Replay.Observer.NOBODY));
    assertEquals("no file holds sealed outcomes of " + second.origin(), e.getMessage());
  }

  @Test
  void theCommandSaysSo(@TempDir Path folder) throws Exception {
    Export.write(honest.owner().orElseThrow(), folder.resolve("books"));
    Files.writeString(
        folder.resolve("policy"),
        "log %s\nlog %s\nlog %s\nquorum none\n"
            .formatted(
                first.key().vkey(), second.key().vkey(), TestBooks.JOURNAL.verifier().vkey()));
    var out = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new java.io.PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      var status =
          new picocli.CommandLine(new AuditCommand())
              .execute(
                  "--books=" + folder.resolve("books"),
                  "--policy=" + folder.resolve("policy"),
                  file(first).toString(),
                  file(second).toString());
      assertEquals(0, status);
    } finally {
      System.setOut(before);
    }
    var said = out.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("POOL " + grand), said);
    assertTrue(said.strip().endsWith("the books hold"), said);
  }
}
