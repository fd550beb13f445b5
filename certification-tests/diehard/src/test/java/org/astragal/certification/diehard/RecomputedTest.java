package org.astragal.certification.diehard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: tests that no other program has are what a plain computation of their definition gives. */
final class RecomputedTest {
  private static int[] words(byte[] data) {
    int[] words = new int[data.length / 4];
    for (int i = 0; i < words.length; i++) {
      words[i] =
          (data[4 * i] & 0xff)
              | ((data[4 * i + 1] & 0xff) << 8)
              | ((data[4 * i + 2] & 0xff) << 16)
              | (data[4 * i + 3] << 24);
    }
    return words;
  }

  @Test
  void aSpacingThatComesAgainCountsOnceHoweverOftenItComes() {
    var random = new SplittableRandom(71);
    for (int year = 0; year < 1_000; year++) {
      int[] spacings = random.ints(random.nextInt(1, 40), 0, 12).sorted().toArray();
      Map<Integer, Integer> times = new HashMap<>();
      for (int spacing : spacings) {
        times.merge(spacing, 1, Integer::sum);
      }
      long again = times.values().stream().filter(count -> count > 1).count();
      assertEquals(again, Birthdays.repeats(spacings), () -> Arrays.toString(spacings));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 24, 31})
  void gorillaCountsTheWordsThatAreMissing(int place) throws Exception {
    // Enough for words of 20 bits, one short of 21.
    int n = (1 << 21) + 19;
    byte[] data = Generators.aesCtr(41).bytes(4 * n);
    int[] words = words(data);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 1 << 20; i++) {
      int word = 0;
      for (int j = 0; j < 20; j++) {
        word = 2 * word + ((words[i + j] >>> place) & 1);
      }
      seen.add(word);
    }
    var outcome = new Gorilla(place, place + 1).run(new Words(Sample.of(data))).getFirst();
    assertEquals("20", outcome.details().get("bits"));
    int missing = (1 << 20) - seen.size();
    assertEquals(Integer.toString(missing), outcome.details().get("missing"));
    double z = (missing - 1_048_576 / Math.E) / 511.3;
    assertEquals(z, outcome.statistic(), Math.abs(z) * 1e-3);
    assertEquals(PValue.normalUpper(outcome.statistic()), outcome.p());
  }

  @Test
  void gorillaTakesTheLongestWordsThatTheDataAllow() throws Exception {
    byte[] data = Generators.aesCtr(42).bytes(4 * ((1 << 21) + 20));
    var outcome = new Gorilla(3, 4).run(new Words(Sample.of(data))).getFirst();
    assertEquals("21", outcome.details().get("bits"));
    assertEquals((1 << 20) + 19, Gorilla.LEAST);
    assertEquals((1 << 26) + 25, Gorilla.MOST);
    assertEquals(24_687_971, Gorilla.mean(26), 1);
  }

  @Test
  void gorillaSpreadsAsSimulatedStringsDo() {
    int bits = 12;
    int runs = 15_000;
    var random = new SplittableRandom(43);
    long[] string = new long[(1 << bits) / 64 + 1];
    double sum = 0;
    double square = 0;
    for (int i = 0; i < runs; i++) {
      Arrays.setAll(string, word -> random.nextLong());
      double missing = Gorilla.missing(string, bits) - Gorilla.mean(bits);
      sum += missing;
      square += missing * missing;
    }
    double sigma = Gorilla.sigma(bits);
    assertEquals(0, sum / runs / sigma, 0.05);
    // Three standard deviations of an estimate from so many; 4170 for 26 bits is 1.9 % off.
    assertEquals(1, Math.sqrt(square / runs) / sigma, 3 / Math.sqrt(2.0 * runs));
    assertEquals(4091, Gorilla.sigma(26), 1);
  }

  @Test
  void hammingWeightComparesEightsWithSevens() throws Exception {
    int n = HammingWeights.WORDS;
    byte[] data = Generators.aesCtr(44).bytes(4 * (n + 7));
    StringBuilder letters = new StringBuilder();
    for (int word : words(data)) {
      int ones = Integer.bitCount(word);
      letters.append(ones < 15 ? 'f' : ones > 17 ? 'm' : 'h');
    }
    double statistic = chiSquare(letters, n, 8, 0) - chiSquare(letters, n, 7, 1);
    var outcome = new HammingWeights().run(new Words(Sample.of(data))).getFirst();
    assertEquals(statistic, outcome.statistic(), 1e-6);
    assertEquals(6561 - 2187, outcome.dof().orElseThrow());
    assertEquals(PValue.chiSquare(outcome.statistic(), 4374), outcome.p());
  }

  /** Pearson's statistic of n overlapping words of letters, of which some may not come. */
  private static double chiSquare(StringBuilder letters, int n, int length, int from) {
    // C(32, 15) + C(32, 16) + C(32, 17) of 2^32.
    double half = (2 * 565_722_720.0 + 601_080_390.0) / 4_294_967_296.0;
    double outer = (1 - half) / 2;
    Map<String, Integer> counts = new HashMap<>();
    for (int i = from; i < from + n; i++) {
      counts.merge(letters.substring(i, i + length), 1, Integer::sum);
    }
    double sum = 0;
    double seen = 0;
    for (var entry : counts.entrySet()) {
      double halves = entry.getKey().chars().filter(letter -> letter == 'h').count();
      double expected = n * Math.pow(half, halves) * Math.pow(outer, length - halves);
      sum += Math.pow(entry.getValue() - expected, 2) / expected;
      seen += expected;
    }
    return sum + n - seen;
  }

  @Test
  void weightsThatStickTogetherAreSeen() throws Exception {
    // Of two words the heavier after a heavy one, and the lighter after a light one: as many ones
    // as zeros, every word as likely as its complement. One word in ten only.
    int[] words = words(Generators.aesCtr(45).bytes(9_000_000));
    byte[] data = new byte[4 * (HammingWeights.WORDS + 7)];
    int last = 0;
    for (int i = 0; i < data.length / 4; i++) {
      int word = words[2 * i];
      int other = words[2 * i + 1];
      int heavier = Integer.bitCount(other) - Integer.bitCount(word);
      if (i % 10 == 0 && heavier * (Integer.bitCount(last) - 16) > 0) {
        word = other;
      }
      for (int b = 0; b < 4; b++) {
        data[4 * i + b] = (byte) (word >>> (8 * b));
      }
      last = word;
    }
    var sample = new Words(Sample.of(data));
    assertTrue(new HammingWeights().run(sample).getFirst().p().p() < 1e-6);
    double ones = Monobit.total().run(new Words(Sample.of(data))).getFirst().statistic();
    assertTrue(Math.abs(ones) < 4, "" + ones);
  }
}
