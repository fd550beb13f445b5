package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Goal: a block is compared with the one before it, and with no other. */
final class SuccessiveBlocksTestTest {
  @Test
  void blockLikeTheOneBeforeAlarmsOnItsLastSample() {
    byte[] samples = new byte[64];
    new SplittableRandom(1).nextBytes(samples);
    System.arraycopy(samples, 16, samples, 32, 16);
    assertEquals(47, new SuccessiveBlocksTest().alarmIn(samples));
    samples[47]++;
    assertEquals(-1, new SuccessiveBlocksTest().alarmIn(samples));
    samples[47]--;
    samples[32]++;
    assertEquals(-1, new SuccessiveBlocksTest().alarmIn(samples));
  }

  @Test
  void firstBlockHasNothingToBeComparedWith() {
    assertEquals(-1, new SuccessiveBlocksTest().alarmIn(new byte[16]));
    assertEquals(31, new SuccessiveBlocksTest().alarmIn(new byte[32]));
  }

  @Test
  void blocksAreCountedAcrossReads() {
    var test = new SuccessiveBlocksTest();
    assertEquals(-1, test.alarmIn(new byte[10]));
    assertEquals(-1, test.alarmIn(new byte[20]));
    assertEquals(1, test.alarmIn(new byte[2]));
  }

  @Test
  void blockBeforeTheLastIsNotCompared() {
    byte[] samples = new byte[48];
    samples[20] = 1;
    assertEquals(-1, new SuccessiveBlocksTest().alarmIn(samples));
  }
}
