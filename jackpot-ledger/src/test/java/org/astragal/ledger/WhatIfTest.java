package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Policy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Goal: other rules for a period give what they would have given, to the micro-unit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WhatIfTest {
  private static final long STAKES = 10 * 1000 + 45;

  private final TestLog log = new TestLog("test.example/outcomes/what-if");
  private Path directory = Path.of("");
  private Path books = Path.of("");
  private Path outcomes = Path.of("");

  /** Ten rounds, rules of 6000 ppm, a transfer of 1,000,001, another ten rounds. */
  @BeforeAll
  void fillBooks(@TempDir Path shared) throws Exception {
    directory = shared;
    var address = TestDatabase.create();
    try (var own = TestBooks.open(address, directory, Site.RULES, List.of(log))) {
      log.create();
      log.seal(rounds("a"));
      own.ingest().deliver(log.origin(), TestLog.stream(log.lines(0, 11)));
      Files.writeString(
          directory.resolve("pool.yaml"),
          Site.RULES.replace("ratePpm: 5000,", "effective: at-once, ratePpm: 6000,"));
      own.posting().adopt(RulesFile.loadAll(directory));
      var order =
          OrdersTest.order(
              Order.Act.TRANSFER,
              new Order.Place("global.2026", "MINI"),
              Optional.of(new Order.Place("global.2026", "GRAND")),
              1_000_001);
      own.posting().order(OrdersTest.both(order));
      log.seal(rounds("b"));
      own.ingest().deliver(log.origin(), TestLog.stream(log.lines(11, 21)));
    }
    books = directory.resolve("books");
    Export.write(address.owner().orElseThrow(), books);
    outcomes = directory.resolve("outcomes.jsonl");
    Files.write(outcomes, TestLog.body(log.lines(0, 21)));
  }

  private static List<org.astragal.outcome.RoundSettled> rounds(String prefix) {
    return IntStream.range(0, 10).mapToObj(i -> Round.of(prefix + i, 1000 + i).body()).toList();
  }

  private WhatIf.Result play(String rules) throws Exception {
    return play(rules, Instant.MIN, Instant.MAX).orElseThrow();
  }

  private Optional<WhatIf.Result> play(String rules, Instant from, Instant to) throws Exception {
    var whatIf = new WhatIf(List.of(RulesFile.of(Path.of("other.yaml"), bytes(rules))), from, to);
    var result =
        Audit.run(
            books,
            List.of(outcomes),
            Policy.of(List.of(log.key(), TestBooks.JOURNAL.verifier())),
            new KeyTrail(false, new FastSignatures()),
            Optional.empty(),
            Audit.Known.NOTHING,
            whatIf);
    assertTrue(result.holds(), result.findings()::toString);
    return whatIf.result();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Map<String, WhatIf.Line> lines(WhatIf.Result result) {
    return result.lines().stream().collect(Collectors.toMap(WhatIf.Line::what, line -> line));
  }

  @Test
  void otherRatesGiveWhatTheyWouldHaveGiven() throws Exception {
    var result = play(Site.RULES.replace("ratePpm: 5000,", "effective: at-once, ratePpm: 7000,"));
    assertEquals(20, result.rounds());
    var lines = lines(result);
    var grand = lines.get("GRAND POOL");
    assertEquals(STAKES * (5000 + 6000) + 1_000_001, grand.actual());
    assertEquals(STAKES * 2 * 7000 + 1_000_001, grand.other());
    assertEquals(STAKES * (2000 + 1000), grand.difference());
    assertEquals(0, lines.get("MINI POOL").difference());
    assertEquals(20, lines.get("bets that gave").other());
  }

  @Test
  void rulesThatTakeNothingGiveNothing() throws Exception {
    var lines = lines(play(Site.RULES.replace("fundedBy: [CASH]", "fundedBy: [BONUS]")));
    assertEquals(0, lines.get("bets that gave").other());
    assertEquals(20, lines.get("bets that gave nothing").other());
    assertEquals(1_000_001, lines.get("GRAND POOL").other());
    assertEquals(-1_000_001, lines.get("MINI POOL").other());
  }

  @Test
  void levelsOverWhichAnApplianceDecidesAreNamedAndNotCompared() throws Exception {
    var result =
        play(
            Site.RULES
                + "  - {id: MYST, seedMinor: 10, ratePpm: 1000, reservePpm: 0,"
                + " trigger: {kind: mystery, holder: rng.example/log, oneInMinor: 1000}}\n");
    assertEquals(
        List.of(new WhatIf.Unknown("global.2026", "MYST", TriggerRules.Kind.MYSTERY, 0, 0)),
        result.unknown());
    assertTrue(result.lines().stream().noneMatch(line -> line.what().startsWith("MYST")));
    assertTrue(lines(result).containsKey("MINI POOL"));
    assertEquals(List.of(), play(Site.RULES).unknown());
  }

  @Test
  void theRulesThatHeldMakeNoDifferenceWhileTheyHeld() throws Exception {
    var change = at(3);
    var before = play(Site.RULES, Instant.MIN, change).orElseThrow();
    assertTrue(before.lines().stream().allMatch(l -> l.difference() == 0), before::toString);
  }

  @Test
  void aPeriodWithoutARoundHasNoAnswer() throws Exception {
    assertTrue(play(Site.RULES, Instant.MAX, Instant.MAX).isEmpty());
  }

  @Test
  void rulesThatCouldNotFollowAreNamed() {
    var e =
        assertThrows(
            AuditException.class, () -> play(Site.RULES.replace("currency: EUR", "currency: GBP")));
    assertTrue(String.valueOf(e.getMessage()).contains("cannot change"), e.getMessage());
  }

  @Test
  void theCommandPrintsTheDifference() throws Exception {
    var policy = directory.resolve("policy");
    Files.writeString(
        policy,
        "log %s\nlog %s\nquorum none\n"
            .formatted(log.key().vkey(), TestBooks.JOURNAL.verifier().vkey()));
    var rules = directory.resolve("other.yaml");
    Files.writeString(rules, Site.RULES);
    var out = new java.io.ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new java.io.PrintStream(out, true));
    try {
      assertEquals(
          0,
          new CommandLine(new WhatIfCommand())
              .execute(
                  "--json",
                  "--books=" + books,
                  "--policy=" + policy,
                  rules.toString(),
                  outcomes.toString()));
    } finally {
      System.setOut(before);
      Files.delete(rules);
    }
    var json = Site.json(out.toString(java.nio.charset.StandardCharsets.UTF_8));
    assertEquals(20, json.decimal("rounds"));
  }

  /** {@return when an entry of the journal was written} */
  private Instant at(int entry) throws Exception {
    try (var rows = CopyReader.open(books.resolve(Export.JOURNAL))) {
      for (var i = 0; i < entry; i++) {
        rows.next();
      }
      return JournalEntry.parse(CopyReader.fields(rows.next().orElseThrow()).get(3)).at();
    }
  }
}
