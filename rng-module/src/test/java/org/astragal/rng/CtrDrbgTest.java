package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
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
    assertTrue(DrbgSelfTest.passes());
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
