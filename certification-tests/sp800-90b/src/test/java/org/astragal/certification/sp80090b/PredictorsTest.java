package org.astragal.certification.sp80090b;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: the fast predictors predict what the steps of the standard predict, on data of any kind.
 */
final class PredictorsTest {
  @ParameterizedTest
  @CsvSource({
    "2, 4700, 0",
    "2, 4700, 3",
    "3, 4700, 5",
    "5, 4700, 2",
    "16, 4700, 0",
    "256, 7000, 0",
    "256, 4700, 9"
  })
  void everyPredictorPredictsAsTheStandardSays(int alphabet, int samples, int habit)
      throws Exception {
    byte[] s = data(alphabet, samples, habit);
    var series = new Series(s, alphabet);
    check("multi-mcw", ModelPredictors.multiMcw(s), new MultiMcw().estimate(series));
    check("lag", ModelPredictors.lag(s), new Lag().estimate(series));
    check("multi-mmc", ModelPredictors.multiMmc(s), new MultiMmc().estimate(series));
    check("lz78y", ModelPredictors.lz78y(s), new Lz78y().estimate(series));
  }

  @Test
  void dictionariesThatFillUpPredictAsTheStandardSays() throws Exception {
    // 100,000 pairs of each order from 3 on; the 65,536 strings of LZ78Y are full after 4,096.
    byte[] s = data(256, 101_500, 0);
    var series = new Series(s, 256);
    check("multi-mmc", ModelPredictors.multiMmc(s), new MultiMmc().estimate(series));
  }

  /** Symbols that are random, or with a chance of one in habit those of some places before. */
  private static byte[] data(int alphabet, int samples, int habit) {
    var random = new Random(alphabet * 31L + habit);
    byte[] s = new byte[samples];
    for (int i = 0; i < samples; i++) {
      boolean repeat = habit > 0 && i > 40 && random.nextInt(habit) > 0;
      s[i] = repeat ? s[i - 1 - 3 * habit] : (byte) random.nextInt(alphabet);
    }
    return s;
  }

  private static void check(String name, ModelPredictors.Score score, Estimate estimate) {
    var details = ((Estimate.Value) estimate).details();
    assertEquals(Long.toString(score.correct()), details.get("correct"), name);
    assertEquals(Long.toString(score.longestRun()), details.get("longestRun"), name);
  }

  @Test
  void theChanceOfNoRunIsThatOfCountingAllCases() {
    for (double p : new double[] {0.01, 0.3, 0.5, 0.55, 0.7}) {
      for (int r = 2; r <= 12; r++) {
        for (int n : new int[] {50, 200, 1000}) {
          double exact = noRun(p, r, n);
          double computed = Math.exp(Prediction.logNoRun(p, r, n));
          // The formula is the leading term; it is good where a run is unlikely.
          if (exact > 0.9) {
            assertEquals(exact, computed, 1e-3, p + " " + r + " " + n);
          }
        }
      }
    }
  }

  /** {@return the probability that n trials have no run of r successes, by dynamic programming} */
  private static double noRun(double p, int r, int n) {
    double[] byRun = new double[r];
    byRun[0] = 1;
    for (int i = 0; i < n; i++) {
      double[] next = new double[r];
      for (int run = 0; run < r; run++) {
        next[0] += byRun[run] * (1 - p);
        if (run + 1 < r) {
          next[run + 1] += byRun[run] * p;
        }
      }
      byRun = next;
    }
    double sum = 0;
    for (double chance : byRun) {
      sum += chance;
    }
    return sum;
  }

  @Test
  void aLongRunOfSuccessesLowersTheEstimateToWhereSuchARunHasAChanceOfOnePercent() {
    var estimate = (Estimate.Value) Prediction.of(500, 1_000_000, 40, 256);
    double local = Double.parseDouble(estimate.details().get("pLocal"));
    assertEquals(-Math.log(local) / Math.log(2), estimate.minEntropy(), 1e-12);
    assertEquals(Math.log(0.99), Prediction.logNoRun(local, 41, 1_000_000), 1e-9);
    assertEquals(0.99, noRun(local, 41, 1_000_000), 1e-6);
  }

  @Test
  void predictionsThatAllCameTrueLeaveNothing() {
    var estimate = (Estimate.Value) Prediction.of(1_000_000, 1_000_000, 1_000_000, 256);
    assertEquals(0.0, estimate.minEntropy());
    var almost = (Estimate.Value) Prediction.of(999_000, 1_000_000, 400_000, 256);
    assertTrue(almost.minEntropy() > 0 && almost.minEntropy() < 1e-3, almost.toString());
  }
}
