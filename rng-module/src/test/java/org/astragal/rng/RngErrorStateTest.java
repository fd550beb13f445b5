package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: bad or missing noise stops every draw at once, and what may come back comes back tested.
 */
@Tag("SP800-90B-4.3")
final class RngErrorStateTest {
  private static final long HUGE = 1L << 62;

  /** Small blocks, so that each draw of 64 bits but one in eight comes from memory. */
  private static final RngConfig CONFIG = TestConfig.of(4.0, 40, 1000, 64, "test");

  private final ScriptedNoise noise = ScriptedNoise.ofBytes(1);

  @Test
  void sourceThatIsStuckFromTheStartDoesNotStart() {
    noise.follow(_ -> 0x5a);
    RngException e = assertThrows(RngException.class, () -> OneStream.start(noise, CONFIG));
    assertEquals(RngException.Fault.ALARM, e.fault());
    assertEquals(1024, noise.samplesGiven(), "no output was made");
  }

  @Test
  void sourceThatGetsStuckStopsEveryDraw() throws RngException {
    try (var rng = OneStream.start(noise, CONFIG)) {
      drawBlock(rng);
      noise.follow(_ -> 0x5a);
      assertAlarmed(rng, "repetition count test");
    }
  }

  @Test
  void sourceThatPrefersOneValueTripsTheProportionTest() throws RngException {
    try (var rng = OneStream.start(noise, TestConfig.of(4.0, 40, 1000, 4096, "test"))) {
      // Every third sample is 7: no run, but far above the claim of one in sixteen.
      noise.follow(i -> i % 3 == 0 ? 7 : 8 + ScriptedNoise.mixed(i) % 200);
      RngException e =
          assertThrows(
              RngException.class,
              () -> {
                for (int i = 0; i < 4 * 512; i++) {
                  rng.below(HUGE);
                }
              });
      assertTrue(e.getMessage().contains("adaptive proportion test"), e.getMessage());
      assertEquals(RngState.ALARM, rng.state());
    }
  }

  @Test
  void alarmComesOnTheSampleThatCompletesTheRunAndNotOneEarlier() throws RngException {
    int start = ModelGenerator.START + ModelGenerator.SEED;
    assertEquals(11, new RepetitionCountTest(4.0, 40).cutoff());
    // Ten equal samples at the end of the first block, another value first in the next: fine.
    noise.follow(i -> i >= start + 54 && i < start + 64 ? 255 : ScriptedNoise.mixed(i) % 255);
    try (var rng = OneStream.start(noise, CONFIG)) {
      drawBlock(rng);
      drawBlock(rng);
    }
    // The eleventh is the first sample of the second block: the run is seen across the blocks.
    var other = ScriptedNoise.ofBytes(1);
    other.follow(i -> i >= start + 54 && i < start + 65 ? 255 : ScriptedNoise.mixed(i) % 255);
    try (var rng = OneStream.start(other, CONFIG)) {
      drawBlock(rng);
      assertAlarmed(rng, "repetition count test");
    }
  }

