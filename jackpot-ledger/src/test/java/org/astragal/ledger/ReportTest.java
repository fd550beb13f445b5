package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.astragal.ledger.ReportHttp.ReportFormat;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Policy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what a report says is, to the micro-unit, what the postings and the audit say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReportTest {
  /** The day of every round of {@link TestLog}. */
  private static final LocalDate PLAYED = LocalDate.parse("2026-06-08");

  private static final Instant MADE = Instant.parse("2026-06-09T03:00:00Z");
  private static final String HOSTILE = "=cmd|'/c calc'!A1, \"\u2603\uD83D\uDE00\"";

  private final TestLog log = new TestLog("test.example/outcomes/report");
  private final LocalDate begun = LocalDate.now(ZoneOffset.UTC);
  private final LocalDate later = begun.plusDays(1);
  private final DatabaseAddress address = TestDatabase.create();
  private Audit.Result audit;
  private Path directory = Path.of("");

  @BeforeAll
  void fillBooks(@TempDir Path shared) throws Exception {
    directory = shared;
    try (var books = TestBooks.open(address, directory, AuditTest.RULES, List.of(log))) {
      log.create();
      log.seal(
          List.of(
              Round.of("a", 137).claims(Map.of("GRAND", 1L)).body(),
              Round.of("b", 99).currency("GBP").jurisdiction("GB").body(),
              Round.of("c", 7).jurisdiction("US-NJ").body(),
              Round.of("d", 999_999).body()));
      books.ingest().deliver(log.origin(), TestLog.stream(log.lines(0, 5)));
      books
          .posting()
          .order(
              OrdersTest.both(
                  new Order(
                      Order.Act.ADJUST,
                      new Order.Place("global.2026", "MINI"),
                      Optional.empty(),
                      -1_234_567,
                      HOSTILE)));
      books.assertBalanced();
    }
    Files.write(directory.resolve("log.jsonl"), TestLog.body(log.lines(0, 5)));
    Export.write(address.owner().orElseThrow(), directory.resolve("books"));
    audit =
        Audit.run(
            directory.resolve("books"),
            List.of(directory.resolve("log.jsonl")),
            Policy.of(List.of(log.key(), TestBooks.JOURNAL.verifier())),
            new KeyTrail(false, new FastSignatures()),
            Optional.empty(),
            Audit.Known.NOTHING,
            Replay.Observer.NOBODY);
    assertTrue(audit.holds());
  }

  @Test
  void liabilityIsWhatTheAuditComesTo() throws Exception {
    var liability = report(later).section("liability").orElseThrow();
    var pool = audit.pools().all().getFirst();
    assertEquals(2, liability.rows().size());
    for (var level : pool.levels()) {
      var row =
          liability.rows().stream()
              .filter(r -> r.get(1).equals(level.name()))
              .findFirst()
              .orElseThrow();
      var owed = BigInteger.ZERO;
      for (var kind : AccountKind.values()) {
        assertEquals(Long.toString(level.micro(kind)), row.get(4 + kind.index()), kind::name);
        if (List.of("POOL", "RESERVE", "OVERFLOW", "PAYABLE", "WITHHELD").contains(kind.name())) {
          owed = owed.add(BigInteger.valueOf(level.micro(kind)));
        }
      }
      assertEquals(owed.toString(), row.get(3));
    }
    for (var row : report(PLAYED).section("liability").orElseThrow().rows()) {
      assertEquals("0", row.get(3), "the books were begun after that day");
    }
  }

  @Test
  void activityAddsUpToWhatTheAuditTookFromSource() throws Exception {
    var activity = report(PLAYED).section("activity").orElseThrow();
    var given = BigInteger.ZERO;
    for (var row : activity.rows()) {
      for (var column : List.of("pool_micro", "reserve_micro", "overflow_micro")) {
        given = given.add(new BigInteger(row.get(activity.columns().indexOf(column))));
      }
    }
    var source =
        audit.pools().all().getFirst().levels().stream()
            .mapToLong(level -> level.micro(AccountKind.SOURCE))
            .sum();
    assertEquals(BigInteger.valueOf(-source), given);
    var reconciliation = report(PLAYED).section("reconciliation").orElseThrow();
    assertEquals(
        List.of(List.of("global.2026", given.toString(), given.toString(), "0")),
        reconciliation.rows());
  }

  @Test
  void everyJurisdictionIsThereAlsoWithoutActivity() throws Exception {
    var places = List.of("GB", "MT", "US", "US-NJ");
    for (var day : List.of(PLAYED, PLAYED.minusDays(1))) {
      var rows = report(day).section("activity").orElseThrow().rows();
      assertEquals(places, rows.stream().map(r -> r.get(1)).toList());
    }
    for (var row : report(PLAYED.minusDays(1)).section("activity").orElseThrow().rows()) {
      assertTrue(row.subList(3, row.size()).stream().allMatch("0"::equals), row::toString);
    }
  }

  @Test
  void varianceAndEventsAreOfTheDay() throws Exception {
    var variance = sinceBegun("variance");
    assertEquals("1", variance.getFirst().get(6));
    assertEquals("685000", variance.getFirst().get(7));
    assertTrue(sinceBegun("events").stream().anyMatch(r -> r.get(2).equals("jackpot.adjusted")));
    assertEquals(List.of(), report(PLAYED).section("variance").orElseThrow().rows());
    assertEquals(List.of(), report(PLAYED).section("events").orElseThrow().rows());
  }

  @Test
  void csvIsReadBackAndIsNoFormula() {
    var section =
        new Report.Section(
            "s",
            "S",
            List.of("a", "b"),
            List.of(List.of(HOSTILE, "-17"), List.of("-1+1", "x\r\ny")),
            false);
    assertEquals(
        "a,b\r\n\"'=cmd|'/c calc'!A1, \"\"\u2603\uD83D\uDE00\"\"\",-17\r\n'-1+1,\"x\r\ny\"\r\n",
        section.csv());
  }

  @Test
  void paperHoldsTheSameFiguresAndTheSameBytes() throws Exception {
    var report = report(later);
    var bytes = ReportPdf.bytes(report);
    assertArrayEquals(bytes, ReportPdf.bytes(report));
    try (var document = Loader.loadPDF(bytes)) {
      var text = new PDFTextStripper().getText(document);
      assertTrue(text.contains("Jackpot report of " + later));
      for (var row : report.section("liability").orElseThrow().rows()) {
        assertTrue(text.contains(row.get(3)), row.get(3));
      }
    }
    var all =
        new Report(
            PLAYED,
            MADE,
            "j",
            1,
            List.of(
                new Report.Section(
                    "e",
                    "E",
                    List.of("detail"),
                    java.util.Collections.nCopies(60, List.of(HOSTILE.repeat(20))),
                    true)));
    assertTrue(ReportPdf.bytes(all).length > 1000, "whatever stands in the books can be printed");
    if (System.getProperty("astragal.pictures") != null) {
      Files.write(Path.of(System.getProperty("astragal.pictures"), "report.pdf"), bytes);
      var busy = ReportPdf.bytes(report(begun));
      Files.write(Path.of(System.getProperty("astragal.pictures"), "report-busy.pdf"), busy);
    }
  }

  @Test
  void jsonHoldsEverySection() throws Exception {
    var json =
        Site.json(
            new String(ReportFormat.JSON.bytes(report(PLAYED), ""), StandardCharsets.UTF_8)
                .strip());
    assertEquals("2026-06-08", json.string("day"));
    assertEquals(
        List.of("activity", "alarms", "events", "liability", "reconciliation", "variance"),
        json.obj("sections").members().keySet().stream().sorted().toList());
    assertThrows(
        IllegalArgumentException.class, () -> ReportFormat.CSV.bytes(report(PLAYED), "none"));
    assertThrows(IllegalArgumentException.class, () -> ReportFormat.of("xls"));
  }

  @Test
  void auditorsReadItOverHttpAndOthersDoNot(@TempDir Path site) throws Exception {
    var own = new TestLog("test.example/outcomes/report-http");
    try (var ledger = InProcess.open(site, own)) {
      var url = "https://127.0.0.1:" + ledger.ingestPort() + "/v1/reports/daily?day=2026-06-08";
      var auditor = Site.client(ledger.site().pki().client("auditor"));
      var answer = Site.get(auditor, url + "&format=csv&section=liability");
      assertEquals(200, answer.statusCode(), answer.body());
      assertTrue(answer.body().startsWith("pool,level,currency,owed_micro,source_micro"));
      assertEquals(200, Site.get(auditor, url).statusCode());
      assertEquals(400, Site.get(auditor, url + "&format=xls").statusCode());
      assertEquals(400, Site.get(auditor, url.replace("06-08", "6-8")).statusCode());
      assertEquals(403, Site.get(ledger.appliance(), url).statusCode());
    }
  }

  /** The books may have been filled around midnight. */
  private List<List<String>> sinceBegun(String section) throws StoreException {
    var rows = new ArrayList<>(report(begun).section(section).orElseThrow().rows());
    rows.addAll(report(begun.plusDays(1)).section(section).orElseThrow().rows());
    return rows;
  }

  private Report report(LocalDate day) throws StoreException {
    return ReportReader.read(address, day, MADE);
  }
}
