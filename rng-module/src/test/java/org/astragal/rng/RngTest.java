package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: draws are DRBG output exclusive or fresh noise, in order, each byte used once. */
final class RngTest {
  private static final long HUGE = 1L << 62;

  /** Samples that a start and the seed of one stream take. */
  private static final int START = ModelGenerator.START + ModelGenerator.SEED;

  @Test
  void drawsAreTheWordsOfDrbgExclusiveOrNoiseInOrder() throws Exception {
    RngConfig config = TestConfig.of(4.0, 40, 2, 64, "boot 7");
    try (var rng = OneStream.start(ScriptedNoise.ofBytes(5), config)) {
      byte[] noise = ScriptedNoise.firstBytes(5, START + 4 * 64 + ModelGenerator.SEED);
      var model = new ModelGenerator(noise, rng.instance(), OneStream.PURPOSE, "boot 7");
      for (int block = 0; block < 4; block++) {
        byte[] fresh = model.next(64);
        if (block == 2) {
          model.reseed();
        }
        byte[] output = model.output(64);
        for (int i = 0; i < 64; i++) {
          output[i] ^= fresh[i];
        }
        assertDraws(output, rng);
      }
      assertEquals(1, rng.reseeds());
    }
  }

  @Test
  void drawsOfTheReseededConstructionAreDrbgOutputAlone() throws Exception {
    RngConfig config =
        TestConfig.with(TestConfig.of(4.0, 40, 2, 64, "boot 7"), Construction.RESEEDED);
    try (var rng = OneStream.start(ScriptedNoise.ofBytes(5), config)) {
      byte[] noise = ScriptedNoise.firstBytes(5, START + ModelGenerator.SEED);
      var model = new ModelGenerator(noise, rng.instance(), OneStream.PURPOSE, "boot 7");
      assertDraws(model.output(64), rng);
      assertDraws(model.output(64), rng);
      model.reseed();
      assertDraws(model.output(64), rng);
      assertEquals(
          "RESEEDED/CTR_DRBG-AES256, RBGC child of the token's RBG", rng.rng().construction());
    }
  }

  @Test
  void declaredCertificateIsNamedAndItsNoiseIsConditionedToFullEntropy() throws Exception {
    RngConfig config = TestConfig.certified(TestConfig.of(4.0, 40, 1000, 64, "x"), "E123");
    try (var rng = OneStream.start(ScriptedNoise.ofBytes(5), config)) {
      byte[] noise = ScriptedNoise.firstBytes(5, START + 2 * ModelGenerator.SEED);
      var model = new ModelGenerator(noise, rng.instance(), OneStream.PURPOSE, "x");
      // 64 bytes take two conditioned blocks of 48; the rest of the second is thrown away.
      byte[] fresh = new byte[96];
      System.arraycopy(model.seed(), 0, fresh, 0, 48);
      System.arraycopy(model.seed(), 0, fresh, 48, 48);
      byte[] output = model.output(64);
      for (int i = 0; i < 64; i++) {
        output[i] ^= fresh[i];
      }
      assertDraws(output, rng);
      assertEquals("XOR/CTR_DRBG-AES256, RBG3(XOR) on E123", rng.rng().construction());
    }
  }

  @Test
  void oneReadOfTheDeviceServesABlockOfDraws() throws RngException {
    var noise = ScriptedNoise.ofBytes(1);
    try (var rng = OneStream.start(noise, TestConfig.usual())) {
      int before = noise.reads();
      for (int i = 0; i < 512; i++) {
        rng.below(HUGE);
      }
      assertEquals(before + 1, noise.reads());
      rng.below(HUGE);
      assertEquals(before + 2, noise.reads());
      assertEquals(START + 2 * 4096, noise.samplesGiven());
      assertEquals(START + 2 * 4096, rng.report().samplesTested());
    }
  }

