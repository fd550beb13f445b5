package org.astragal.certification.games;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.astragal.certification.battery.ChiSquare;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: small P-values of the order statistics of lotteries come as often as they say, also where
 * the probabilities of the cells are far from equal.
 */
final class OrderStatisticTest {
  private static final int SETS = 100_000;

  private static final int ROUNDS = 100;

  @ParameterizedTest
  @CsvSource({"1, 20, 80", "10, 20, 80", "1, 6, 49"})
  void oneInAThousandIsBelowOneInAThousand(int j, int m, int values) {
    double[] p = Chances.ordered(j, m, values);
    double[] sums = p.clone();
    Arrays.parallelPrefix(sums, Double::sum);
    var random = new SplittableRandom(j + m);
    int below = 0;
    for (int set = 0; set < SETS; set++) {
      long[] counts = new long[values];
      for (int round = 0; round < ROUNDS; round++) {
        int at = Arrays.binarySearch(sums, random.nextDouble());
        counts[Math.min(values - 1, at < 0 ? -at - 1 : at + 1)]++;
      }
      below += ChiSquare.pooled(counts, p, LottoTests.LEAST_ORDERED).p().p() <= 0.001 ? 1 : 0;
    }
    // 100, and 10 more or less; cells that expect 5 gave 141 for the first of 20 of 80.
    assertEquals(100, below, 33);
  }
}
