package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: the time between false alarms is that of the formulas, worked out with other tools. */
final class HealthPlanTest {
  // mpmath 1.3 with 50 digits: (k - 1) / (k^C - 1) + P(Bin(511, p) >= C - 1) / 512 + p^16 / 16.
  @ParameterizedTest
  @CsvSource({
    "20, 8.96552905326e-7, 9.05941988094e-13",
    "30, 2.19973651427e-10, 5.39983503875e-20",
    "40, 8.55014873897e-13, 8.23949438285e-25"
  })
  void falseAlarmsOfAClaimOfFourBits(int alpha, double atClaim, double ifPerfect) {
    HealthPlan plan = new HealthTests(8, 4.0, alpha, true).plan();
    assertEquals(atClaim, plan.alarmsPerSampleAtClaim(), atClaim * 1e-10);
    assertEquals(ifPerfect, plan.alarmsPerSampleIfPerfect(), ifPerfect * 1e-10);
  }

  @Test
  void claimOfFullEntropyWithTheUsualAlphaTripsEveryTwentySecondsAtFullRate() {
    HealthPlan plan = new HealthTests(8, 8.0, 20, true).plan();
    assertEquals(20.240204, plan.secondsBetweenFalseAlarmsIfPerfect(800_000), 1e-5);
  }

  @Test
  void monitorsRateIsItsWindowsInAYearOverItsLimit() {
    HealthPlan plan = new HealthTests(8, 4.0, 40, true).plan();
    // 800,000 bytes/s are 320 windows/s, so 1.0098e10 a year of 365.25 days, over 2^60.
    assertEquals(8.7591e-9, plan.monitorFalseAlarmsAYear(800_000), 1e-12);
    assertEquals(0, new HealthTests(8, 4.0, 40, false).plan().monitorFalseAlarmsAYear(800_000));
    assertEquals(
        8.7591e-9 / 8,
        new HealthTests(1, 0.5, 40, true).plan().monitorFalseAlarmsAYear(8e5),
        1e-12);
  }

  @Test
  void operatorIsToldInWords() {
    HealthPlan plan = new HealthTests(8, 4.0, 40, true).plan();
    assertEquals(
        "at 800000 samples/s a source at the claim raises a false alarm every 16.9 days, a perfect"
            + " one every 4.81e+10 years; bit monitor: probability of at most 8.8e-09 a year",
        plan.falseAlarmsInWords(800_000));
  }
}
