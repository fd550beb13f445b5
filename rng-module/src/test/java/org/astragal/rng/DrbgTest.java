package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: a DRBG reseeds when it is due and not before, and its known answers notice any error. */
@Tag("SP800-90A-9")
final class DrbgTest {
  private static final byte[] NONE = new byte[0];

  /** Entropy that is new each time, a clock to turn, and a device that may be away. */
  private static final class ScriptedInput implements Drbg.EntropyInput {
    private final SplittableRandom random = new SplittableRandom(5);
    private int seeds;
    private long time;
    private boolean away;

    @Override
    public byte[] seed() throws RngException {
      if (away) {
        throw new RngException(RngException.Fault.UNAVAILABLE, "as scripted");
      }
      seeds++;
      byte[] seed = new byte[Drbg.SEED_BYTES];
      random.nextBytes(seed);
      return seed;
    }

    @Override
    public byte[] additional() {
      return NONE;
    }

    @Override
    public long nanoTime() {
      return time;
    }
  }

  private final ScriptedInput input = new ScriptedInput();

  @ParameterizedTest(name = "{0} {1}")
  @CsvFileSource(resources = "hash-drbg-sha256.csv", numLinesToSkip = 1)
  void mechanismsOnHashFunctionsGiveTheKnownAnswers(
      String mechanism,
      String name,
      String entropy,
      String nonce,
      @Nullable String personalization,
      @Nullable String reseed,
      @Nullable String additionalReseed,
      @Nullable String additional1,
      @Nullable String additional2,
      String secondOutput) {
    Mechanism.WorkingState drbg =
        (mechanism.equals("HMAC_DRBG") ? Mechanism.HMAC_SHA256 : Mechanism.HASH_SHA256)
            .instantiate(hex(entropy), hex(nonce), hex(personalization));
    if (reseed != null) {
      drbg.reseed(hex(reseed), hex(additionalReseed));
    }
    byte[] out = new byte[hex(secondOutput).length];
    drbg.generate(out, hex(additional1));
    drbg.generate(out, hex(additional2));
    assertArrayEquals(hex(secondOutput), out);
  }

  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void reseedsAfterItsRequestsAndNotBefore(Mechanism mechanism) throws RngException {
    var drbg = new Drbg(mechanism, new Reseeding(3, Duration.ofDays(1), false), input, NONE);
    for (int i = 0; i < 3; i++) {
      drbg.generate(new byte[16]);
    }
    assertEquals(1, input.seeds, "the instantiation alone");
    assertEquals(0, drbg.reseeds());
    drbg.generate(new byte[16]);
    assertEquals(2, input.seeds);
    assertEquals(1, drbg.reseeds());
    drbg.generate(new byte[16]);
    assertEquals(2, input.seeds);
  }

  @Test
  void reseedsAfterItsTimeAndNotBefore() throws RngException {
    var drbg =
        new Drbg(
            Mechanism.CTR_AES256, new Reseeding(1000, Duration.ofNanos(50), false), input, NONE);
    input.time = 49;
    assertFalse(drbg.isReseedDue());
    drbg.generate(new byte[16]);
    assertEquals(0, drbg.reseeds());
    input.time = 50;
    assertTrue(drbg.isReseedDue());
    drbg.generate(new byte[16]);
    assertEquals(1, drbg.reseeds());
    input.time = 99;
    drbg.generate(new byte[16]);
    assertEquals(1, drbg.reseeds());
  }

  @Test
  void predictionResistanceReseedsBeforeEveryOutput() throws RngException {
    var drbg =
        new Drbg(Mechanism.CTR_AES256, new Reseeding(1000, Duration.ofDays(1), true), input, NONE);
    for (int i = 1; i <= 5; i++) {
      drbg.generate(new byte[16]);
      assertEquals(i, drbg.reseeds());
      assertEquals(1 + i, input.seeds);
    }
  }

  @Test
  void withoutEntropyForADueReseedThereIsNoOutputAndNothingIsLost() throws RngException {
    var drbg =
        new Drbg(Mechanism.CTR_AES256, new Reseeding(1, Duration.ofDays(1), false), input, NONE);
    drbg.generate(new byte[16]);
    input.away = true;
    byte[] out = new byte[16];
    assertThrows(RngException.class, () -> drbg.generate(out));
    assertArrayEquals(new byte[16], out);
    input.away = false;
    drbg.generate(out);
    assertFalse(Arrays.equals(new byte[16], out));
    assertEquals(1, drbg.reseeds());
  }

  @Test
  void removedOneGivesNothing() throws RngException {
    var drbg = new Drbg(Mechanism.CTR_AES256, Reseeding.USUAL, input, NONE);
    drbg.uninstantiate();
    assertThrows(IllegalStateException.class, () -> drbg.generate(new byte[16]));
    assertThrows(IllegalStateException.class, drbg::reseed);
  }

  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void requestIsAtMost65536Bytes(Mechanism mechanism) throws RngException {
    var drbg = new Drbg(mechanism, Reseeding.USUAL, input, NONE);
    byte[] out = new byte[65_536];
    drbg.generate(out);
    assertFalse(Arrays.equals(new byte[8], Arrays.copyOfRange(out, 65_528, 65_536)));
    assertThrows(IllegalArgumentException.class, () -> drbg.generate(new byte[65_537]));
  }

  @ParameterizedTest
  @EnumSource(Mechanism.class)
  @Tag("SP800-90A-11.3")
  void knownAnswersOfTheSelfTestAreRight(Mechanism mechanism) {
    assertTrue(DrbgSelfTest.passes(mechanism));
    assertEquals(2, DrbgSelfTest.ALL.stream().filter(a -> a.mechanism() == mechanism).count());
  }

  @Test
  @Tag("SP800-90A-11.3")
  void selfTestNoticesOneWrongDigitAnywhere() {
    for (DrbgSelfTest good : DrbgSelfTest.ALL) {
      List<String> fields =
          List.of(
              good.entropy(),
              good.nonce(),
              good.personalization(),
              good.reseed(),
              good.additionalReseed(),
              good.additional1(),
              good.additional2(),
              good.secondOutput());
      for (int field = 0; field < fields.size(); field++) {
        String text = fields.get(field);
        // CTR_DRBG has no nonce; additional input of a reseed needs one.
        if (!text.isEmpty()) {
          DrbgSelfTest bad = with(good, fields, field, wrong(text));
          assertFalse(bad.passes(), bad::toString);
        }
      }
    }
  }

  private static DrbgSelfTest with(
      DrbgSelfTest good, List<String> fields, int field, String value) {
    String[] all = fields.toArray(String[]::new);
    all[field] = value;
    return new DrbgSelfTest(
        good.mechanism(), all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7]);
  }

  private static String wrong(String digits) {
    return digits.substring(0, digits.length() - 1) + (digits.endsWith("0") ? "1" : "0");
  }

  private static byte[] hex(@Nullable String digits) {
    return digits == null ? NONE : HexFormat.of().parseHex(digits);
  }
}
