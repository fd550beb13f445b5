package org.astragal.certification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Goal: the suite of games is reached from the command line with what a laboratory hands over; a
 * profile chooses tests and confidence, and its clauses stand in the report.
 */
final class GamesSuiteTest {
  @TempDir Path folder;
  private Path report;

  @BeforeEach
  void name() {
    report = folder.resolve("report");
  }

  private Bench.Ended run(byte[] data, String... more) throws Exception {
    var args = new ArrayList<>(List.of("--source", Bench.file(folder, data).toString()));
    args.addAll(List.of("--report", report.toString()));
    args.addAll(List.of(more));
    return Bench.run(Batteries.ALL, args.toArray(String[]::new));
  }

  private List<JsonNode> lines(String test) throws Exception {
    var lines = new ArrayList<JsonNode>();
    for (JsonNode result : Bench.report(report).path("results")) {
      if (result.path("test").asString().equals(test)) {
        lines.add(result);
      }
    }
    return lines;
  }

  private static byte[] die(int faces, int count) {
    var text = new StringBuilder();
    for (byte b : Bench.good(count)) {
      // Of 256 values 252 divide by six, seven and nine.
      if ((b & 0xff) < 252) {
        text.append(1 + Math.min(5, (b & 0xff) % faces)).append('\n');
      }
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aProfileAloneChoosesTheSuiteAndPutsItsClausesIntoTheReport() throws Exception {
    Bench.Ended ended = run(Bench.good(1_000_000), "--profile", "gli-19");
    assertEquals(0, ended.status(), ended.out() + ended.err());
    assertEquals("games", Bench.report(report).path("options").path("suite").asString());
    assertEquals("gli-19", Bench.report(report).path("options").path("profile").asString());
    assertEquals(12, lines("clause").size());
    assertEquals("PASS", lines("profile").getFirst().path("status").asString());
    String html = Files.readString(report.resolve("report.html"));
    assertTrue(html.contains("interplay-correlation"));
    assertTrue(html.contains("secondary"));
    assertTrue(Files.size(report.resolve("report.pdf")) > 10_000);
  }

  @Test
  void throwsOfADieInTextAreTested() throws Exception {
    String[] options = {
      "--suite", "games", "--draws", "6", "--draws-format", "text", "--draws-first", "1"
    };
    Bench.Ended fair = run(die(6, 1_060_000), options);
    assertEquals(0, fair.status(), fair.out() + fair.err());
    report = folder.resolve("second");
    // A die with two sixes.
    Bench.Ended bad = run(die(7, 60_000), options);
    assertEquals(1, bad.status(), bad.out() + bad.err());
    assertEquals("FAIL", lines("frequency").getFirst().path("status").asString());
  }

  @Test
  void aThrowOutsideTheRangeFailsByItself() throws Exception {
    Bench.Ended ended =
        run(die(6, 2_000), "--suite", "games", "--draws", "5", "--draws-format", "text");
    assertEquals(1, ended.status(), ended.out());
    assertTrue(ended.out().contains("A bound is missed: games input draws 5"), ended.out());
  }

  @Test
  void outcomesAreComparedWithTheirTable() throws Exception {
    Path table = folder.resolve("die.json");
    var json = new StringBuilder("{\"name\": \"die\", \"outcomes\": [");
    for (int i = 1; i <= 6; i++) {
      json.append(i == 1 ? "" : ",")
          .append(String.format(Locale.ROOT, "{\"outcome\": \"%d\", \"probability\": \"1/6\"}", i));
    }
    Files.writeString(table, json.append("]}"));
    Bench.Ended ended = run(die(6, 10_000), "--suite", "games", "--draws", "outcomes:" + table);
    assertEquals(0, ended.status(), ended.out() + ended.err());
    assertEquals("PASS", lines("game-outcomes").getFirst().path("status").asString());
  }

  @Test
  void aProfileWhoseClausesTheDataDoNotCarryIsUndecided() throws Exception {
    Bench.Ended ended =
        run(
            die(6, 3_000),
            "--profile",
            "pa-810",
            "--draws",
            "6",
            "--draws-format",
            "text",
            "--draws-first",
            "1");
    assertEquals(3, ended.status(), ended.out() + ended.err());
    assertTrue(lines("unanswered").getFirst().path("note").asString().contains("(c)(8)"));
  }

  @Test
  void aProfileRejectsAtItsOwnLevel() {
    Finding line =
        new Finding(
            "games",
            "profile",
            "pa-810",
            "",
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.of(0.04),
            OptionalDouble.empty(),
            1,
            OptionalDouble.of(0.05),
            Status.FAIL,
            "",
            "",
            Map.of());
    Family.Judged judged = Family.judge(Phase.FIRST, List.of(line), _ -> true);
    assertTrue(judged.results().getFirst().rejected());
    assertEquals(1, Assessment.flagged(judged.results()).size());
    assertFalse(Assessment.isFinal(judged.results()));
  }

  @ParameterizedTest
  @CsvSource({
    "--draws dice, is none of bits",
    "--draws lotto:7/6, a lottery takes",
    "--draws outcomes:nowhere.json, cannot read nowhere.json",
    "--draws-first -1, must be 0 to 1000000",
    "--draws-format roman, --draws-format",
    "--profile nevada, there is no profile 'nevada': take one of gli-19"
  })
  void wrongOptionsAreUsage(String option, String says) throws Exception {
    var args = new ArrayList<>(List.of("--suite", "games"));
    args.addAll(List.of(option.split(" ", 2)));
    Bench.Ended ended = run(Bench.good(1_000), args.toArray(String[]::new));
    assertEquals(2, ended.status(), ended.err());
    assertTrue(ended.err().contains(says), ended.err());
    assertFalse(Files.exists(report.resolve(ReportJson.NAME)));
  }
}
