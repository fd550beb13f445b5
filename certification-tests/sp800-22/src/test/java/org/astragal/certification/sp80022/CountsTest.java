package org.astragal.certification.sp80022;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: counting many bits at a time counts what counting bit by bit does, at every length. */
final class CountsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 63, 64, 65, 127, 128, 129, 1000, 4099, 20_011})
  void fastAndPlainCountsAgree(int n) {
    // Bits with long runs, so that runs cross words and blocks.
    for (double change : new double[] {0.5, 0.1, 0.02}) {
      int[] plain = plain(n, change);
      BitSequence bits = pack(plain);
      assertEquals(Arrays.stream(plain).sum(), bits.ones(0, n));
      assertEquals(Arrays.stream(plain, n / 3, n - n / 5).sum(), bits.ones(n / 3, n - n / 5));
      assertEquals(changes(plain) + 1, Runs.count(bits));
      walkAgrees(plain, bits);
      excursionsAgree(plain, bits);
      patternsAgree(plain, bits, Math.min(9, n));
      if (n >= 128) {
        longestRunsAgree(plain, bits);
        templatesAgree(plain, bits);
        assertEquals(distances(plain, 3, 10), Universal.sum(bits, 3, 10).logarithms(), 1e-9);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2048, 100_000})
  void ranksAgree(int n) {
    int[] plain = plain(n, 0.5);
    // Some rows are sums of others.
    for (int i = 0; i + 64 < 1024; i += 160) {
      System.arraycopy(plain, i, plain, i + 64, 32);
    }
    long[] counts = new long[3];
    for (int at = 0; at + 1024 <= n; at += 1024) {
      counts[Math.min(2, 32 - rank(plain, at))]++;
    }
    assertArrayEquals(counts, Rank.counts(pack(plain)));
  }

  private static int[] plain(int n, double change) {
    var random = new SplittableRandom(n);
    int[] plain = new int[n];
    for (int i = 1; i < n; i++) {
      plain[i] = random.nextDouble() < change ? 1 - plain[i - 1] : plain[i - 1];
    }
    return plain;
  }

  private static BitSequence pack(int[] plain) {
    // The rest of the last byte is ones: it must not count.
    byte[] bytes = new byte[plain.length / 8 + 1];
    Arrays.fill(bytes, (byte) 0xff);
    for (int i = 0; i < plain.length; i++) {
      if (plain[i] == 0) {
        bytes[i / 8] &= (byte) ~(0x80 >>> (i % 8));
      }
    }
    return BitSequence.of(bytes, plain.length);
  }

  private static int changes(int[] plain) {
    int changes = 0;
    for (int i = 1; i < plain.length; i++) {
      changes += plain[i] != plain[i - 1] ? 1 : 0;
    }
    return changes;
  }

  private static void walkAgrees(int[] plain, BitSequence bits) {
    int sum = 0;
    int high = 0;
    int low = 0;
    for (int bit : plain) {
      sum += 2 * bit - 1;
      high = Math.max(high, sum);
      low = Math.min(low, sum);
    }
    assertEquals(new CumulativeSums.Walk(high, low, sum), CumulativeSums.walk(bits));
  }

  private static void excursionsAgree(int[] plain, BitSequence bits) {
    Excursions excursions = Excursions.of(bits);
    int cycles = 0;
    int[] visits = new int[19];
    int sum = 0;
    for (int bit : plain) {
      sum += 2 * bit - 1;
      cycles += sum == 0 ? 1 : 0;
      if (sum != 0 && Math.abs(sum) <= 9) {
        visits[sum + 9]++;
      }
    }
    assertEquals(cycles + (sum == 0 ? 0 : 1), excursions.cycles());
    for (int state = -9; state <= 9; state++) {
      assertEquals(visits[state + 9], excursions.visits(state));
    }
  }

  private static void patternsAgree(int[] plain, BitSequence bits, int m) {
    var rings = Entropy.Rings.of(bits, m);
    for (int length = 1; length <= m; length++) {
      int[] counts = new int[1 << length];
      for (int i = 0; i < plain.length; i++) {
        counts[pattern(plain, i, length)]++;
      }
      assertArrayEquals(counts, rings.counts(length));
    }
  }

  private static int pattern(int[] plain, int at, int length) {
    int pattern = 0;
    for (int j = 0; j < length; j++) {
      pattern = 2 * pattern + plain[(at + j) % plain.length];
    }
    return pattern;
  }

  private static void longestRunsAgree(int[] plain, BitSequence bits) {
    for (int n : new int[] {128, 6272, 750_000}) {
      var form = LongestRun.forLength(n);
      int first = n == 128 ? 1 : n == 6272 ? 4 : 10;
      long[] counts = new long[form.probabilities(Mode.EXACT).length];
      for (int at = 0; at + form.blockBits() <= plain.length; at += form.blockBits()) {
        int longest = 0;
        int open = 0;
        for (int i = at; i < at + form.blockBits(); i++) {
          open = plain[i] == 1 ? open + 1 : 0;
          longest = Math.max(longest, open);
        }
        counts[Math.clamp(longest - first, 0, counts.length - 1)]++;
      }
      assertArrayEquals(counts, form.counts(bits));
    }
  }

  private static void templatesAgree(int[] plain, BitSequence bits) {
    int blockBits = plain.length / 8;
    int[][] counts = Templates.counts(bits, blockBits, 9);
    long[] overlapping = new long[6];
    for (int block = 0; block < 8; block++) {
      int[] expected = new int[512];
      for (int i = block * blockBits; i + 9 <= (block + 1) * blockBits; i++) {
        expected[pattern(plain, i, 9)]++;
      }
      assertArrayEquals(expected, counts[block]);
      overlapping[Math.min(5, expected[511])]++;
    }
    long[] counted = Templates.overlappingCounts(bits, blockBits, 9);
    if (plain.length / blockBits == 8) {
      assertArrayEquals(overlapping, counted);
    }
  }

  private static double distances(int[] plain, int blockBits, int first) {
    int[] seen = new int[1 << blockBits];
    double sum = 0;
    for (int i = 1; i <= plain.length / blockBits; i++) {
      int block = pattern(plain, (i - 1) * blockBits, blockBits);
      sum += i > first ? Math.log(i - seen[block]) / Math.log(2) : 0;
      seen[block] = i;
    }
    return sum;
  }

  private static int rank(int[] plain, int at) {
    int[][] rows = new int[32][];
    for (int i = 0; i < 32; i++) {
      rows[i] = Arrays.copyOfRange(plain, at + 32 * i, at + 32 * i + 32);
    }
    int rank = 0;
    for (int column = 0; column < 32; column++) {
      int pivot = rank;
      while (pivot < 32 && rows[pivot][column] == 0) {
        pivot++;
      }
      if (pivot == 32) {
        continue;
      }
      int[] held = rows[pivot];
      rows[pivot] = rows[rank];
      rows[rank] = held;
      for (int i = rank + 1; i < 32; i++) {
        if (rows[i][column] == 1) {
          for (int j = 0; j < 32; j++) {
            rows[i][j] ^= held[j];
          }
        }
      }
      rank++;
    }
    return rank;
  }
}
