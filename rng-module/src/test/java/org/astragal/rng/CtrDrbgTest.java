package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Goal: the DRBG is the one of SP 800-90A, by NIST's vectors and by an independent model. */
@Tag("SP800-90A-10.2.1")
final class CtrDrbgTest {
  private static final byte[] NONE = new byte[0];

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "ctr-drbg-aes256.csv", numLinesToSkip = 1)
  void modelGivesNistsAnswers(
      String name,
      String df,
      String entropy,
      @Nullable String nonce,
      @Nullable String personalization,
      @Nullable String reseed,
      @Nullable String additionalReseed,
      @Nullable String additional1,
      @Nullable String additional2,
      String secondOutput) {
    var model = new ModelCtrDrbg(df.equals("df"), hex(entropy), hex(nonce), hex(personalization));
    if (reseed != null) {
      model.reseed(hex(reseed), hex(additionalReseed));
    }
    byte[] expected = hex(secondOutput);
    model.generate(expected.length, hex(additional1));
    assertArrayEquals(expected, model.generate(expected.length, hex(additional2)));
  }

  @Test
  @Tag("SP800-90A-11.3")
  void knownAnswersOfTheSelfTestAreRight() {
    assertTrue(DrbgSelfTest.allPass(DrbgSelfTest.ALL));
    assertEquals(2, DrbgSelfTest.ALL.size());
  }

  @Test
  @Tag("SP800-90A-11.3")
  void selfTestNoticesOneWrongDigitAnywhere() {
    for (DrbgSelfTest good : DrbgSelfTest.ALL) {
      List<DrbgSelfTest> bad =
          List.of(
              with(good, 0, wrong(good.entropy())),
              with(good, 1, wrong(good.nonce())),
              with(good, 2, wrong(good.personalization())),
              with(good, 3, wrong(good.reseed())),
              with(good, 4, wrong(good.secondOutput())),
              with(good, 4, "00" + good.secondOutput().substring(2)));
      bad.forEach(each -> assertFalse(each.passes(), each::toString));
      assertFalse(DrbgSelfTest.allPass(List.of(good, bad.getFirst())));
    }
  }

  @Test
  void drbgAgreesWithTheModelOnInputsOfEveryLength() {
    var random = new SplittableRandom(1);
    for (int extra = 0; extra <= 160; extra++) {
      byte[] entropy = bytes(random, 32 + extra);
      byte[] nonce = bytes(random, 16 + extra % 23);
      byte[] personalization = bytes(random, extra * 3 % 101);
      var drbg = new CtrDrbg(entropy, nonce, personalization);
      var model = new ModelCtrDrbg(true, entropy, nonce, personalization);
      assertSameOutput(model, drbg, 1 + extra * 7);

      byte[] more = bytes(random, 32 + extra);
      drbg.reseed(more);
      model.reseed(more, NONE);
      assertSameOutput(model, drbg, 8);
      assertSameOutput(model, drbg, 8192);
    }
  }

  private static String wrong(String digits) {
    if (digits.isEmpty()) {
      return "00".repeat(32);
    }
    return digits.substring(0, digits.length() - 1) + (digits.endsWith("0") ? "1" : "0");
  }

  private static DrbgSelfTest with(DrbgSelfTest good, int field, String value) {
    return new DrbgSelfTest(
        field == 0 ? value : good.entropy(),
        field == 1 ? value : good.nonce(),
        field == 2 ? value : good.personalization(),
        field == 3 ? value : good.reseed(),
        field == 4 ? value : good.secondOutput());
  }

  private static void assertSameOutput(ModelCtrDrbg model, CtrDrbg drbg, int length) {
    byte[] out = new byte[length];
    drbg.generate(out);
    assertArrayEquals(model.generate(length, NONE), out);
  }

  private static byte[] bytes(RandomGenerator random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] hex(@Nullable String digits) {
    return digits == null ? NONE : HexFormat.of().parseHex(digits);
  }
}
