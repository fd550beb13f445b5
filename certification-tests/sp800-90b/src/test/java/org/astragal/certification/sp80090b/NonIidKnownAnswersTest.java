package org.astragal.certification.sp80090b;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: every estimate is that of NIST's tool, and so are the figures on the way to it. */
final class NonIidKnownAnswersTest {
  /** The tool's own self-test allows 1e-6. */
  private static final double TOLERANCE = 1e-9;

  private static final Map<String, String> NAMES =
      Map.of(
          "Most Common Value", "mcv",
          "Collision", "collision",
          "Markov", "markov",
          "Compression", "compression",
          "t-Tuple", "t-tuple",
          "LRS", "lrs",
          "MultiMCW Prediction", "multi-mcw",
          "Lag Prediction", "lag",
          "MultiMMC Prediction", "multi-mmc",
          "LZ78Y Prediction", "lz78y");

  /** What the tool calls a figure, and what we do. */
  private static final Map<String, String> FIGURES =
      Map.ofEntries(
          Map.entry("min entropy", "minEntropy"),
          Map.entry("Mode count", "mode"),
          Map.entry("t", "t"),
          Map.entry("u", "u"),
          Map.entry("v", "v"),
          Map.entry("p_u", "pUpper"),
          Map.entry("p-hat_max", "pMax"),
          Map.entry("X-bar", "mean"),
          Map.entry("sigma-hat", "sigma"),
          Map.entry("X-bar'", "meanLower"),
          Map.entry("P_0", "p0"),
          Map.entry("P_{1,1}", "p11"),
          Map.entry("C", "correct"),
          Map.entry("N", "predictions"),
          Map.entry("P_global'", "pGlobalUpper"),
          Map.entry("P_local", "pLocal"));

  @ParameterizedTest
  @CsvSource({
    "aes8_10k, 8",
    "aes4_10k, 4",
    "aes1_10k, 1",
    "bias0.51_1_10k, 1",
    "sum4_8_10k, 8",
    "aes8, 8",
    "aes4, 4",
    "aes1, 1",
    "bias0.51_1, 1"
  })
  void everyFigureIsThatOfTheTool(String name, int bits) throws Exception {
    var findings = Runs.run(Sp80090bOptions.of(bits), DataSets.named(name));
    var lines = DataSets.lines("ea_non_iid/" + name + ".txt");
    int compared = 0;
    for (String line : lines) {
      compared += compare(line, findings) ? 1 : 0;
    }
    assertTrue(compared >= (bits == 1 ? 30 : 50), compared + " figures");

    var assessed = findings.getLast();
    assertEquals("assessed", assessed.test());
    assertEquals(
        DataSets.answer(lines, "Assessed min entropy: "),
        assessed.statistic().orElseThrow(),
        TOLERANCE);
    assertEquals(
        DataSets.answer(lines, "H_original = "), Runs.detail(assessed, "H_original"), TOLERANCE);
    if (bits > 1) {
      assertEquals(
          DataSets.answer(lines, "H_bitstring = "),
          Runs.detail(assessed, "H_bitstring"),
          TOLERANCE);
    }
    assertEquals(name.endsWith("_10k") ? Status.NOT_RUN : Status.PASS, assessed.status());
  }

  /** Whether the line was a figure of ours too. */
  private static boolean compare(String line, List<Finding> findings) {
    int estimate = line.indexOf(" Estimate: ");
    int equals = line.indexOf(" = ");
    if (estimate < 0 || equals < 0) {
      return false;
    }
    String variant = line.substring(0, line.indexOf(' '));
    String estimator = line.substring(variant.length() + 1, estimate);
    String figure = FIGURES.get(line.substring(estimate + " Estimate: ".length(), equals));
    var finding =
        Runs.find(
            findings,
            NAMES.get(estimator),
            variant.equals("Literal") ? NonIidTrack.LITERAL : NonIidTrack.BITSTRING);
    if (figure == null || !finding.details().containsKey(figure)) {
      return false;
    }
    double answer = Double.parseDouble(line.substring(equals + 3));
    assertEquals(answer, Runs.detail(finding, figure), TOLERANCE, line);
    return true;
  }
}