  @Test
  void alarmStaysUntilANewGeneratorIsStarted() throws RngException {
    try (var rng = OneStream.start(noise, CONFIG)) {
      noise.follow(_ -> 0);
      assertAlarmed(rng, "repetition count test");
      var good = ScriptedNoise.ofBytes(2);
      noise.follow(ScriptedNoise::mixed);
      int given = noise.samplesGiven();
      for (int i = 0; i < 10; i++) {
        assertAlarmed(rng, "latched");
      }
      RngException e = assertThrows(RngException.class, () -> rng.selfTest());
      assertEquals(RngException.Fault.ALARM, e.fault());
      String first = rng.report().lastFault().orElseThrow();
      assertTrue(first.startsWith("ALARM: repetition"), "the first cause stays: " + first);
      assertEquals(given, noise.samplesGiven(), "an alarmed generator asks for no noise");
      try (var next = OneStream.start(good, CONFIG)) {
        drawBlock(next);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = NoiseSourceException.Fault.class,
      names = {"TIMEOUT", "DEVICE_ERROR"})
  void deviceThatGoesAwayAndComesBackIsTestedAndReseedsBeforeTheNextDraw(
      NoiseSourceException.Fault fault) throws RngException {
    try (var rng = OneStream.start(noise, CONFIG)) {
      drawBlock(rng);
      noise.fail(fault);
      for (int i = 0; i < 3; i++) {
        RngException e = assertThrows(RngException.class, () -> rng.below(37));
        assertEquals(RngException.Fault.UNAVAILABLE, e.fault());
        assertEquals(RngState.UNAVAILABLE, rng.state());
      }
      noise.mend();
      int given = noise.samplesGiven();
      drawBlock(rng);
      assertEquals(given + 1024 + ModelGenerator.SEED + 64, noise.samplesGiven());
      assertEquals(1, rng.reseeds());
      assertEquals(RngState.OK, rng.state());
      assertTrue(rng.report().lastFault().orElseThrow().contains(fault.name()));
    }
  }

  @Test
  void deviceThatComesBackBrokenRaisesTheAlarm() throws RngException {
    try (var rng = OneStream.start(noise, CONFIG)) {
      noise.fail(NoiseSourceException.Fault.TIMEOUT);
      assertThrows(RngException.class, () -> rng.below(37));
      noise.mend();
      noise.follow(_ -> 1);
      assertAlarmed(rng, "repetition count test");
    }
  }

  @Test
  void deviceThatReportsBadNoiseRaisesTheAlarm() throws RngException {
    try (var rng = OneStream.start(noise, CONFIG)) {
      noise.fail(NoiseSourceException.Fault.ALARM);
      assertAlarmed(rng, "noise source");
      noise.mend();
      assertAlarmed(rng, "latched");
    }
  }

  @Test
  void noDeviceAtTheStartIsUnavailable() {
    noise.fail(NoiseSourceException.Fault.DEVICE_ERROR);
    RngException e = assertThrows(RngException.class, () -> OneStream.start(noise, CONFIG));
    assertEquals(RngException.Fault.UNAVAILABLE, e.fault());
  }

  @Test
  void sourceThatGivesTooFewSamplesRaisesTheAlarm() {
    NoiseSource shortOne =
        new NoiseSource() {
          @Override
          public int bitsPerSample() {
            return 8;
          }

          @Override
          public byte[] read(int count) {
            return new byte[count - 1];
          }
        };
    RngException e = assertThrows(RngException.class, () -> OneStream.start(shortOne, CONFIG));
    assertEquals(RngException.Fault.ALARM, e.fault());
    assertTrue(e.getMessage().contains("1023 samples for 1024"), e.getMessage());
  }

  @Test
  void sampleWithMoreBitsThanDeclaredRaisesTheAlarm() {
    var source = new ScriptedNoise(3, 1);
    source.follow(i -> i == 1000 ? 8 : ScriptedNoise.mixed(i) % 8);
    var config = TestConfig.of(2.0, 40, 1000, 64, "test");
    RngException e = assertThrows(RngException.class, () -> OneStream.start(source, config));
    assertEquals(RngException.Fault.ALARM, e.fault());
    assertTrue(e.getMessage().contains("more than 3 bits"), e.getMessage());
  }

  @Test
  void unexpectedErrorOfTheSourceRaisesTheAlarm() throws RngException {
    try (var rng = OneStream.start(noise, CONFIG)) {
      noise.follow(_ -> {
        throw new IllegalStateException("a bug");
      });
      assertAlarmed(rng, "unexpected");
    }
  }

  @Test
  void selfTestOnDemandTakesFreshSamplesAndGoesOn() throws RngException {
    try (var rng = OneStream.start(noise, CONFIG)) {
      int given = noise.samplesGiven();
      rng.selfTest();
      assertEquals(given + 1024, noise.samplesGiven());
      drawBlock(rng);
      noise.follow(_ -> 3);
      RngException e = assertThrows(RngException.class, () -> rng.selfTest());
      assertEquals(RngException.Fault.ALARM, e.fault());
      assertAlarmed(rng, "latched");
    }
  }

  @Test
  void outputMadeBeforeAnAlarmIsClearedByIt() throws Exception {
    try (var rng = OneStream.start(noise, CONFIG)) {
      rng.below(HUGE);
      noise.follow(_ -> 3);
      assertThrows(RngException.class, () -> rng.selfTest());
      // Seven words of the block were still waiting.
      assertAlarmed(rng, "latched");
      var block = RngStream.class.getDeclaredField("block");
      block.setAccessible(true);
      assertArrayEquals(new byte[64], (byte[]) block.get(rng.stream()));
    }
  }

  @Test
  void outputMadeBeforeTheDeviceWentAwayIsNotGivenAfterIt() throws RngException {
    try (var rng = OneStream.start(noise, CONFIG)) {
      rng.below(HUGE);
      noise.fail(NoiseSourceException.Fault.TIMEOUT);
      assertThrows(RngException.class, () -> rng.selfTest());
      RngException e = assertThrows(RngException.class, () -> rng.below(HUGE));
      assertEquals(RngException.Fault.UNAVAILABLE, e.fault());
    }
  }

  @Test
  void wrongAnswerOfTheDrbgDoesNotStart() {
    RngException e =
        assertThrows(RngException.class, () -> OneStream.start(noise, CONFIG, () -> false).close());
    assertEquals(RngException.Fault.ALARM, e.fault());
    assertEquals(0, noise.samplesGiven(), "no noise was taken");
  }

  @Test
  void wrongAnswerOfTheDrbgOnDemandRaisesTheAlarm() throws RngException {
    var answers = new AtomicBoolean(true);
    try (var rng = OneStream.start(noise, CONFIG, answers::get)) {
      rng.selfTest();
      answers.set(false);
      RngException e = assertThrows(RngException.class, () -> rng.selfTest());
      assertEquals(RngException.Fault.ALARM, e.fault());
      assertAlarmed(rng, "known-answer");
    }
  }

  @Test
  void closedGeneratorDrawsNothing() throws RngException {
    OneStream rng;
    try (var open = OneStream.start(noise, CONFIG)) {
      rng = open;
    }
    RngException e = assertThrows(RngException.class, () -> rng.below(2));
    assertEquals(RngException.Fault.CLOSED, e.fault());
    assertEquals(RngState.CLOSED, rng.state());
  }

  @Test
  void messagesHoldNoSample() throws RngException {
    try (var rng = OneStream.start(noise, CONFIG)) {
      noise.follow(_ -> 233);
      RngException e = assertThrows(RngException.class, () -> rng.below(37));
      assertFalse(e.getMessage().contains("233"));
    }
  }

  private static void drawBlock(OneStream rng) throws RngException {
    for (int i = 0; i < 8; i++) {
      rng.below(HUGE);
    }
  }

  private static void assertAlarmed(OneStream rng, String detail) {
    RngException e = assertThrows(RngException.class, () -> rng.below(HUGE));
    assertEquals(RngException.Fault.ALARM, e.fault());
    assertTrue(e.getMessage().contains(detail), e.getMessage());
    assertEquals(RngState.ALARM, rng.state());
  }
}
