package org.astragal.certification.sp80090b;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: the statistics of the IID track are those of NIST's tool, the whole numbers exactly. */
final class IidKnownAnswersTest {
  private static final String PERMUTATION = "Permutation testing: Unpermuted result ";

  @ParameterizedTest
  @CsvSource({"aes8, 8", "aes4, 4", "aes1, 1", "bias0.51_1, 1"})
  void theStatisticsOfTheDataAreThoseOfTheTool(String name, int bits) throws Exception {
    var data = DataSets.dataset(DataSets.named(name), bits);
    var lines = DataSets.lines("ea_iid/" + name + ".txt");
    double[] values = new double[PermutationStatistics.NAMES.size()];
    boolean[] all = new boolean[values.length];
    Arrays.fill(all, true);
    var statistics = new PermutationStatistics(data);
    statistics.compute(statistics.samples(), all, values);
    for (int i = 0; i < values.length; i++) {
      String statistic = PermutationStatistics.NAMES.get(i);
      double answer = DataSets.answer(lines, PERMUTATION + statistic + " = ");
      boolean whole = !List.of("excursion", "avgCollision").contains(statistic);
      assertEquals(answer, values[i], whole ? 0 : 1e-9 * answer, statistic);
    }
    assertEquals(
        DataSets.answer(lines, PERMUTATION + "compression = "), new BzipLength().of(data.raw()));
  }

  @ParameterizedTest
  @CsvSource({"aes8, 8", "aes4, 4", "aes1, 1", "bias0.51_1, 1"})
  void theOtherTestsAreThoseOfTheTool(String name, int bits) throws Exception {
    byte[] bytes = DataSets.named(name);
    var options = Runs.options(bits, bits / 2.0, Track.IID);
    var lines = DataSets.lines("ea_iid/" + name + ".txt");
    for (var task : new Sp80090b(options).plan(bytes.length)) {
      if (task.id().equals("chi-square")) {
        var findings = task.run(DataSets.sample(bytes));
        compareChiSquare(lines, "Chi square independence: ", findings.get(0));
        compareChiSquare(lines, "Chi square goodness of fit: ", findings.get(1));
      } else if (task.id().equals(IidTrack.REPEAT)) {
        var repeat = task.run(DataSets.sample(bytes)).getFirst();
        String text = "Literal Longest Repeated Substring results: ";
        assertEquals(
            DataSets.answer(lines, text + "P_col = "), Runs.detail(repeat, "pCollision"), 1e-12);
        assertEquals(DataSets.answer(lines, text + "W = "), Runs.detail(repeat, "W"));
        assertEquals(
            DataSets.answer(lines, text + "Pr(X >= 1) = "), repeat.pValue().orElseThrow(), 1e-9);
        assertEquals(Status.PASS, repeat.status());
      }
    }
  }

  private static void compareChiSquare(List<String> lines, String text, Finding finding) {
    double statistic = DataSets.answer(lines, text + "T = ");
    assertEquals(statistic, finding.statistic().orElseThrow(), 1e-12 * statistic);
    assertEquals(DataSets.answer(lines, text + "df = "), finding.dof().orElseThrow());
    assertEquals(DataSets.answer(lines, text + "P-value = "), finding.pValue().orElseThrow(), 1e-9);
    assertEquals(Status.PASS, finding.status());
  }

  @Test
  void goodDataPassTheTrackAndTheMostCommonValueThenSpeaks() throws Exception {
    var findings =
        Runs.run(Runs.options(4, 2, Track.IID), Arrays.copyOf(DataSets.named("aes4"), 20_000));
    var failed = findings.stream().filter(f -> f.status() == Status.FAIL).toList();
    assertEquals(List.of(), failed);
    assertEquals(19, findings.stream().filter(f -> f.test().equals(IidTrack.PERMUTATION)).count());
    var assessed = findings.getLast();
    assertEquals("iid", assessed.variant());
    assertEquals(Status.NOT_RUN, assessed.status());
    assertTrue(assessed.note().contains("1,000,000"), assessed.note());
    assertEquals(
        Runs.find(findings, "mcv", NonIidTrack.LITERAL).statistic().orElseThrow(),
        Runs.detail(assessed, "H_original"));
  }

  @Test
  void dependentDataFailTheTrackByTheTestsThatSeeThem() throws Exception {
    // Bits that are the same as the one before with probability 3/4.
    byte[] turns = DataSets.biased(2_400, 16_384);
    for (int i = 1; i < turns.length; i++) {
      turns[i] ^= turns[i - 1];
    }
    var findings = Runs.run(Runs.options(1, 0.5, Track.IID), turns);
    var failed =
        findings.stream()
            .filter(f -> f.status() == Status.FAIL)
            .map(f -> f.test() + "/" + f.variant())
            .collect(Collectors.toSet());
    assertTrue(
        failed.containsAll(
            List.of(
                "chi-square-independence/",
                "permutation/numRunsMedian",
                "permutation/avgCollision",
                "permutation/compression",
                "assessed/iid")),
        failed.toString());
  }

  /** The whole track on the tool's data sets: bits in every build, all of them in the full one. */
  static List<Arguments> sets() {
    var sets = new ArrayList<Arguments>();
    sets.add(Arguments.of("aes1", 1));
    if (Boolean.getBoolean("astragal.full")) {
      sets.add(Arguments.of("aes8", 8));
      sets.add(Arguments.of("aes4", 4));
      sets.add(Arguments.of("bias0.51_1", 1));
    }
    return sets;
  }

  @ParameterizedTest
  @MethodSource("sets")
  void goodDataOfFullSizePass(String name, int bits) throws Exception {
    var findings = Runs.run(Runs.options(bits, bits / 2.0, Track.IID), DataSets.named(name));
    for (Finding finding : findings) {
      assertEquals(Status.PASS, finding.status(), finding.toString());
    }
    assertEquals(
        DataSets.answer(DataSets.lines("ea_iid/" + name + ".txt"), "Assessed min entropy: "),
        findings.getLast().statistic().orElseThrow(),
        1e-9);
  }
}
