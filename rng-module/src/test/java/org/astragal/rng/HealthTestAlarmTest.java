package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goal: an alarm comes on the very sample that the standard names, not one earlier or later. */
final class HealthTestAlarmTest {
  @Test
  @Tag("SP800-90B-4.4.1")
  void runOfTheCutoffsLengthAlarmsOnItsLastSample() {
    var test = new RepetitionCountTest(8.0, 20);
    test.alarmsAt(1);
    for (int i = 0; i < 3; i++) {
      assertFalse(test.alarmsAt(2));
    }
    assertTrue(test.alarmsAt(2));
  }

  @Test
  @Tag("SP800-90B-4.4.1")
  void anotherSampleBeginsTheRunAnew() {
    var test = new RepetitionCountTest(8.0, 20);
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < 3; i++) {
        assertFalse(test.alarmsAt(round % 2));
      }
    }
  }

  @Test
  @Tag("SP800-90B-4.4.1")
  void veryFirstSampleCountsAsOne() {
    var test = new RepetitionCountTest(8.0, 20);
    assertFalse(test.alarmsAt(0));
    assertFalse(test.alarmsAt(0));
    assertFalse(test.alarmsAt(0));
    assertTrue(test.alarmsAt(0));
  }

  @Test
  @Tag("SP800-90B-4.4.2")
  void firstValueOfTheWindowAlarmsWhenItComesUpAsOftenAsTheCutoff() {
    var test = new AdaptiveProportionTest(8, 4.0, 20);
    for (int i = 1; i < 62; i++) {
      assertFalse(test.alarmsAt(7), "as often as " + i);
      test.alarmsAt(100 + i);
    }
    assertTrue(test.alarmsAt(7));
  }

  @Test
  @Tag("SP800-90B-4.4.2")
  void countEndsWithTheLastSampleOfTheWindow() {
    var test = new AdaptiveProportionTest(8, 4.0, 20);
    // 61 of the first value, one short of the cutoff, the last of them at the window's very end.
    for (int i = 0; i < 512; i++) {
      assertFalse(test.alarmsAt(i < 60 || i == 511 ? 7 : 100 + i % 100));
    }
    // The next window counts from one again, with a first value of its own.
    for (int i = 0; i < 61; i++) {
      assertFalse(test.alarmsAt(7));
    }
    assertTrue(test.alarmsAt(7));
  }

  @Test
  @Tag("SP800-90B-4.4.2")
  void alarmOnTheLastSampleOfTheWindowIsNotMissed() {
    var test = new AdaptiveProportionTest(8, 4.0, 20);
    for (int i = 0; i < 511; i++) {
      assertFalse(test.alarmsAt(i < 61 ? 7 : 100 + i % 100));
    }
    assertTrue(test.alarmsAt(7));
  }

  @Test
  @Tag("SP800-90B-4.4.2")
  void valueThatDoesNotBeginTheWindowIsNotCounted() {
    var test = new AdaptiveProportionTest(8, 4.0, 20);
    test.alarmsAt(1);
    for (int i = 1; i < 512; i++) {
      assertFalse(test.alarmsAt(7));
    }
  }
}
