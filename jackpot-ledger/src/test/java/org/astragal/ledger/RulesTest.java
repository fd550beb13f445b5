package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.RoundRef.Mode;
import org.astragal.outcome.RoundSettled;
import org.astragal.service.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: only what the rules name contributes, why not is counted, and bad rules never load. */
final class RulesTest {
  private static final String JURISDICTIONS =
      """
      jurisdictions:
        - {id: MT, decision: allow}
        - {id: GB, decision: allow}
      elsewhere: deny
      """;

  @TempDir private Path directory;

  @Test
  void whatTheRulesExcludeContributesNothingAndIsCounted() throws Exception {
    var rules = Site.RULES.replace("levels:", JURISDICTIONS + "levels:");
    var excluded =
        Map.of(
            "mode",
            List.of(Round.of("free", 100).mode(Mode.FREE), Round.of("t", 100).mode(Mode.TEST)),
            "currency",
            List.of(Round.of("usd", 100).currency("USD")),
            "funding",
            List.of(Round.of("bonus", 100).fundedBy("BONUS")),
            "jurisdiction",
            List.of(Round.of("fr", 100).jurisdiction("FR")),
            "game",
            List.of(Round.of("other", 100).game("ref.dice")));
    var log = new TestLog("test.example/outcomes/rules");
    log.create();
    log.seal(excluded.values().stream().flatMap(List::stream).map(Round::body).toList());
    try (var books = TestBooks.open(directory, rules, List.of(log))) {
      deliver(books, log);
      for (var entry : excluded.entrySet()) {
        assertEquals(
            entry.getValue().size(),
            books.tally("not-contributing." + entry.getKey()),
            entry.getKey());
      }
      assertEquals(0, books.number("select count(*) from posting where source = 'SOURCE'"));
      assertEquals(5, books.number("select count(*) from contribution"), "decisions are kept");
      assertEquals(
          1,
          books.number(
              "select count(*) from contribution where jurisdiction = 'FR' and decision = "
                  + Decision.JURISDICTION.number()));
      assertEquals(6, books.number("select count(*) from settlement"));
      log.seal(List.of(Round.of("gb", 100).jurisdiction("GB").body()));
      deliver(books, log);
      assertEquals(4, books.number("select count(*) from posting where source = 'SOURCE'"));
      books.assertBalanced();
    }
  }

  @Test
  void claimsAreComparedAndNeverUsed() throws Exception {
    var log = new TestLog("test.example/outcomes/claims");
    log.create();
    var right = Map.of("GRAND", 500_000L, "MINI", 400_000L);
    log.seal(
        List.of(
            claims("right", right),
            claims("one off", Map.of("GRAND", 500_001L, "MINI", 400_000L)),
            claims("one missing", Map.of("MINI", 400_000L)),
            claims("unknown level", Map.of("GRAND", 500_000L, "MAJOR", 7L, "MINI", 400_000L)),
            Round.of("claims of a free round", 100).mode(Mode.FREE).claims(right).body(),
            claims(
                "a zero is no claim", Map.of("GRAND", 500_000L, "MAJOR", 0L, "MINI", 400_000L))));
    try (var books = TestBooks.open(directory, Site.RULES, List.of(log))) {
      deliver(books, log);
      assertEquals(5, books.tally("variance"));
      assertEquals(5, books.number("select count(*) from variance"));
      assertEquals(
          1,
          books.number(
              "select count(*) from variance where seq = 2 and level = 'GRAND'"
                  + " and claimed_micro = 500001 and computed_micro = 500000"));
      assertEquals(5 * 500_000, books.micro("GRAND", AccountKind.POOL) - 5_000_000_000_000L);
      books.assertBalanced();
    }
  }

  @Test
  void postingsNameTheRulesTheyWereMadeUnder() throws Exception {
    var log = new TestLog("test.example/outcomes/hash");
    log.create();
    var address = TestDatabase.create();
    var changed = Site.RULES.replace("ratePpm: 5000", "effective: at-once, ratePpm: 6000");
    try (var books = TestBooks.open(address, directory, Site.RULES, List.of(log))) {
      log.seal(List.of(Round.of("before", 100).body()));
      deliver(books, log);
    }
    try (var books = TestBooks.open(address, directory, changed, List.of(log))) {
      log.seal(List.of(Round.of("after", 100).body()));
      deliver(books, log);
      assertEquals(
          600_000,
          books.number(
              "select amounts[1] from contribution c"
                  + " join terms t on t.pool = c.pool and t.number = c.terms"
                  + " where c.round = 'after' and t.files[1] = sha256('"
                  + changed
                  + "'::bytea)"));
      assertEquals(5_000_001_100_000L, books.micro("GRAND", AccountKind.POOL), "seeded once only");
      books.assertBalanced();
    }
  }

