package org.astragal.certification.games;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Status;
import org.junit.jupiter.api.Test;

/** Goal: P-values of sequences that are all alike are seen, though each of them passes. */
final class SecondLevelTest {
  private static final Selection ALL = new Selection(Optional.empty());

  private static List<Finding> sequences(TestName test, double... z) {
    var findings = new ArrayList<Finding>();
    for (int i = 0; i < z.length; i++) {
      var lines = new Lines(ALL, "words", OptionalInt.of(i));
      lines.normal(test, "", z[i], 1_000);
      findings.addAll(lines.all());
    }
    return findings;
  }

  @Test
  void nineSequencesSayNothingTogether() {
    assertEquals(List.of(), SecondLevel.conclude(sequences(TestName.SPECTRAL, new double[9]), ALL));
  }

  @Test
  void tenSequencesOfOneValueAreRejected() {
    double[] alike = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    List<Finding> conclusions =
        SecondLevel.conclude(sequences(TestName.SERIAL_CORRELATION, alike), ALL);
    assertEquals(
        List.of("proportion", "uniformity-ks", "uniformity-ad"),
        conclusions.stream().map(Finding::test).toList());
    assertEquals(Status.PASS, conclusions.getFirst().status());
    assertEquals(Status.FAIL, conclusions.get(1).status());
    assertTrue(conclusions.get(1).pValue().orElseThrow() < 1e-4);
  }

  @Test
  void statisticsThatCountAreNotWeighedAtTheirEnds() {
    // A count that hits its mean has a P-value of 1.
    List<Finding> conclusions =
        SecondLevel.conclude(
            sequences(TestName.RUNS, 0, 1, -1, 0.5, 2, -0.3, 0.1, 1.5, -2, 0.7), ALL);
    assertTrue(conclusions.stream().noneMatch(f -> f.test().equals("uniformity-ad")));
    assertTrue(conclusions.stream().allMatch(f -> f.status() == Status.PASS));
  }
}
