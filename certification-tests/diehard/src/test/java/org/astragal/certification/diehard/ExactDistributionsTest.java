package org.astragal.certification.diehard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.LinearComplexity;
import org.astragal.certification.battery.Sample;
import org.junit.jupiter.api.Test;

/** Goal: the distributions that are exact are those of counting all cases. */
final class ExactDistributionsTest {
  @Test
  void theRanksOfAllMatricesOfFourByThreeHaveTheirProbabilities() throws Exception {
    byte[] all = new byte[(1 << 12) * 4 * Integer.BYTES];
    for (int matrix = 0; matrix < 1 << 12; matrix++) {
      for (int row = 0; row < 4; row++) {
        // The three highest bits of the word, whose highest byte is the last.
        all[(matrix * 4 + row) * 4 + 3] = (byte) (((matrix >>> (3 * row)) & 7) << 5);
      }
    }
    var rank = new BinaryRank(4, 3, 29, 1 << 12);
    long[] counts = rank.ranks(new Words(Sample.of(all)));
    double[] p = rank.probabilities();
    for (int r = 0; r < p.length; r++) {
      assertEquals(counts[r] / 4096.0, p[r], 1e-12, "rank " + r);
    }
    double[] large = new BinaryRank(32, 32, 0, 1).probabilities();
    assertEquals(1, Arrays.stream(large).sum(), 1e-12);
    assertEquals(0.2887880952, large[32], 1e-10);
  }

  @Test
  void theComplexitiesOfAllShortStringsHaveTheirProbabilities() {
    for (int n : new int[] {1, 2, 7, 12}) {
      int[] counts = new int[n + 1];
      for (int string = 0; string < 1 << n; string++) {
        counts[LinearComplexity.of(new long[] {(long) string << (64 - n)}, 0, n)]++;
      }
      int below = 0;
      for (int l = 0; l <= n; l++) {
        var outcome = PlaneComplexity.outcome(l, n);
        double all = 1 << n;
        assertEquals((below + counts[l]) / all, outcome.p().p(), 1e-12, n + " " + l);
        assertEquals((all - below) / all, outcome.other().p(), 1e-12, n + " " + l);
        below += counts[l];
      }
    }
    double log10 = PlaneComplexity.outcome(19_937, 140_000).p().log10();
    assertEquals((2 * 19_937 + 1 - 140_000) * Math.log10(2) - Math.log10(3), log10, 1e-9);
  }

  @Test
  void fiveWordsHaveAHundredAndTwentyOrders() {
    var orders = new HashSet<Integer>();
    int[] w = new int[5];
    for (int code = 0; code < 3125; code++) {
      for (int i = 0, left = code; i < 5; i++, left /= 5) {
        w[i] = left % 5;
      }
      if (Arrays.stream(w).distinct().count() == 5) {
        int order = OverlappingPermutations.order(w);
        assertTrue(order >= 0 && order < 120);
        orders.add(order);
      }
    }
    assertEquals(120, orders.size());
    assertEquals(
        OverlappingPermutations.order(new int[] {0, 1, 2, 3, 4}),
        OverlappingPermutations.order(new int[] {7, 7, 7, 7, 7}));
  }

  @Test
  void overlappingSumsAreMadeUncorrelatedWithVarianceOne() {
    int n = OverlappingSums.SUMS;
    // The transformation is linear: its rows are what it makes of each single sum.
    double[][] rows = new double[n][n];
    for (int j = 0; j < n; j++) {
      double[] y = new double[n];
      y[j] = 1;
      for (int i = 0; i < n; i++) {
        rows[i][j] = OverlappingSums.transformed(y, i);
      }
    }
    // Sums i and j have 100 - |i - j| numbers in common.
    for (int i = 0; i < n; i++) {
      for (int k = 0; k <= i; k++) {
        double covariance = 0;
        for (int j = 0; j < n; j++) {
          for (int l = 0; l < n && rows[i][j] != 0; l++) {
            covariance += rows[i][j] * rows[k][l] * (n - Math.abs(j - l));
          }
        }
        assertEquals(i == k ? 1 : 0, covariance, 1e-12, i + " " + k);
      }
    }
  }

  @Test
  void rareCellsAreJoinedAndNothingIsLeftOut() {
    var apart = Pearson.of(new long[] {10, 20, 4, 6}, new double[] {12, 18, 3, 7});
    // 3 is rare and alone: it joins 7, the rarest of the others.
    assertEquals(2, apart.dof().orElseThrow());
    assertEquals(4 / 12.0 + 4 / 18.0 + 0, apart.statistic(), 1e-12);
    var together = Pearson.of(new long[] {10, 20, 4, 6}, new double[] {12, 18, 3, 4.5});
    assertEquals(2, together.dof().orElseThrow());
    assertEquals(4 / 12.0 + 4 / 18.0 + 2.5 * 2.5 / 7.5, together.statistic(), 1e-12);
    var none = Pearson.of(new long[] {3, 7}, new double[] {5, 5});
    assertEquals(1, none.dof().orElseThrow());
  }

  @Test
  void collisionsAreCountedAgainstTheirExpectation() throws Exception {
    byte[] data = Generators.aesCtr(3).bytes(4_000_000);
    var outcome = new WordCollisions().run(new Words(Sample.of(data))).getFirst();
    int[] words = new int[1_000_000];
    for (int i = 0; i < words.length; i++) {
      words[i] =
          (data[4 * i] & 0xff)
              | ((data[4 * i + 1] & 0xff) << 8)
              | ((data[4 * i + 2] & 0xff) << 16)
              | (data[4 * i + 3] << 24);
    }
    double different = Arrays.stream(words).distinct().count();
    assertEquals(1_000_000 - different, outcome.statistic());
    double expected = Double.parseDouble(outcome.details().get("expected"));
    assertEquals(1_000_000.0 * 999_999 / 2 / 4294967296.0, expected, 0.02);
  }
}
