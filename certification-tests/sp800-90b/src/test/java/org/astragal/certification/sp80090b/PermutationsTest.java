package org.astragal.certification.sp80090b;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.astragal.certification.battery.ChiSquare;
import org.junit.jupiter.api.Test;

/** Goal: permutations are uniform, can be made again, and settle a statistic as the tool does. */
final class PermutationsTest {
  @Test
  void everyOrderOfFiveIsEquallyLikely() {
    byte[] data = {0, 1, 2, 3, 4};
    var shuffler = new Shuffler(data, data, "");
    Map<String, Long> counts = new HashMap<>();
    byte[] into = new byte[5];
    for (int i = 0; i < 120_000; i++) {
      shuffler.permute(i, into);
      counts.merge(Arrays.toString(into), 1L, Long::sum);
    }
    assertEquals(120, counts.size());
    double[] even = new double[120];
    Arrays.fill(even, 1.0 / 120);
    var fit = ChiSquare.of(counts.values().stream().mapToLong(Long::longValue).toArray(), even);
    assertTrue(fit.p().p() > 0.001, fit.toString());
  }

  @Test
  void everySampleMayGoToEveryPlaceOfALongSequence() {
    int n = 101;
    byte[] data = new byte[n];
    for (int i = 0; i < n; i++) {
      data[i] = (byte) i;
    }
    var shuffler = new Shuffler(data, data, "x");
    long[] counts = new long[n * n];
    byte[] into = new byte[n];
    for (int round = 0; round < 20_000; round++) {
      shuffler.permute(round, into);
      for (int i = 0; i < n; i++) {
        counts[i * n + into[i]]++;
      }
    }
    double[] even = new double[n * n];
    Arrays.fill(even, 1.0 / (n * n));
    double statistic = ChiSquare.of(counts, even).statistic() * (n - 1) / n;
    double dof = (n - 1.0) * (n - 1.0);
    assertTrue(Math.abs(statistic - dof) < 4 * Math.sqrt(2 * dof), statistic + " for " + dof);
  }

  @Test
  void aPermutationFollowsFromDataSeedAndNumberAlone() {
    byte[] data = DataSets.aes(1000);
    byte[] first = new byte[1000];
    byte[] again = new byte[1000];
    new Shuffler(data, data, "seed").permute(7, first);
    var other = new Shuffler(data, data, "seed");
    other.permute(3, again);
    other.permute(7, again);
    assertArrayEquals(first, again);
    for (var different :
        List.of(new Shuffler(data, data, "seeds"), new Shuffler(new byte[] {1}, data, "seed"))) {
      different.permute(7, again);
      assertFalse(Arrays.equals(first, again));
    }
    new Shuffler(data, data, "seed").permute(8, again);
    assertFalse(Arrays.equals(first, again));
    Arrays.sort(first);
    Arrays.sort(data);
    assertArrayEquals(data, first);
  }

  @Test
  void aStatisticIsSettledOnceSixAreAsHighAndSixAsLow() throws Exception {
    int[] calls = {0};
    // The data have 0; the permutations then 1, -1, 1, -1, ...
    var ranks =
        Permutations.rank(
            new byte[100],
            new Shuffler(new byte[100], new byte[100], ""),
            List.of("turns", "same", "highest"),
            (symbols, wanted, into) -> {
              int call = calls[0]++;
              into[0] = call == 0 ? 0 : call % 2 == 1 ? 1 : -1;
              into[1] = 5;
              into[2] = call == 0 ? 1 : 0;
            });
    assertEquals(12, ranks[0].above() + ranks[0].equal() + ranks[0].below());
    assertTrue(ranks[0].usual());
    assertEquals(6, ranks[1].equal());
    assertEquals(0, ranks[1].above() + ranks[1].below());
    assertTrue(ranks[1].usual());
    assertEquals(Permutations.COUNT, ranks[2].below());
    assertFalse(ranks[2].usual());
    assertEquals(1 + Permutations.COUNT, calls[0]);
  }
}