  @Test
  void outputIsClearedAsItIsUsed() throws Exception {
    byte[] block;
    try (var rng = OneStream.start(ScriptedNoise.ofBytes(1), TestConfig.usual())) {
      for (int i = 0; i < 100; i++) {
        rng.below(HUGE);
      }
      block = blockOf(rng);
      assertTrue(IntStream.range(0, 800).allMatch(i -> block[i] == 0));
      assertFalse(IntStream.range(800, 4096).allMatch(i -> block[i] == 0));
    }
    assertTrue(IntStream.range(0, 4096).allMatch(i -> block[i] == 0), "closed, so cleared");
  }

  @Test
  void twoBootsOnTheSameNoiseShareNoOutput() throws RngException {
    // The same device bytes, the same bytes of the system, the same words of the configuration.
    try (var one = OneStream.start(ScriptedNoise.ofBytes(9), RngConfig.forBytes("same"));
        var other = OneStream.start(ScriptedNoise.ofBytes(9), RngConfig.forBytes("same"))) {
      assertNotEquals(one.instance(), other.instance());
      assertShareNothing(one.stream(), other.stream());
    }
  }

  @ParameterizedTest
  @EnumSource(Construction.class)
  void streamsOfOneGeneratorShareNoOutputAndNoName(Construction construction) throws RngException {
    RngConfig config = TestConfig.with(TestConfig.usual(), construction);
    try (var rng = Rng.start(ScriptedNoise.ofBytes(9), config, new TestHost(1))) {
      RngStream one = rng.stream("a game 1.0.0");
      RngStream other = rng.stream("a game 1.0.0");
      assertNotEquals(one.instance(), other.instance());
      assertTrue(one.instance().startsWith(rng.instance()));
      assertShareNothing(one, other);
    }
  }

  @Test
  void bytesOfTheSystemDecideToo() throws RngException {
    // The device gives the same in both; only the host differs. Instances differ in any case, so
    // what is compared is the DRBG's half of streams with the same name: see ModelGenerator.
    byte[] noise = new byte[2_000];
    new SplittableRandom(1).nextBytes(noise);
    var one = new Drbg(Mechanism.CTR_AES256, Reseeding.USUAL, input(noise, 1), new byte[0]);
    var other = new Drbg(Mechanism.CTR_AES256, Reseeding.USUAL, input(noise, 2), new byte[0]);
    byte[] first = new byte[64];
    byte[] second = new byte[64];
    one.generate(first);
    other.generate(second);
    assertFalse(Arrays.equals(first, second));
  }

  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void everyMechanismDraws(Mechanism mechanism) throws RngException {
    RngConfig config = TestConfig.with(TestConfig.usual(), mechanism);
    try (var rng = OneStream.start(ScriptedNoise.ofBytes(9), config)) {
      var seen = new HashSet<Long>();
      for (int i = 0; i < 2_000; i++) {
        assertTrue(seen.add(rng.below(HUGE)));
      }
      assertTrue(rng.rng().construction().contains(mechanism.label()));
    }
  }

