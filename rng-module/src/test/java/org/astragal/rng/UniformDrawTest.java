package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: no value is more likely than another. The very code that draws from 64-bit words is run
 * over every word of 8 and 16 bits, where "likely" can be counted.
 */
final class UniformDrawTest {
  @Test
  void everyValueBelowEveryBoundComesFromEquallyManyWordsOf8Bits() throws RngException {
    for (int n = 1; n <= 256; n++) {
      assertCountedEvenly(8, n);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1, 2, 3, 6, 10, 16, 20, 37, 52, 54, 64, 80, 400, 10_000, 32_767, 32_768, 32_769})
  void everyValueComesFromEquallyManyWordsOf16Bits(int n) throws RngException {
    assertCountedEvenly(16, n);
  }

  @ParameterizedTest
  @ValueSource(ints = {65_535, 65_536})
  void boundAsLargeAsTheWordsCountTakesEachWordOnce(int n) throws RngException {
    assertCountedEvenly(16, n);
  }

  // 2^64 mod n is 1 for 3, 12 for 37, 2 for 2^63 - 1, and 0 for powers of two.
  @ParameterizedTest
  @CsvSource({
    "3, fffffffffffffffe, 2",
    "37, fffffffffffffff3, 36",
    "9223372036854775807, fffffffffffffffd, 9223372036854775806",
    "4611686018427387904, ffffffffffffffff, 4611686018427387903",
    "1, ffffffffffffffff, 0"
  })
  void wordsOf64BitsAreTakenUpToTheLargestMultipleOfTheBound(
      long n, String greatestTaken, long value) throws RngException {
    long last = Long.parseUnsignedLong(greatestTaken, 16);
    assertEquals(value, new UniformDraw(64).below(n, () -> last));
    if (last != -1) {
      long[] words = {last + 1, -1, 5};
      int[] used = {0};
      assertEquals(5 % n, new UniformDraw(64).below(n, () -> words[used[0]++]));
      assertEquals(3, used[0], "both words above the multiple are thrown away");
    }
  }

  @Test
  void givesUpAfterTheWrittenNumberOfWords() throws RngException {
    int[] used = {0};
    var uniform = new UniformDraw(64);
    long value =
        uniform.below(
            3,
            () -> {
              used[0]++;
              return -1;
            });
    assertEquals(UniformDraw.NONE, value);
    assertEquals(128, uniform.rejected());
    assertEquals(128, used[0]);
  }

  @Test
  void lastWordBeforeGivingUpIsStillTaken() throws RngException {
    int[] used = {0};
    assertEquals(1, new UniformDraw(64).below(3, () -> ++used[0] < 128 ? -1 : 4));
  }

  private static void assertCountedEvenly(int wordBits, int n) throws RngException {
    int words = 1 << wordBits;
    long[] counts = new long[n];
    var uniform = new UniformDraw(wordBits);
    for (int word = 0; word < words; word++) {
      long first = word;
      // A rejected word is followed by 0, which is always taken: two words used means rejected.
      int[] used = {0};
      long value = uniform.below(n, () -> used[0]++ == 0 ? first : 0);
      if (used[0] == 1) {
        counts[(int) value]++;
      }
    }
    assertTrue(Arrays.stream(counts).allMatch(count -> count == words / n), () -> "n = " + n);
    assertEquals(words % n, uniform.rejected());
    assertTrue(uniform.rejected() < words / 2.0, "more than half of all words are taken");
  }
}
