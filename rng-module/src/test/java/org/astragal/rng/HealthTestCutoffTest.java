package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: the cutoffs are those of the standard's formulas, for every claim in the table. */
final class HealthTestCutoffTest {
  @ParameterizedTest
  @Tag("SP800-90B-4.4.1")
  @CsvFileSource(
      resources = {"health-cutoffs.csv", "health-cutoffs-more.csv"},
      numLinesToSkip = 1)
  void repetitionCutoffIsThatOfTheTable(int alphaLog2, double minEntropy, int repetitionCutoff) {
    assertEquals(repetitionCutoff, new RepetitionCountTest(minEntropy, -alphaLog2).cutoff());
  }

  @ParameterizedTest
  @Tag("SP800-90B-4.4.2")
  @CsvFileSource(
      resources = {"health-cutoffs.csv", "health-cutoffs-more.csv"},
      numLinesToSkip = 1)
  void proportionCutoffsAreThoseOfTheTable(
      int alphaLog2, double minEntropy, int unused, Integer binaryCutoff, int otherCutoff) {
    assertEquals(otherCutoff, AdaptiveProportionTest.cutoff(512, minEntropy, -alphaLog2));
    // A binary source holds at most one bit, so the table has no cutoff for more.
    if (minEntropy <= 1) {
      assertEquals(binaryCutoff, AdaptiveProportionTest.cutoff(1024, minEntropy, -alphaLog2));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1.0, 1024, 589", "2, 1.0, 512, 311", "8, 4.0, 512, 62"})
  void windowFollowsTheWidthOfTheSample(int bits, double minEntropy, int window, int cutoff) {
    var test = new AdaptiveProportionTest(bits, minEntropy, 20);
    assertEquals(window, test.window());
    assertEquals(cutoff, test.cutoff());
  }

  @Test
  void claimSoSmallThatTheTestCouldNeverAlarmIsRefused() {
    // 2^-H to the power of 512 falls below 2^-20 between these two.
    assertEquals(512, new AdaptiveProportionTest(8, 0.04, 20).cutoff());
    assertThrows(IllegalArgumentException.class, () -> new AdaptiveProportionTest(8, 0.039, 20));
  }
}