  @Test
  void threadsNeverGetTheSameOutput() throws Exception {
    try (var rng = OneStream.start(ScriptedNoise.ofBytes(2), TestConfig.usual());
        var threads = Executors.newFixedThreadPool(4)) {
      var seen = ConcurrentHashMap.<Long>newKeySet();
      var work =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(_ ->
                  threads.submit(() -> {
                    for (int i = 0; i < 10_000; i++) {
                      assertTrue(seen.add(rng.below(HUGE)));
                    }
                    return null;
                  }))
              .toList();
      for (Future<?> each : work) {
        each.get();
      }
      assertEquals(40_000, seen.size());
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 10.828", "37, 36, 67.985", "54, 53, 90.573", "400, 399, 492.4"})
  void drawsBelowTheBoundsOfTheGamesLookUniform(int n, int freedom, double limit)
      throws RngException {
    // The noise is seeded, but the name of the instance differs from run to run: the limit is twice
    // as far out as that of one test at 0.1 %, where a good generator comes once in 10^9 runs.
    try (var rng = OneStream.start(ScriptedNoise.ofBytes(3), TestConfig.usual())) {
      long[] counts = new long[n];
      double expected = 1_000;
      for (int i = 0; i < n * expected; i++) {
        counts[(int) rng.below(n)]++;
      }
      double chiSquare =
          Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
      assertTrue(chiSquare < freedom + 2 * (limit - freedom) + 20, "chi-square " + chiSquare);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "3, 2.0", "7, 4.0"})
  void samplesOfFewBitsArePackedSoThatNoConstantBitComesThrough(int bits, double claim)
      throws RngException {
    var config = TestConfig.of(claim, 40, 1000, 512, "test");
    try (var rng = OneStream.start(new ScriptedNoise(bits, 4), config)) {
      for (int i = 0; i < 1_000; i++) {
        long value = rng.below(37);
        assertTrue(value >= 0 && value < 37);
      }
    }
  }

  @Test
  void boundOfZeroIsRefusedAndUsesNothing() throws RngException {
    var noise = ScriptedNoise.ofBytes(1);
    try (var rng = OneStream.start(noise, TestConfig.usual())) {
      assertThrows(IllegalArgumentException.class, () -> rng.below(0));
      assertThrows(IllegalArgumentException.class, () -> rng.below(-1));
      assertEquals(START, noise.samplesGiven());
      assertEquals(RngState.OK, rng.state());
    }
  }

  @Test
  void boundOfOneHasOneAnswer() throws RngException {
    try (var rng = OneStream.start(ScriptedNoise.ofBytes(1), TestConfig.usual())) {
      assertEquals(0, rng.below(1));
    }
  }

  @Test
  void noiseIsClearedWhereItCameIn() throws RngException {
    var noise = ScriptedNoise.ofBytes(1);
    try (var rng = OneStream.start(noise, TestConfig.of(4.0, 40, 3, 64, "test"))) {
      for (int i = 0; i < 100; i++) {
        rng.below(37);
      }
      assertEquals(4, rng.reseeds());
      assertTrue(noise.isEveryArrayCleared(), "start-up, name, seeds and blocks");
    }
  }

  @Test
  void reportTellsTheClaimAndTheProgress() throws RngException {
    try (var rng = OneStream.start(ScriptedNoise.ofBytes(1), TestConfig.usual())) {
      var report = rng.report();
      assertEquals("XOR/CTR_DRBG-AES256, RBGC child of the token's RBG", report.construction());
      assertEquals(rng.rng().construction(), report.construction());
      assertEquals(rng.rng().instance(), report.instance());
      assertEquals(11, report.health().repetitionCutoff());
      assertEquals(512, report.health().proportionWindow());
      assertEquals(78, report.health().proportionCutoff());
      assertEquals(START, report.samplesTested());
      assertTrue(report.lastFault().isEmpty());
    }
  }

  @Test
  void nothingIsLockedWhenACallHasReturned() throws Exception {
    try (var rng = OneStream.start(ScriptedNoise.ofBytes(1), TestConfig.usual())) {
      rng.below(37);
      assertFalse(((ReentrantLock) field(rng.stream(), "lock")).isLocked());
      rng.selfTest();
      assertFalse(((ReentrantLock) field(rng.stream(), "lock")).isLocked());
    }
    OneStream closed;
    try (var rng = OneStream.start(ScriptedNoise.ofBytes(1), TestConfig.usual())) {
      closed = rng;
    }
    assertFalse(((ReentrantLock) field(closed.stream(), "lock")).isLocked());
  }

  @Test
  void wordsThatAreRejectedWithoutEndRaiseTheAlarm() throws Exception {
    var noise = ScriptedNoise.ofBytes(6);
    var config = TestConfig.of(4.0, 40, 1000, 1024, "");
    try (var rng = OneStream.start(noise, config)) {
      byte[] seen = ScriptedNoise.firstBytes(6, START);
      var model = new ModelGenerator(seen, rng.instance(), OneStream.PURPOSE, "");
      byte[] output = model.output(1024);
      // Noise that turns the DRBG's 128 words into ones throughout: 2^64 - 1 is no word for n = 3.
      noise.follow(i -> ~output[i - START] & 0xff);
      RngException e = assertThrows(RngException.class, () -> rng.below(3));
      assertEquals(RngException.Fault.ALARM, e.fault());
      assertTrue(e.getMessage().contains("128 words rejected"), e.getMessage());
      assertEquals(RngState.ALARM, rng.state());
    }
  }

  @Test
  void claimAboveTheWidthOfTheSampleIsRefused() {
    var config = TestConfig.of(4.0, 40, 1000, 512, "test");
    assertThrows(
        IllegalArgumentException.class, () -> OneStream.start(new ScriptedNoise(3, 1), config));
  }

  @ParameterizedTest
  @CsvSource({
    "0.05, 40, 1000, 512",
    "NaN, 40, 1000, 512",
    "8.1, 40, 1000, 512",
    "4.0, 19, 1000, 512",
    "4.0, 61, 1000, 512",
    "4.0, 40, 0, 512",
    "4.0, 40, 281474976710657, 512",
    "4.0, 40, 1000, 0",
    "4.0, 40, 1000, 12",
    "4.0, 40, 1000, -8",
    "4.0, 40, 1000, 8200"
  })
  void settingsOutOfRangeAreRefused(double claim, int alpha, long interval, int block) {
    assertThrows(
        IllegalArgumentException.class, () -> TestConfig.of(claim, alpha, interval, block, "x"));
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 40, 1000, 512",
    "8.0, 40, 1000, 512",
    "4.0, 20, 1000, 512",
    "4.0, 60, 1000, 512",
    "4.0, 40, 1, 512",
    "4.0, 40, 281474976710656, 512",
    "4.0, 40, 1000, 8",
    "4.0, 40, 1000, 8192"
  })
  void settingsAtTheEdgeOfTheirRangeAreTaken(double claim, int alpha, long interval, int block) {
    var config = TestConfig.of(claim, alpha, interval, block, "x".repeat(256));
    assertEquals(block, config.buffers().blockBytes());
  }

  @Test
  void personalizationOf257CharactersIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> RngConfig.forBytes("x".repeat(257)));
  }

  private static void assertDraws(byte[] output, OneStream rng) throws RngException {
    for (int i = 0; i < output.length; i += 8) {
      assertEquals(ByteBuffer.wrap(output).getLong(i) & (HUGE - 1), rng.below(HUGE));
    }
  }

  private static void assertShareNothing(RngStream one, RngStream other) throws RngException {
    var seen = new HashSet<Long>();
    for (int i = 0; i < 5_000; i++) {
      assertTrue(seen.add(one.below(HUGE)));
      assertTrue(seen.add(other.below(HUGE)));
    }
  }

  private static Drbg.EntropyInput input(byte[] noise, long seed) {
    var host = new TestHost(seed);
    return new Drbg.EntropyInput() {
      @Override
      public byte[] seed() {
        return Arrays.copyOf(noise, Drbg.SEED_BYTES);
      }

      @Override
      public byte[] additional() {
        byte[] system = new byte[48];
        host.fillFromSystem(system);
        return system;
      }

      @Override
      public long nanoTime() {
        return 0;
      }
    };
  }

  private static byte[] blockOf(OneStream rng) throws ReflectiveOperationException {
    return (byte[]) field(rng.stream(), "block");
  }

  private static Object field(RngStream stream, String name) throws ReflectiveOperationException {
    var field = RngStream.class.getDeclaredField(name);
    field.setAccessible(true);
    return Objects.requireNonNull(field.get(stream));
  }
}
