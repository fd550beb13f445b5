package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: every sample is tested, packed without loss, counted, and cleared where it came in. */
final class TestedNoiseTest {
  @Test
  void samplesOfThreeBitsArePackedOneAfterTheOther() throws RngException {
    var source = new ScriptedNoise(3, 1);
    // 001 010 011 100 101 110 111 000 is 0x29 0xcb 0xb8.
    source.follow(i -> (i + 1) % 8);
    var noise = new TestedNoise(source, claim(2.0));
    byte[] out = noise.bytes(6);
    assertArrayEquals(
        new byte[] {0x29, (byte) 0xcb, (byte) 0xb8, 0x29, (byte) 0xcb, (byte) 0xb8}, out);
    assertEquals(16, source.samplesGiven());
  }

  @Test
  void samplesOfOneBitAreReadHighestBitFirst() throws RngException {
    var source = new ScriptedNoise(1, 1);
    source.follow(i -> i % 8 == 0 || i % 8 == 6 ? 1 : 0);
    byte[] out = new TestedNoise(source, claim(1.0)).bytes(2);
    assertArrayEquals(new byte[] {(byte) 0x82, (byte) 0x82}, out);
  }

  @Test
  void samplesOfEightBitsComeThroughAsTheyAre() throws RngException {
    var source = ScriptedNoise.ofBytes(1);
    source.follow(i -> i + 250);
    byte[] out = new TestedNoise(source, claim(4.0)).bytes(8);
    assertArrayEquals(new byte[] {-6, -5, -4, -3, -2, -1, 0, 1}, out);
  }

  // 384 bits of entropy at the claim; the bytes are the packed samples, rounded up.
  @ParameterizedTest
  @CsvSource({"8, 4.0, 96", "8, 8.0, 48", "3, 2.0, 72", "1, 0.7, 69"})
  void seedIsAsLongAsTheClaimAsks(int bits, double claim, int bytes) {
    var source = new ScriptedNoise(bits, 1);
    assertEquals(bytes, new TestedNoise(source, claim(claim)).bytesHolding(384));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 7, 8})
  void arraysOfTheSourceAreCleared(int bits) throws RngException {
    var source = new ScriptedNoise(bits, 1);
    var noise = new TestedNoise(source, claim(2.0));
    noise.startUp();
    byte[] bytes = noise.bytes(512);
    assertTrue(bytes.length >= 512 && bytes.length <= 513);
    // Samples of eight bits are not packed: what the source gave is what the caller clears.
    Arrays.fill(bytes, (byte) 0);
    assertTrue(source.isEveryArrayCleared());
  }

  @Test
  void arrayInWhichATestAlarmedIsCleared() {
    var source = ScriptedNoise.ofBytes(1);
    source.follow(_ -> 9);
    var noise = new TestedNoise(source, claim(4.0));
    RngException e = assertThrows(RngException.class, noise::startUp);
    assertTrue(source.isEveryArrayCleared());
    RngAlarm alarm = e.alarm().orElseThrow();
    assertEquals("repetition count test, cutoff 11, at sample 11 of a read of 1024", alarm.test());
    // printf '\t%.0s' $(seq 1024) | sha256sum
    assertEquals(
        "666373a5c4cc310a18872ca337735981cd9764dac596b678394059833397681e", alarm.samplesSha256());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 9})
  void sampleIsOneToEightBitsWide(int bits) {
    NoiseSource source =
        new NoiseSource() {
          @Override
          public int bitsPerSample() {
            return bits;
          }

          @Override
          public byte[] read(int count) {
            return new byte[count];
          }
        };
    var e = assertThrows(IllegalArgumentException.class, () -> new TestedNoise(source, claim(0.5)));
    assertTrue(String.valueOf(e.getMessage()).contains("1 to 8 bits"), e.getMessage());
  }

  @Test
  void claimMayBeAllThatASampleHolds() {
    var noise = new TestedNoise(new ScriptedNoise(1, 1), claim(1.0));
    assertEquals(41, noise.plan().repetitionCutoff());
    assertEquals(1024, noise.plan().proportionWindow());
    assertThrows(
        IllegalArgumentException.class,
        () -> new TestedNoise(new ScriptedNoise(1, 1), claim(1.01)));
  }

  private static HealthClaim claim(double claim) {
    return new HealthClaim(claim, 40, false);
  }
}
