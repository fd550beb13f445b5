package org.astragal.certification.sp80090b;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: suffixes are in order, and tuples are counted, on every small text and on hard large ones.
 */
final class SuffixArrayTest {
  @Test
  void everySmallTextIsSortedAsByComparison() throws Exception {
    for (int alphabet = 1; alphabet <= 3; alphabet++) {
      int longest = alphabet == 1 ? 12 : alphabet == 2 ? 13 : 8;
      for (int n = 1; n <= longest; n++) {
        for (int code = 0; code < Math.pow(alphabet, n); code++) {
          check(text(code, n, alphabet));
        }
      }
    }
  }

  @Test
  void randomAndRepetitiveTextsAreSortedAsByComparison() throws Exception {
    var random = new Random(1);
    for (int round = 0; round < 300; round++) {
      byte[] text = new byte[1 + random.nextInt(400)];
      int alphabet = 1 + random.nextInt(round % 2 == 0 ? 256 : 4);
      int period = 1 + random.nextInt(60);
      for (int i = 0; i < text.length; i++) {
        text[i] =
            i >= period && round % 3 == 0 ? text[i - period] : (byte) random.nextInt(alphabet);
      }
      check(text);
    }
  }

  @Test
  void aLongTextOfOneSymbolTakesLinearTime() throws Exception {
    int n = 1_000_000;
    int[] order = SuffixArray.of(new byte[n]);
    for (int i = 0; i < n; i++) {
      assertEquals(n - 1 - i, order[i]);
    }
    var tuples = RepeatedTuples.of(new byte[n]);
    assertEquals(n - 1, tuples.longest());
    assertEquals(2, tuples.most(n - 1));
    assertEquals(n - 9, tuples.most(10));
    assertEquals((n - 9L) * (n - 10L) / 2, tuples.pairs(10));
  }

  @Test
  void aLongPeriodicTextTakesLinearTime() throws Exception {
    int n = 1_000_000;
    int period = 4096;
    byte[] text = DataSets.aes(period);
    byte[] repeated = new byte[n];
    for (int i = 0; i < n; i++) {
      repeated[i] = text[i % period];
    }
    var tuples = RepeatedTuples.of(repeated);
    assertEquals(n - period, tuples.longest());
    // A tuple longer than the period comes once in each period: of n - period symbols, twice at
    // its one place; each symbol less, one place more.
    assertEquals(1, tuples.pairs(n - period));
    assertEquals(101, tuples.pairs(n - period - 100));
    assertEquals(2, tuples.most(n - period));
    assertEquals((n - 9001) / period + 1, tuples.most(9001));
  }

  /** Up to 63 bits, or 7 bytes, a word tells suffixes apart; longer repeats need the array. */
  @ParameterizedTest
  @CsvSource({"2, 63", "3, 31", "16, 15", "256, 7"})
  void aRepeatAroundTheLengthOfAWordIsCountedAsByTheArray(int alphabet, int word) throws Exception {
    var random = new Random(alphabet);
    for (int repeat = word - 2; repeat <= word + 2; repeat++) {
      for (int at : new int[] {3000, 5000 - repeat}) {
        byte[] text = new byte[5000];
        for (int i = 0; i < text.length; i++) {
          text[i] = (byte) random.nextInt(alphabet);
        }
        System.arraycopy(text, 100, text, at, repeat);
        checkSame(text, repeat);
      }
    }
  }

  /** The last suffix, a single 1, begins a word that is 1 and zeros alone, and others. */
  @Test
  void aShortSuffixComesBeforeAllThatItBegins() throws Exception {
    var random = new Random(5);
    byte[] text = new byte[3000];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) random.nextInt(2);
    }
    for (int zeros : new int[] {62, 50, 40, 39}) {
      int at = 30 * zeros;
      Arrays.fill(text, at, at + zeros + 2, (byte) 0);
      text[at] = 1;
      text[at + zeros + 1] = 1;
    }
    text[text.length - 1] = 1;
    checkSame(text, 51);
  }

  private static void checkSame(byte[] text, int repeat) throws InterruptedException {
    var words = RepeatedTuples.of(text);
    var array = RepeatedTuples.bySuffixArray(text);
    assertTrue(array.longest() >= repeat);
    assertEquals(array.longest(), words.longest());
    for (int length = 1; length <= array.longest(); length++) {
      assertEquals(array.most(length), words.most(length));
      assertEquals(array.pairs(length), words.pairs(length));
    }
  }

  private static byte[] text(int code, int n, int alphabet) {
    byte[] text = new byte[n];
    for (int i = 0, left = code; i < n; i++, left /= alphabet) {
      text[i] = (byte) (left % alphabet);
    }
    return text;
  }

  private static void check(byte[] text) throws InterruptedException {
    int n = text.length;
    int[] expected =
        IntStream.range(0, n)
            .boxed()
            .sorted((a, b) -> Arrays.compareUnsigned(text, a, n, text, b, n))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] order = SuffixArray.of(text);
    assertArrayEquals(expected, order, () -> Arrays.toString(text));
    int[] shared = SuffixArray.commonPrefixes(text, order);
    int longest = 0;
    for (int i = 0; i < n; i++) {
      int common = 0;
      if (i > 0) {
        int mismatch = Arrays.mismatch(text, order[i - 1], n, text, order[i], n);
        common = mismatch < 0 ? n - order[i] : mismatch;
      }
      longest = Math.max(longest, common);
      assertEquals(common, shared[order[i]], () -> Arrays.toString(text));
    }
    checkCounts(text, longest);
  }

  private static void checkCounts(byte[] text, int longest) throws InterruptedException {
    assertEquals(longest, RepeatedTuples.longestRepeat(text));
    checkCounts(text, longest, RepeatedTuples.of(text));
    checkCounts(text, longest, RepeatedTuples.bySuffixArray(text));
  }

  private static void checkCounts(byte[] text, int longest, RepeatedTuples tuples) {
    assertEquals(longest, tuples.longest());
    String all = new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
    for (int length = 1; length <= longest; length++) {
      Map<String, Integer> counts = new HashMap<>();
      for (int i = 0; i + length <= text.length; i++) {
        counts.merge(all.substring(i, i + length), 1, Integer::sum);
      }
      int most = counts.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
      long pairs = counts.values().stream().mapToLong(c -> c * (c - 1L) / 2).sum();
      assertEquals(most, tuples.most(length), () -> Arrays.toString(text));
      assertEquals(pairs, tuples.pairs(length), () -> Arrays.toString(text));
    }
  }
}
