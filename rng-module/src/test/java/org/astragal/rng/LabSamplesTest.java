package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.astragal.rng.LabSamples.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: a laboratory gets each stage as play has it, and nothing that play has. */
final class LabSamplesTest {
  private final ScriptedNoise noise = ScriptedNoise.ofBytes(1);
  private final TestHost host = new TestHost(77);

  private LabSamples open(Stage stage, long bound) throws RngException {
    return LabSamples.open(noise, TestConfig.usual(), host, stage, bound);
  }

  @Test
  void noiseIsWhatTheDeviceGivesAfterTheStartUpTests() throws Exception {
    try (LabSamples samples = open(Stage.NOISE, 1)) {
      byte[] out = new byte[1000];
      samples.fill(out);
      byte[] all = ScriptedNoise.firstBytes(1, ModelGenerator.START + 1000);
      assertArrayEquals(Arrays.copyOfRange(all, ModelGenerator.START, all.length), out);
      assertEquals(all.length, samples.report().samplesTested());
    }
  }

  @Test
  void drbgStageIsTheDrbgAlone() throws Exception {
    try (LabSamples samples = open(Stage.DRBG, 1)) {
      byte[] all = ScriptedNoise.firstBytes(1, ModelGenerator.START + ModelGenerator.SEED);
      var model = new ModelGenerator(all, samples.report().instance() + "-1", "lab output", "test");
      for (int length : new int[] {1, 48, 65_536, 100}) {
        byte[] out = new byte[length];
        samples.fill(out);
        assertArrayEquals(model.output(length), out);
      }
      assertEquals(all.length, noise.samplesGiven(), "noise for the seed alone");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1",
    "256, 1",
    "257, 2",
    "65536, 2",
    "65537, 4",
    "4294967296, 4",
    "4294967297, 8",
    "9223372036854775807, 8"
  })
  void drawsAreWrittenHighestByteFirstInAsFewBytesAsTheBoundAsks(long bound, int width)
      throws RngException {
    try (LabSamples samples = open(Stage.DRAWS, bound)) {
      assertEquals(width, samples.unit());
      byte[] out = new byte[800];
      samples.fill(out);
      var values = new HashSet<Long>();
      for (int at = 0; at < out.length; at += width) {
        byte[] wide = new byte[8];
        System.arraycopy(out, at, wide, 8 - width, width);
        long value = ByteBuffer.wrap(wide).getLong();
        assertTrue(value >= 0 && value < bound);
        values.add(value);
      }
      assertTrue(bound == 2 ? values.equals(Set.of(0L, 1L)) : values.size() > 50);
    }
  }

  @Test
  void partOfADrawIsNotGiven() throws RngException {
    try (LabSamples samples = open(Stage.DRAWS, 1000)) {
      assertThrows(IllegalArgumentException.class, () -> samples.fill(new byte[3]));
      assertThrows(IllegalArgumentException.class, () -> samples.fill(new byte[65_538]));
    }
    assertThrows(IllegalArgumentException.class, () -> open(Stage.DRAWS, 0));
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void alarmOfTheLaboratorysInstanceLeavesPlayAlone(Stage stage) throws RngException {
    try (var play = OneStream.start(ScriptedNoise.ofBytes(2), TestConfig.usual());
        LabSamples samples = open(stage, 6)) {
      noise.follow(_ -> 1);
      byte[] out = new byte[4096];
      if (stage == Stage.DRBG) {
        samples.fill(out);
        assertEquals(List.of(), host.told(), "no noise was asked for");
        return;
      }
      assertThrows(RngException.class, () -> samples.fill(out));
      assertArrayEquals(new byte[4096], out);
      assertEquals(RngState.ALARM, samples.report().state());
      assertThrows(RngException.class, () -> samples.fill(out));
      assertEquals(RngState.OK, play.state());
      play.below(37);
    }
  }

  @Test
  void twoInstancesOnTheSameDeviceShareNothing() throws RngException {
    byte[] one = new byte[4096];
    byte[] other = new byte[4096];
    try (LabSamples samples = open(Stage.DRBG, 1)) {
      samples.fill(one);
    }
    try (LabSamples samples = open(Stage.DRBG, 1)) {
      samples.fill(other);
    }
    assertFalse(Arrays.equals(one, other));
  }
}