  @Test
  void currencyOfALevelCannotChange() throws Exception {
    var address = TestDatabase.create();
    TestBooks.open(address, directory, Site.RULES, List.of(new TestLog("a.example/log"))).close();
    var usd = Site.RULES.replace("EUR", "USD");
    var e =
        assertThrows(
            ConfigException.class,
            () -> TestBooks.open(address, directory, usd, List.of(new TestLog("a.example/log"))));
    assertTrue(String.valueOf(e.getMessage()).contains("is kept in EUR"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exp: 2 | exp: 5 | exp must be 0 to 4",
        "exp: 2 | exp: 2.0 | exp",
        "exp: 2 | exp: '2' | exp",
        "currency: EUR | currency: euro | currency must be three capital letters",
        "currency: EUR | currency: | currency",
        "pool: global.2026 | pool: a b | pool must be 1 to 64",
        "pool: global.2026 | poool: x | unknown key poool; allowed here: caps, currency",
        "pool: global.2026 | exp: 2 | Duplicate",
        "modes: [REAL] | modes: [CASH] | modes must be some of REAL, FREE, TEST",
        "modes: [REAL] | fundedBy: [] | Duplicate",
        "ratePpm: 5000 | ratePpm: 1000001 | ratePpm must be 0 to 1000000",
        "ratePpm: 5000 | ratePpm: -1 | ratePpm must be 0 to 1000000",
        "ratePpm: 5000 | ratePpm: 995000 | add up to 1004387",
        "seedMinor: 5000000 | seedMinor: 9300000000000 | seedMinor must be 0 to 9223372036854",
        "id: MINI | id: GRAND | GRAND is there twice",
        "id: MINI | name: MINI | unknown key levels.1.name; allowed here: ceilingMinor",
        "games: [ref.wheel.54, ref.roulette.eu] | games: [] | games must name at least one",
      })
  void badRulesAreRefusedWithTheKeyAndWhatIsAllowed(String from, String to, String message)
      throws Exception {
    var text = Site.RULES.replaceFirst(java.util.regex.Pattern.quote(from), to);
    var file = Files.writeString(directory.resolve("bad.yaml"), text);
    var e = assertThrows(ConfigException.class, () -> RulesFile.load(file));
    var said = String.valueOf(e.getMessage());
    assertTrue(said.contains(message), said);
    assertTrue(said.startsWith(file.toString()), said);
  }

  @Test
  void missingKeyIsNamed() throws Exception {
    var file = Files.writeString(directory.resolve("bad.yaml"), Site.RULES.replace("exp: 2\n", ""));
    var e = assertThrows(ConfigException.class, () -> RulesFile.load(file));
    assertTrue(String.valueOf(e.getMessage()).contains("exp"), e.getMessage());
  }

  @Test
  void examplesInTheModuleLoad() throws Exception {
    assertEquals(4, RulesFile.load(Path.of("rules.example.yaml")).rules().levels().size());
    assertEquals(2, RulesFile.load(Path.of("rules.small.example.yaml")).rules().levels().size());
    assertEquals(8543, LedgerConfig.load(Path.of("ledger.example.yaml")).listen().port());
  }

  private static RoundSettled claims(String id, Map<String, Long> claims) {
    return Round.of(id, 100).claims(claims).body();
  }

  private static void deliver(TestBooks books, TestLog log) throws Exception {
    var from = books.queries().head(log.origin()).map(Queries.LogHead::position).orElse(0L);
    var result =
        books
            .ingest()
            .deliver(
                log.origin(),
                TestLog.stream(log.lines(Math.toIntExact(from), Math.toIntExact(log.size()))));
    if (!(result instanceof Accepted)) {
      throw new AssertionError(result.toString());
    }
  }
}
