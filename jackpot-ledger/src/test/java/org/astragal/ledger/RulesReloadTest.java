package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Hash;
import org.astragal.service.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: rules change without a restart, all files or none, and when the rules say so. */
final class RulesReloadTest {
  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/reload");
  private TestBooks books;
  private RulesWatch watch;

  @BeforeEach
  void open() throws Exception {
    books = TestBooks.open(directory, Site.RULES, List.of(log));
    watch = RulesWatch.start(directory, RulesFile.loadAll(directory), books.posting(), books.hub());
    log.create();
  }

  @AfterEach
  void close() throws Exception {
    books.assertBalanced();
    watch.close();
    books.close();
  }

  @Test
  void aBadFileLeavesTheOldRulesInForceAndSaysWhy() throws Exception {
    write("pool.yaml", Site.RULES.replace("ratePpm: 5000", "ratePpm: 5000000"));
    watch.look();
    assertTrue(watch.refused().orElseThrow().contains("pool.yaml:8: levels.0: ratePpm must be"));
    assertEquals(500_000, contributed("bad"));
    write("pool.yaml", Site.RULES);
    watch.look();
    assertEquals(Optional.empty(), watch.refused());
    assertEquals(500_000, contributed("good again"));
  }

  @Test
  void oneBadFileKeepsAllOthersOut() throws Exception {
    write("pool.yaml", Site.RULES.replace("ratePpm: 5000", "effective: at-once, ratePpm: 6000"));
    write("other.yaml", Site.RULES);
    watch.look();
    assertTrue(watch.refused().orElseThrow().contains("pool global.2026 is also in"));
    assertEquals(500_000, contributed("both name one pool"));
    write("other.yaml", Site.RULES.replace("global.2026", "local"));
    watch.look();
    assertEquals(Optional.empty(), watch.refused());
    assertEquals(600_000, contributed("both are good"));
    assertEquals(
        1,
        books.number(
            "select count(*) from contribution c join pool p on p.id = c.pool"
                + " where p.name = 'local' and amounts[1] = 500000"));
  }

  @Test
  void levelsWaitForTheirResetAndThePoolDoesNot() throws Exception {
    write(
        "pool.yaml",
        Site.RULES
            .replace("ratePpm: 5000", "ratePpm: 6000")
            .replace("modes: [REAL]", "modes: [REAL, FREE]"));
    watch.look();
    assertEquals(500_000, contributed("still by the old rate"));
    deliver(Round.of("free", 100).mode(org.astragal.outcome.RoundRef.Mode.FREE));
    assertEquals(500_000, lastToGrand(), "but the mode is taken at once");
  }

  @Test
  void aNewLevelIsSeededAtOnce() throws Exception {
    write("pool.yaml", Site.RULES + "  - {id: MIDI, seedMinor: 700, ratePpm: 10, reservePpm: 0}\n");
    var before = books.hub().position();
    watch.look();
    assertEquals(700_000_000, books.micro("MIDI", AccountKind.POOL));
    assertEquals(-700_000_000, books.micro("MIDI", AccountKind.HOUSE));
    assertEquals(before + 1, books.hub().position());
    contributed("r");
    assertEquals(700_001_000, books.micro("MIDI", AccountKind.POOL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "currency: EUR | currency: USD | is kept in EUR",
        "exp: 2 | exp: 3 | is kept in EUR with exp 2",
        "id: MINI | id: MIDI | level MINI is missing; retire it first",
        "pool: global.2026 | pool: other | there is no file of it, but it has levels",
        "id: MINI, | id: MINI, effective: at-once, ceilingMinor: 6000, | a lower ceiling",
        "id: MINI, | id: MINI, effective: at-once, trigger: {kind: mystery, holder: x,"
            + " oneInMinor: 5}, | another trigger",
      })
  void whatCannotFollowIsRefused(String from, String to, String why) throws Exception {
    write("pool.yaml", Site.RULES.replace(from, to));
    watch.look();
    var said = watch.refused().orElseThrow();
    assertTrue(said.contains(why), said);
    assertEquals(500_000, contributed("r"));
    var files = RulesFile.loadAll(directory);
    assertThrows(ConfigException.class, () -> books.posting().adopt(files));
  }

  @Test
  void everyFileThatEverHeldIsKept() throws Exception {
    var changed = Site.RULES + "# another\n";
    write("pool.yaml", changed);
    watch.look();
    assertEquals(2, books.number("select count(*) from rules"));
    assertEquals(
        1,
        books.number(
            "select count(*) from rules where sha256 = '\\x"
                + Hash.sha256(changed.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .toString()
                    .substring(7)
                + "'"));
    assertEquals(2, books.number("select terms from pool"));
  }

  @Test
  void anotherProcessSeesTheRulesThatHold() throws Exception {
    write("pool.yaml", Site.RULES.replace("ratePpm: 5000", "effective: at-once, ratePpm: 6000"));
    watch.look();
    var pools = books.posting().pools();
    assertEquals(2, pools.pool("global.2026").orElseThrow().terms().number());
    assertEquals(6000, pools.pool(1).orElseThrow().terms().levels().getFirst().rate().highestPpm());
  }

  /** {@return what a round of 100 gives to GRAND} */
  private long contributed(String round) throws Exception {
    deliver(Round.of(round, 100));
    return lastToGrand();
  }

  private long lastToGrand() throws Exception {
    return books.number(
        "select amounts[1] from contribution where pool = 1 order by n desc limit 1");
  }

  private void deliver(Round round) throws Exception {
    var from = books.queries().head(log.origin()).map(Queries.LogHead::position).orElse(0L);
    log.seal(List.of(round.body()));
    var lines = log.lines(Math.toIntExact(from), Math.toIntExact(log.size()));
    var result = books.ingest().deliver(log.origin(), TestLog.stream(lines));
    assertTrue(result instanceof Accepted, result::toString);
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(directory.resolve(name), text);
  }
}
