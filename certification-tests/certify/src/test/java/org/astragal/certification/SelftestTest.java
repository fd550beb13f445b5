package org.astragal.certification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.games.DrawGenerators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: the self-test finds the known answers right, and each generator seen from the size on that
 * the table in every report gives; and it says so when that is no longer true.
 */
final class SelftestTest {
  @TempDir Path folder;

  /** A good one, one that is seen at once, one that is not yet, and one of linear complexity. */
  private static final List<String> SOME =
      List.of("aes-ctr", "randu", "xorshift128-low", "bias-0.501");

  @Test
  void fifteenTestsAreRightAndSeeWhatTheTableSays() throws Exception {
    boolean full = Boolean.getBoolean("astragal.full");
    List<String> names = full ? Generators.all().stream().map(Object::toString).toList() : SOME;
    Bench.Ended ended = selftest("sp800-22", names);
    assertTrue(ended.out().contains("sp800-22: 324 of 324 known answers are right"), ended.out());
    assertSeenAsTheTableSays("sp800-22", names);
  }

  @Test
  void drawsAreSeenAsTheTableSays() throws Exception {
    boolean full = Boolean.getBoolean("astragal.full");
    List<String> names =
        full
            ? DrawGenerators.all().stream().map(Object::toString).toList()
            : List.of("cards-modulo", "shuffle-fair", "shuffle-cycle", "wheel-near-miss");
    selftest("games", names);
    assertSeenAsTheTableSays("games", names);
  }

  private Bench.Ended selftest(String suite, List<String> names) {
    Bench.Ended ended =
        Bench.run(
            Batteries.ALL,
            "selftest",
            "--suite",
            suite,
            "--generator",
            String.join(",", names),
            "--largest",
            "125000",
            "--csv",
            folder.resolve("power.csv").toString());
    assertEquals(0, ended.status(), ended.out() + ended.err());
    assertTrue(ended.out().contains("as it should be"), ended.out());
    return ended;
  }

  private void assertSeenAsTheTableSays(String suite, List<String> names) throws Exception {
    PowerTable table = PowerTable.parse(Files.readString(folder.resolve("power.csv")));
    assertEquals(names, table.rows().stream().map(PowerTable.Row::generator).toList());
    for (PowerTable.Row row : table.rows()) {
      PowerTable.Row known =
          PowerTable.measured().rows().stream()
              .filter(
                  other -> other.generator().equals(row.generator()) && other.suite().equals(suite))
              .findFirst()
              .orElseThrow();
      if (known.bytes().orElse(Long.MAX_VALUE) <= 125_000) {
        assertEquals(known, row);
      } else {
        assertTrue(row.bytes().isEmpty(), row.generator());
      }
    }
  }

  @Test
  void tableHasEveryGeneratorOfABatteryAndPassesTheGoodOnes() {
    PowerTable table = PowerTable.measured();
    for (Batteries.Kind kind : Batteries.ALL.kinds()) {
      assertEquals(
          Specimen.all().stream()
              .filter(specimen -> specimen.isFor(kind.suite()))
              .map(Specimen::name)
              .toList(),
          table.of(List.of(kind.suite())).stream().map(PowerTable.Row::generator).toList());
    }
    for (PowerTable.Row row : table.rows()) {
      assertTrue(!row.flaw().isEmpty() || row.bytes().isEmpty(), row.toString());
    }
    assertEquals(table, PowerTable.parse(table.csv()));
  }

  @ParameterizedTest
  @CsvSource({
    "--largest 1000, must be one of",
    "--suite poker, there is no suite 'poker'",
    "--generator dice, there is no generator 'dice'"
  })
  void wrongOptionIsUsage(String option, String says) {
    Bench.Ended ended = Bench.run(Batteries.ALL, ("selftest " + option).split(" ", -1));
    assertEquals(2, ended.status());
    assertTrue(ended.err().contains(says), ended.err());
  }
}
