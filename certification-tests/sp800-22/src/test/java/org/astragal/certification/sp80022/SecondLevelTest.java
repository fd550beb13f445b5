package org.astragal.certification.sp80022;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: the second level blames data, not the steps in which P-values come. */
final class SecondLevelTest {
  private static final int SEQUENCES = 100;

  @Test
  void balancedSequenceDoesNotRejectTheGenerator() {
    // As many ones as zeros: of 10^6 fair bits that is one sequence in 1,253, and P is 1.
    List<Finding> lines = conclude(Kind.FREQUENCY, 1.0);
    for (Finding line : lines) {
      assertTrue(line.status() != Status.FAIL, line.toString());
    }
    assertEquals(Status.PASS, status(lines, "uniformity"));
    assertEquals(Status.PASS, status(lines, "uniformity-ks"));
    assertEquals(Status.NOT_RUN, status(lines, "uniformity-ad"));
  }

  @ParameterizedTest
  @EnumSource(names = {"DFT", "RUNS", "RANDOM_EXCURSIONS_VARIANT"})
  void countThatIsJustWhatIsExpectedDoesNotRejectTheGenerator(Kind kind) {
    // Of 10^6 fair bits, 475,000 low peaks are one sequence in 270.
    List<Finding> lines = conclude(kind, 1.0);
    for (Finding line : lines) {
      assertTrue(line.status() != Status.FAIL, line.toString());
    }
    assertEquals(Status.PASS, status(lines, "uniformity"));
    assertEquals(Status.PASS, status(lines, "uniformity-ks"));
    assertEquals(Status.NOT_RUN, status(lines, "uniformity-ad"));
  }

  @Test
  void pValueOfOneIsImpossibleWhereStatisticsAreContinuous() {
    assertEquals(Status.FAIL, status(conclude(Kind.UNIVERSAL, 1.0), "uniformity-ad"));
    assertEquals(Status.PASS, status(conclude(Kind.UNIVERSAL, 0.995), "uniformity-ad"));
  }

  /** Of even P-values, but for the last. */
  private static List<Finding> conclude(Kind kind, double last) {
    var findings = new ArrayList<Finding>();
    for (int i = 0; i < SEQUENCES; i++) {
      double p = i == SEQUENCES - 1 ? last : (i + 0.5) / SEQUENCES;
      findings.add(
          new Finding(
              Sp80022Battery.SUITE,
              kind.test(),
              "",
              Mode.EXACT.label(),
              OptionalInt.of(i),
              OptionalDouble.of(0),
              OptionalDouble.empty(),
              OptionalDouble.of(p),
              OptionalDouble.of(Math.log10(p)),
              1_000_000,
              OptionalDouble.of(0.01),
              p < 0.01 ? Status.FAIL : Status.PASS,
              kind.clause(),
              "",
              Map.of()));
    }
    return new Sp80022Battery(Sp80022Battery.Options.DEFAULT).conclude(findings);
  }

  private static Status status(List<Finding> lines, String test) {
    return lines.stream()
        .filter(line -> line.test().equals(test))
        .map(Finding::status)
        .findFirst()
        .orElseThrow();
  }
}
