package org.astragal.certification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Goal: the real batteries say in a report what their reference programs say, with the evidence of
 * each line and under the names that laboratories look for; and data that are nothing but zeros are
 * refuted with figures, not with an error.
 */
final class BothSuitesTest {
  private static final Set<String> SP800_22 =
      Set.of(
          "frequency",
          "block-frequency",
          "runs",
          "longest-run",
          "rank",
          "dft",
          "non-overlapping-template",
          "overlapping-template",
          "universal",
          "linear-complexity",
          "serial",
          "approximate-entropy",
          "cumulative-sums",
          "random-excursions",
          "random-excursions-variant");
  private static final Set<String> ESTIMATORS =
      Set.of(
          "mcv",
          "collision",
          "markov",
          "compression",
          "t-tuple",
          "lrs",
          "multi-mcw",
          "lag",
          "multi-mmc",
          "lz78y",
          "assessed");

  @TempDir Path folder;

  private JsonNode run(int status, byte[] data, String... options) throws Exception {
    Path file = Bench.file(folder, data);
    Path report = folder.resolve("report");
    List<String> args =
        new ArrayList<>(List.of("--source", file.toString(), "--report", report.toString()));
    args.addAll(Arrays.asList(options));
    Bench.Ended ended = Bench.run(Batteries.ALL, args.toArray(String[]::new));
    assertEquals(status, ended.status(), ended.out() + ended.err());
    JsonNode document = Bench.report(report);
    assertEquals(List.of(), Schema.check(Schema.ours(), document));
    return document;
  }

  private static Set<String> tests(JsonNode report, String suite) {
    var tests = new TreeSet<String>();
    for (JsonNode result : report.get("results")) {
      if (result.get("suite").asString().equals(suite)) {
        tests.add(result.get("test").asString());
      }
    }
    return tests;
  }

  private static JsonNode only(JsonNode report, String test, String variant) {
    var found = new ArrayList<JsonNode>();
    for (JsonNode result : report.get("results")) {
      if (result.get("test").asString().equals(test)
          && result.get("variant").asString().equals(variant)) {
        found.add(result);
      }
    }
    assertEquals(1, found.size(), test);
    return found.getFirst();
  }

  @Test
  void eachLineHasItsEvidenceAndItsName() throws Exception {
    JsonNode report =
        run(3, Bench.good(20_000), "--suite", "sp800-22,sp800-90b", "--sequences", "2");
    assertTrue(tests(report, "sp800-22").containsAll(SP800_22), report.toString());
    assertTrue(tests(report, "sp800-90b").containsAll(ESTIMATORS), report.toString());
    for (JsonNode result : report.get("results")) {
      assertFalse(result.get("clause").asString().isEmpty(), result.toString());
      if (result.get("status").asString().equals("NOT_RUN")) {
        assertFalse(result.get("note").asString().isEmpty(), result.toString());
      } else {
        assertTrue(
            result.get("statistic").isNumber() || result.get("pValue").isNumber(),
            result.toString());
        assertTrue(result.get("threshold").isNumber(), result.toString());
        assertTrue(result.get("size").asLong() > 0, result.toString());
      }
    }
  }

  @Test
  void bitsOneInEachByteAreReadAsTheReferenceToolReadsThem() throws Exception {
    byte[] packed = Bench.good(1_250);
    byte[] bits = new byte[10_000];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (byte) (packed[i / 8] >> (7 - i % 8) & 1);
    }
    JsonNode report = run(3, bits, "--suite", "sp800-90b", "--symbol-bits", "1", "--claim", "0.25");
    // ea_non_iid of the same 10,000 bits; so few are no assessment.
    JsonNode assessed = only(report, "assessed", "non-iid");
    assertEquals(0.604141122613414, assessed.get("minEntropy").asDouble(), 1e-6);
    assertEquals("NOT_RUN", assessed.get("status").asString());
    assertEquals("0.25", report.at("/options/claim").asString());
    assertEquals("non-iid", report.at("/options/track").asString());
    assertEquals(10_000, report.at("/source/bits").asLong());
  }

  @Test
  void trackOfIidSamplesIsReachedWithItsSeedsPrinted() throws Exception {
    JsonNode report =
        run(3, Bench.good(2_000), "--suite", "sp800-90b", "--track", "iid", "--claim", "4");
    JsonNode permutation = only(report, "permutation", "excursion");
    assertEquals(
        report.at("/source/sha256").asString(), permutation.at("/details/dataSha256").asString());
    assertTrue(
        Files.readString(folder.resolve("report").resolve("report.html"))
            .contains("--track iid --claim 4.0"));
  }

  @Test
  void conditioningIsComputed() throws Exception {
    JsonNode report =
        run(
            3,
            Bench.good(2_000),
            "--suite",
            "sp800-90b",
            "--conditioning",
            "vetted:512:256:256:320");
    assertEquals(256, only(report, "conditioning", "").get("statistic").asDouble(), 1e-9);
    assertEquals("vetted:512:256:256:320.0", report.at("/options/conditioning").asString());
  }

  @Test
  void zerosAreRefutedAndLeaveNoHoles() throws Exception {
    JsonNode report = run(1, new byte[20_000], "--suite", "sp800-22,sp800-90b", "--sequences", "2");
    assertEquals("FAIL", report.get("verdict").asString());
    assertEquals(0, only(report, "mcv", "literal").get("minEntropy").asDouble());
    assertFalse(report.toString().contains("NaN"));
    String page = Files.readString(folder.resolve("report").resolve("report.html"));
    assertFalse(page.replaceAll("base64,[^\"]*", "").contains("NaN"));
  }
}
