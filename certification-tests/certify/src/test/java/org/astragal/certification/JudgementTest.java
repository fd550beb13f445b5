package org.astragal.certification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: all P-values that may decide are one family; what only follows a reference program, or was
 * not run, decides nothing; and nothing passes by default.
 */
final class JudgementTest {
  private static Finding p(String test, String mode, double p) {
    return finding(test, mode, OptionalDouble.of(p), p >= 0.01 ? Status.PASS : Status.FAIL);
  }

  private static Finding finding(String test, String mode, OptionalDouble p, Status status) {
    return new Finding(
        "suite",
        test,
        "",
        mode,
        OptionalInt.empty(),
        OptionalDouble.of(1),
        OptionalDouble.empty(),
        p,
        p.isPresent() && p.getAsDouble() > 0
            ? OptionalDouble.of(Math.log10(p.getAsDouble()))
            : OptionalDouble.empty(),
        1,
        OptionalDouble.empty(),
        status,
        "",
        "",
        Map.of());
  }

  private static Assessment assess(Finding... findings) {
    Family.Judged judged = Family.judge(Phase.FIRST, List.of(findings), _ -> true);
    Retest.State state =
        Assessment.isFinal(judged.results()) ? Retest.State.FINAL : Retest.State.NO_DATA;
    return Assessment.of(
        judged,
        Optional.empty(),
        Retest.without(state, Assessment.flagged(judged.results())),
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({"0.0000999, 1", "0.0001, 1", "0.000101, 0"})
  void oneOfAHundredIsRejectedAtAHundredthOfTheLevel(double p, int rejected) {
    var findings = new ArrayList<>(List.of(p("small", "exact", p)));
    for (int i = 1; i < 100; i++) {
      findings.add(p("t" + i, "exact", 0.005 + i * 0.01));
    }
    Family.Judged judged = Family.judge(Phase.FIRST, findings, _ -> true);
    assertEquals(100, judged.family().size());
    assertEquals(rejected, judged.family().rejected());
    assertEquals(p * 100, judged.results().getFirst().holm().orElseThrow(), 1e-12);
  }

  @Test
  void modeOfAReferenceProgramDoesNotDecide() {
    Family.Judged judged =
        Family.judge(Phase.FIRST, List.of(p("a", "sts-2.1.2", 0), p("a", "exact", 0.5)), _ -> true);
    assertEquals(1, judged.family().size());
    assertTrue(judged.results().getFirst().holm().isEmpty());
    assertEquals(Verdict.PASS, assess(p("a", "sts-2.1.2", 0), p("a", "exact", 0.5)).verdict());
    assertEquals(Verdict.UNDECIDED, assess(p("a", "sts-2.1.2", 0.5)).verdict());
  }

  @Test
  void pValueOfZeroIsRejectedForEver() {
    Assessment assessment = assess(p("a", "exact", 0), p("b", "", 0.4));
    assertEquals(Verdict.FAIL, assessment.verdict());
    assertTrue(assessment.reason().contains("suite a"), assessment.reason());
    assertTrue(assessment.reason().contains("beyond what bad luck explains"));
  }

  @Test
  void nothingAtAllIsUndecided() {
    assertEquals(Verdict.UNDECIDED, assess().verdict());
  }

  @Test
  void oneTestThatCouldNotRunKeepsTheReportFromPassing() {
    Finding notRun = finding("b", "", OptionalDouble.empty(), Status.NOT_RUN);
    Assessment assessment = assess(p("a", "", 0.5), notRun);
    assertEquals(Verdict.UNDECIDED, assessment.verdict());
    assertTrue(assessment.reason().contains("suite b"), assessment.reason());
    // One form of it is enough.
    assertEquals(Verdict.PASS, assess(p("a", "", 0.5), notRun, p("b", "", 0.5)).verdict());
    // And a rejection outweighs what is missing.
    assertEquals(Verdict.FAIL, assess(p("a", "", 1e-30), notRun).verdict());
  }

  @Test
  void excursionsNeedCyclesThatGoodDataMayNotHave() {
    Finding notRun = finding("random-excursions", "exact", OptionalDouble.empty(), Status.NOT_RUN);
    assertEquals(Verdict.PASS, assess(p("a", "exact", 0.5), notRun).verdict());
  }

  @Test
  void missedBoundRefutesWithoutAnyPValue() {
    Finding bound = finding("mcv", "", OptionalDouble.empty(), Status.FAIL);
    Assessment assessment = assess(bound, p("a", "", 0.5));
    assertEquals(Verdict.FAIL, assessment.verdict());
    assertTrue(assessment.reason().contains("suite mcv"), assessment.reason());
  }

  @Test
  void singleSmallPValueOfManyIsNoRejection() {
    Finding[] findings = new Finding[100];
    for (int i = 0; i < findings.length; i++) {
      findings[i] = p("t" + i, "", 0.005 + i * 0.0099);
    }
    assertEquals(Status.FAIL, findings[0].status());
    assertEquals(Verdict.PASS, assess(findings).verdict());
  }

  @Test
  void smallestFaultsAreThoseOfTheTextbooks() {
    // z(0.005) + z(0.1) = 2.5758 + 1.2816.
    assertEquals(2.5758293035489, Power.quantile(0.005), 1e-12);
    assertEquals(1.2815515655446, Power.quantile(0.1), 1e-12);
    Power power = Power.of(100_000_000, 100, 1, List.of());
    assertEquals(1.92869e-4, power.rows().get(0).alone(), 1e-9);
    assertEquals(3.85738e-4, power.rows().get(1).alone(), 1e-9);
    assertEquals(1_000_000, power.rows().get(2).bits());
    assertEquals(power.rows().get(0).alone(), power.rows().get(0).inFamily());
    assertFalse(Power.of(100_000_000, 100, 18_000, List.of()).rows().get(0).inFamily() <= 1.93e-4);
  }

  @ParameterizedTest
  @CsvSource({
    "100000000, 100, 1000000",
    "1000000, 1, 1000000",
    "100000, 3, 33312",
    "96000, 3, 32000",
    "9000000, 1, 2097152",
    "8000, 100, 128"
  })
  void noSequenceIsLostToWholeWords(long bits, int sequences, int expected) {
    assertEquals(
        expected, new Settings(List.of("s"), 8, sequences, Entropy.DEFAULT).sequenceBits(bits));
  }
}
