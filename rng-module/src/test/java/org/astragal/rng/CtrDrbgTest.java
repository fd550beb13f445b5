package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: the DRBG is the one of SP 800-90A, by NIST's vectors and by an independent model over
 * Bouncy Castle's AES.
 */
@Tag("SP800-90A-10.2.1")
final class CtrDrbgTest {
  private static final byte[] NONE = new byte[0];

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "ctr-drbg-aes256.csv", numLinesToSkip = 1)
  void jdkAndBouncyCastleGiveNistsAnswers(
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
    boolean usesDf = df.equals("df");
    byte[] expected = hex(secondOutput);
    var model = new ModelCtrDrbg(usesDf, hex(entropy), hex(nonce), hex(personalization));
    if (reseed != null) {
      model.reseed(hex(reseed), hex(additionalReseed));
    }
    model.generate(expected.length, hex(additional1));
    assertArrayEquals(expected, model.generate(expected.length, hex(additional2)));
    // The generator's own has no derivation function; the others prove the model alone.
    if (!usesDf) {
      var drbg = new CtrDrbg(hex(entropy), hex(personalization));
      if (reseed != null) {
        drbg.reseed(hex(reseed), hex(additionalReseed));
      }
      byte[] out = new byte[expected.length];
      drbg.generate(out, hex(additional1));
      drbg.generate(out, hex(additional2));
      assertArrayEquals(expected, out);
    }
  }

  @Test
  void drbgAgreesWithTheModelOnInputsAndOutputsOfEveryLength() {
    var random = new SplittableRandom(1);
    for (int length = 0; length <= 48; length++) {
      byte[] entropy = bytes(random, 48);
      byte[] personalization = bytes(random, length);
      var drbg = new CtrDrbg(entropy, personalization);
      var model = new ModelCtrDrbg(false, entropy, NONE, personalization);
      assertSameOutput(model, drbg, 1 + length * 7, NONE);
      assertSameOutput(model, drbg, 33, bytes(random, 48 - length));

      byte[] more = bytes(random, 48);
      byte[] additional = bytes(random, length);
      drbg.reseed(more, additional);
      model.reseed(more, additional);
      assertSameOutput(model, drbg, 8, NONE);
      assertSameOutput(model, drbg, 8192, NONE);
      assertSameOutput(model, drbg, 1, bytes(random, length));
    }
    var drbg = new CtrDrbg(new byte[48], NONE);
    assertSameOutput(new ModelCtrDrbg(false, new byte[48], NONE, NONE), drbg, 65_536, NONE);
  }

  @Test
  void counterCarriesThroughAllOfItsSixteenBytes() {
    // Entropy that makes V all ones after the first update: its last 16 bytes are the third
    // counter block under the zero key, inverted.
    byte[] counters = new ModelCtrDrbg(false, new byte[48], NONE, NONE).state();
    byte[] entropy = new byte[48];
    for (int i = 32; i < 48; i++) {
      entropy[i] = (byte) ~counters[i];
    }
    var model = new ModelCtrDrbg(false, entropy, NONE, NONE);
    byte[] v = Arrays.copyOfRange(model.state(), 32, 48);
    byte[] ones = new byte[16];
    Arrays.fill(ones, (byte) 0xff);
    assertArrayEquals(ones, v);
    assertSameOutput(model, new CtrDrbg(entropy, NONE), 100, NONE);
  }

  @ParameterizedTest
  @CsvSource({"47, 0", "49, 0", "0, 0", "48, 49"})
  void inputOfAnotherLengthIsRefused(int entropy, int personalization) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new CtrDrbg(new byte[entropy], new byte[personalization]));
    var drbg = new CtrDrbg(new byte[48], NONE);
    assertThrows(
        IllegalArgumentException.class,
        () -> drbg.reseed(new byte[entropy], new byte[personalization]));
    assertThrows(IllegalArgumentException.class, () -> drbg.generate(new byte[8], new byte[49]));
  }

  @Test
  void callersInputsAreLeftAlone() {
    byte[] entropy = bytes(new SplittableRandom(2), 48);
    byte[] personalization = bytes(new SplittableRandom(3), 20);
    var drbg = new CtrDrbg(entropy, personalization);
    drbg.reseed(entropy, personalization);
    drbg.generate(new byte[100], personalization);
    assertArrayEquals(bytes(new SplittableRandom(2), 48), entropy);
    assertArrayEquals(bytes(new SplittableRandom(3), 20), personalization);
  }

  @Test
  void nothingOfTheStateIsLeftWhenItWasCleared() throws ReflectiveOperationException {
    var drbg = new CtrDrbg(bytes(new SplittableRandom(2), 48), NONE);
    drbg.generate(new byte[100], NONE);
    drbg.clear();
    for (String name : new String[] {"key", "v", "run"}) {
      var field = CtrDrbg.class.getDeclaredField(name);
      field.setAccessible(true);
      byte[] value = (byte[]) field.get(drbg);
      assertArrayEquals(new byte[value.length], value, name);
    }
    // What the cipher holds now are the counters of a key of zeros.
    var temp = CtrDrbg.class.getDeclaredField("temp");
    temp.setAccessible(true);
    assertArrayEquals(
        new ModelCtrDrbg(false, new byte[48], NONE, NONE).state(), (byte[]) temp.get(drbg));
  }

  private static void assertSameOutput(
      ModelCtrDrbg model, CtrDrbg drbg, int length, byte[] additional) {
    byte[] out = new byte[length];
    drbg.generate(out, additional);
    assertArrayEquals(model.generate(length, additional), out);
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
