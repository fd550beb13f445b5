package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Goal: a shuffle of a shoe of 416 cards takes in more fresh entropy than its 2^3025 orders need,
 * with the constructions and settings that the documents name for it.
 */
final class ShoeEntropyTest {
  private static final int CARDS = 416;
  private static final double CLAIM = 4.0;

  /** Blocks of one word, so that what is taken is what is used. */
  private static final Buffers EXACT =
      new Buffers(8, 0, Duration.ZERO, Duration.ofMillis(1), Duration.ZERO);

  @Test
  void xorTakesFreshNoiseForEveryWord() throws RngException {
    var noise = ScriptedNoise.ofBytes(1);
    RngConfig config = TestConfig.with(TestConfig.usual(), EXACT);
    try (var rng = OneStream.start(noise, config)) {
      int before = noise.samplesGiven();
      shuffle(rng);
      long words = rng.stream().counts().wordsMade();
      assertTrue(words >= CARDS - 1, "one word for each draw, and one more for each rejection");
      assertEquals(CARDS - 1 + rng.stream().counts().wordsRejected(), words);
      int samples = noise.samplesGiven() - before;
      assertEquals(8 * words, samples);
      // 415 words are 3,320 samples: 13,280 bits at 4 bits each, by the claim.
      assertTrue(samples * CLAIM >= 13_280 && samples * CLAIM > bitsOfAShoe());
    }
  }

  @Test
  void oneSeedIsNotEnoughForAShoe() {
    assertTrue(Drbg.SEED_BYTES * 8 < bitsOfAShoe());
  }

  @Test
  void reseededTakesEnoughOnlyWithPredictionResistanceAndSmallBlocks() throws RngException {
    var noise = ScriptedNoise.ofBytes(1);
    // Blocks of 32 bytes, each after a reseed of full entropy: 256 bits of output, 384 of seed.
    var blocks = new Buffers(32, 0, Duration.ZERO, Duration.ofMillis(1), Duration.ZERO);
    RngConfig config =
        TestConfig.with(
            TestConfig.with(
                TestConfig.with(TestConfig.usual(), blocks),
                new Reseeding(1000, Duration.ofDays(1), true)),
            Construction.RESEEDED);
    try (var rng = OneStream.start(noise, config)) {
      shuffle(rng);
      long reseeds = rng.reseeds();
      assertEquals(104, reseeds, "415 words, four a block");
      assertTrue(reseeds * Drbg.SEED_BYTES * 8 > bitsOfAShoe());
    }
    // With the usual blocks and no prediction resistance the whole shoe comes from one seed.
    RngConfig usual = TestConfig.with(TestConfig.usual(), Construction.RESEEDED);
    try (var rng = OneStream.start(ScriptedNoise.ofBytes(1), usual)) {
      shuffle(rng);
      assertEquals(0, rng.reseeds());
    }
  }

  private static void shuffle(OneStream rng) throws RngException {
    for (int n = CARDS; n > 1; n--) {
      rng.below(n);
    }
  }

  private static int bitsOfAShoe() {
    BigInteger orders = BigInteger.ONE;
    for (int i = 2; i <= CARDS; i++) {
      orders = orders.multiply(BigInteger.valueOf(i));
    }
    return orders.bitLength();
  }
}
