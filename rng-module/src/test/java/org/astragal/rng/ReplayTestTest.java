package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: samples that were given before are noticed at any offset; fresh ones never are. */
final class ReplayTestTest {
  /** Samples in which a remembered block meets a look-up, at a claim of four bits. */
  private static final int MEETING = new ReplayTest(4.0).meeting();

  private final SplittableRandom random = new SplittableRandom(1);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 31, 32, 33, 255, 256, 257, 4_096, 100_000})
  void sourceThatRepeatsItselfIsNoticedSoonAfterItsFirstCycle(int period) {
    byte[] cycle = fresh(period);
    byte[] samples = new byte[3 * Math.max(period, 1_000)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = cycle[i % period];
    }
    int at = new ReplayTest(4.0).alarmIn(samples);
    // One cycle, a block, and three times the samples in which a remembered block meets a look-up:
    // one block may be forgotten.
    int most = period + 31 + 3 * MEETING;
    assertTrue(at >= 0 && at < most, "period " + period + " noticed at " + at);
  }

  @ParameterizedTest
  @CsvSource({"0, 4096", "1, 4096", "17, 4096", "31, 4096", "0, 559", "63, 1000"})
  void oldPieceThatIsGivenAgainIsNoticedWhateverItsOffset(int offset, int length) {
    var test = new ReplayTest(4.0);
    byte[] old = fresh(20_000);
    assertEquals(-1, test.alarmIn(old));
    assertEquals(-1, test.alarmIn(fresh(10_003)));
    int at = test.alarmIn(Arrays.copyOfRange(old, 5_000 + offset, 5_000 + offset + length));
    assertTrue(at >= 0 && at < 31 + 2 * MEETING, "noticed at " + at);
  }

  @Test
  void pieceIsNoticedAtEveryOffsetIfItIsLongEnoughAndAtNoneIfItIsTooShort() {
    byte[] old = fresh(10_000);
    for (int offset = 0; offset < MEETING; offset++) {
      for (int before = 0; before < ReplayTest.WORD; before++) {
        assertEquals(-1, alarmIn(old, before, offset, 31 + MEETING), "offset " + offset);
        int at = alarmIn(old, before, offset, 31 + 2 * MEETING);
        assertTrue(at >= 0, "offset " + offset + " and " + before + " samples before it");
      }
    }
  }

  /** A piece of old samples after so many fresh ones. */
  private int alarmIn(byte[] old, int before, int offset, int length) {
    var test = new ReplayTest(4.0);
    assertEquals(-1, test.alarmIn(old));
    assertEquals(-1, test.alarmIn(fresh(before)));
    return test.alarmIn(Arrays.copyOfRange(old, 1_000 + offset, 1_000 + offset + length));
  }

  @Test
  void oneBlockGivenAgainIsChanceAndTwoFarApartAreToo() {
    var test = new ReplayTest(4.0);
    byte[] old = fresh(3_200);
    test.alarmIn(old);
    for (int i = 0; i < 50; i++) {
      assertEquals(-1, test.alarmIn(Arrays.copyOfRange(old, 32 * i, 32 * i + 32)));
      assertEquals(-1, test.alarmIn(fresh(ReplayTest.CLOSE * 32)));
    }
  }

  @Test
  void readsOfAnySizeAreOneStream() {
    byte[] samples = fresh(10_000);
    System.arraycopy(samples, 0, samples, 5_000, 5_000);
    int whole = new ReplayTest(4.0).alarmIn(samples);
    var test = new ReplayTest(4.0);
    int given = 0;
    for (int size = 1; ; size = size % 97 + 1) {
      int at = test.alarmIn(Arrays.copyOfRange(samples, given, given + size));
      if (at >= 0) {
        assertEquals(whole, given + at);
        return;
      }
      given += size;
    }
  }

  @Test
  void freshSamplesAreNeverTakenForOldOnes() {
    var test = new ReplayTest(4.0);
    for (int i = 0; i < 200; i++) {
      assertEquals(-1, test.alarmIn(fresh(65_536)));
    }
  }

  @Test
  void mostOfTheStatedMemoryIsThere() {
    // Of the oldest blocks that are promised, e^-0.25 = 78 % are still there.
    var test = new ReplayTest(4.0);
    byte[] old = fresh(4_096);
    test.alarmIn(old);
    test.alarmIn(fresh(32 * ReplayTest.REMEMBERED - 4_096));
    int at = test.alarmIn(old);
    assertTrue(at >= 0 && at < 31 + 6 * MEETING, "noticed at " + at);
  }

  @ParameterizedTest
  @CsvSource({"4.0, 32", "8.0, 16", "1.0, 128", "0.1, 1280", "7.0, 24"})
  void blockHolds128BitsByTheClaim(double claim, int width) {
    assertEquals(width, new ReplayTest(claim).width());
  }

  private byte[] fresh(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
