package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goal: an alarm comes on the very sample that the standard names, not one earlier or later. */
final class HealthTestAlarmTest {
  @Test
  @Tag("SP800-90B-4.4.1")
  void runOfTheCutoffsLengthAlarmsOnItsLastSample() {
    var test = new RepetitionCountTest(8.0, 20);
    alarmsAt(test, 1);
    for (int i = 0; i < 3; i++) {
      assertFalse(alarmsAt(test, 2));
    }
    assertTrue(alarmsAt(test, 2));
  }

  @Test
  @Tag("SP800-90B-4.4.1")
  void anotherSampleBeginsTheRunAnew() {
    var test = new RepetitionCountTest(8.0, 20);
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < 3; i++) {
        assertFalse(alarmsAt(test, round % 2));
      }
    }
  }

  @Test
  @Tag("SP800-90B-4.4.1")
  void veryFirstSampleCountsAsOne() {
    var test = new RepetitionCountTest(8.0, 20);
    assertFalse(alarmsAt(test, 0));
    assertFalse(alarmsAt(test, 0));
    assertFalse(alarmsAt(test, 0));
    assertTrue(alarmsAt(test, 0));
  }

  @Test
  @Tag("SP800-90B-4.4.2")
  void firstValueOfTheWindowAlarmsWhenItComesUpAsOftenAsTheCutoff() {
    var test = new AdaptiveProportionTest(8, 4.0, 20);
    for (int i = 1; i < 62; i++) {
      assertFalse(alarmsAt(test, 7), "as often as " + i);
      alarmsAt(test, 100 + i);
    }
    assertTrue(alarmsAt(test, 7));
  }

  @Test
  @Tag("SP800-90B-4.4.2")
  void countEndsWithTheLastSampleOfTheWindow() {
    var test = new AdaptiveProportionTest(8, 4.0, 20);
    // 61 of the first value, one short of the cutoff, the last of them at the window's very end.
    for (int i = 0; i < 512; i++) {
      assertFalse(alarmsAt(test, i < 60 || i == 511 ? 7 : 100 + i % 100));
    }
    // The next window counts from one again, with a first value of its own.
    for (int i = 0; i < 61; i++) {
      assertFalse(alarmsAt(test, 7));
    }
    assertTrue(alarmsAt(test, 7));
  }

  @Test
  @Tag("SP800-90B-4.4.2")
  void alarmOnTheLastSampleOfTheWindowIsNotMissed() {
    var test = new AdaptiveProportionTest(8, 4.0, 20);
    for (int i = 0; i < 511; i++) {
      assertFalse(alarmsAt(test, i < 61 ? 7 : 100 + i % 100));
    }
    assertTrue(alarmsAt(test, 7));
  }

  @Test
  @Tag("SP800-90B-4.4.2")
  void valueThatDoesNotBeginTheWindowIsNotCounted() {
    var test = new AdaptiveProportionTest(8, 4.0, 20);
    alarmsAt(test, 1);
    for (int i = 1; i < 512; i++) {
      assertFalse(alarmsAt(test, 7));
    }
  }

  private static boolean alarmsAt(HealthTest test, int sample) {
    return test.alarmIn(new byte[] {(byte) sample}) == 0;
  }

  @Test
  void placeOfTheAlarmInAReadIsThatOfTheSampleThatCompletesIt() {
    byte[] run = new byte[20];
    run[2] = 1;
    assertEquals(6, new RepetitionCountTest(8.0, 20).alarmIn(run));
    byte[] often = new byte[2_000];
    for (int i = 0; i < often.length; i++) {
      // In the second window each third sample is the first one, and before it none is.
      often[i] = (byte) (i >= 512 && (i - 512) % 3 == 0 ? 200 : i % 190);
    }
    // The 62nd of them.
    assertEquals(512 + 61 * 3, new AdaptiveProportionTest(8, 4.0, 20).alarmIn(often));
    byte[] first = Arrays.copyOf(often, 512 + 61 * 3);
    var test = new AdaptiveProportionTest(8, 4.0, 20);
    assertEquals(-1, test.alarmIn(first));
    assertEquals(0, test.alarmIn(new byte[] {(byte) 200}));
  }
}
