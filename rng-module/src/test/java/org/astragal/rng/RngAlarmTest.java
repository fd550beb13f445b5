package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goal: an alarm is told once with its cause, and left only by tests that succeed and an act. */
@Tag("SP800-90B-4.3")
final class RngAlarmTest {
  private static final long HUGE = 1L << 62;
  private static final RngConfig CONFIG = TestConfig.of(4.0, 40, 1000, 64, "test");

  private final ScriptedNoise noise = ScriptedNoise.ofBytes(1);

  @Test
  void listenerHearsTheTestTheSampleAndTheHashOfTheRead() throws RngException {
    try (var rng = OneStream.start(noise, CONFIG)) {
      noise.follow(_ -> 0x5a);
      assertThrows(RngException.class, () -> rng.below(37));
      assertThrows(RngException.class, () -> rng.below(37));
      byte[] read = new byte[64];
      Arrays.fill(read, (byte) 0x5a);
      var alarm =
          new RngAlarm(
              "repetition count test, cutoff 11, at sample 11 of a read of 64",
              HexFormat.of().formatHex(Sha.sha256(read)));
      assertEquals(
          List.of(new TestHost.Told(RngState.ALARM, Optional.of(alarm))), rng.host().told());
    }
  }

  @Test
  void alarmIsLeftByTheActWhenTheTestsOfAStartSucceedAndStreamsReseed() throws RngException {
    try (var rng = OneStream.start(noise, CONFIG)) {
      rng.below(HUGE);
      noise.follow(_ -> 0);
      assertThrows(RngException.class, rng::selfTest);
      assertThrows(RngException.class, () -> rng.rng().resume());
      assertEquals(RngState.ALARM, rng.state(), "the device is still bad");
      noise.follow(ScriptedNoise::mixed);
      assertThrows(RngException.class, () -> rng.below(HUGE));
      assertEquals(RngState.ALARM, rng.state(), "nobody acted");
      int given = noise.samplesGiven();
      rng.rng().resume();
      assertEquals(RngState.OK, rng.state());
      assertEquals(given + 1024, noise.samplesGiven());
      rng.below(HUGE);
      assertEquals(given + 1024 + ModelGenerator.SEED + 64, noise.samplesGiven());
      assertEquals(1, rng.reseeds());
      assertEquals(
          List.of(RngState.ALARM, RngState.OK),
          rng.host().told().stream().map(TestHost.Told::state).toList());
      assertTrue(rng.report().alarm().isEmpty());
    }
  }

  @Test
  void actWithoutAnAlarmDoesNothing() throws RngException {
    try (var rng = OneStream.start(noise, CONFIG)) {
      int given = noise.samplesGiven();
      rng.rng().resume();
      assertEquals(given, noise.samplesGiven());
      assertEquals(List.of(), rng.host().told());
    }
  }

  @Test
  void alarmOfTheDrbgIsNotLeftWhileItsAnswersAreWrong() throws RngException {
    var answers = new AtomicBoolean(true);
    try (var rng = OneStream.start(noise, CONFIG, answers::get)) {
      answers.set(false);
      assertThrows(RngException.class, rng::selfTest);
      assertThrows(RngException.class, () -> rng.rng().resume());
      assertEquals(RngState.ALARM, rng.state());
      answers.set(true);
      rng.rng().resume();
      rng.below(37);
    }
  }

  @Test
  void generatorThatMayReturnByItselfDoesWhenTheTestsOfAStartSucceed() throws Exception {
    var buffers = new Buffers(64, 2048, Duration.ofMinutes(1), Duration.ofMillis(1), Duration.ZERO);
    RngConfig config = TestConfig.returningByItself(TestConfig.with(CONFIG, buffers));
    var broken = new AtomicBoolean();
    noise.follow(i -> broken.get() ? 7 : ScriptedNoise.mixed(i));
    try (var rng = OneStream.start(noise, config)) {
      broken.set(true);
      while (rng.state() == RngState.OK) {
        try {
          rng.below(HUGE);
        } catch (RngException e) {
          assertEquals(RngException.Fault.ALARM, e.fault());
        }
      }
      broken.set(false);
      while (rng.state() != RngState.OK) {
        Thread.onSpinWait();
      }
      rng.below(HUGE);
      assertEquals(1, rng.reseeds());
    }
  }

  @Test
  void alarmOfOneStreamStopsTheOthersAndTheirNextDrawIsFresh() throws Exception {
    try (var rng = Rng.start(noise, CONFIG, new TestHost(1))) {
      RngStream one = rng.stream("one");
      RngStream other = rng.stream("other");
      other.below(HUGE);
      noise.follow(_ -> 1);
      RngException e =
          assertThrows(
              RngException.class,
              () -> {
                for (int i = 0; i < 20; i++) {
                  one.below(HUGE);
                }
              });
      assertEquals(RngException.Fault.ALARM, e.fault());
      e = assertThrows(RngException.class, () -> other.below(HUGE));
      assertEquals(RngException.Fault.ALARM, e.fault());
      noise.follow(ScriptedNoise::mixed);
      rng.resume();
      assertEquals(0, other.counts().reseeds());
      other.below(HUGE);
      assertEquals(1, other.counts().reseeds());
      assertEquals(2, other.counts().wordsMade() / 8, "the old block was thrown away");
    }
  }
}
