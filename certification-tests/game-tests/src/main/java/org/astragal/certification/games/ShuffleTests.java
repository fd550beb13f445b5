package org.astragal.certification.games;

import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/** The tests of whole shuffles of n different cards, in one pass. Use by one thread. */
final class ShuffleTests {
  /** Each card must be expected so often at each position. */
  private static final int LEAST = 5;

  private final int n;
  private final long[][] matrix;
  private final long[] fixed;
  private final long[] cycles;
  private final long[] successions;
  private final long[] descents;
  private final Interplay interplay;
  private final Duplicates duplicates;
  private long rounds;

  /**
   * Begins.
   *
   * @param cards of a shuffle
   */
  ShuffleTests(int cards) {
    n = cards;
    matrix = new long[cards][cards];
    fixed = new long[cards + 1];
    cycles = new long[cards + 1];
    successions = new long[cards];
    descents = new long[cards];
    interplay = new Interplay(cards, cards, false);
    double orders = 1;
    for (int i = 2; i <= cards && orders < 1e300; i++) {
      orders *= i;
    }
    duplicates = new Duplicates(orders);
  }

  void add(int[] cards) {
    int stay = 0;
    int follow = 0;
    int fall = 0;
    for (int i = 0; i < n; i++) {
      matrix[i][cards[i]]++;
      stay += cards[i] == i ? 1 : 0;
      if (i > 0) {
        follow += cards[i] == cards[i - 1] + 1 ? 1 : 0;
        fall += cards[i] < cards[i - 1] ? 1 : 0;
      }
    }
    fixed[stay]++;
    successions[follow]++;
    descents[fall]++;
    cycles[cyclesOf(cards)]++;
    interplay.add(cards);
    duplicates.add(cards);
    rounds++;
  }

  private int cyclesOf(int[] cards) {
    boolean[] seen = new boolean[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (!seen[i]) {
        count++;
        for (int j = i; !seen[j]; j = cards[j]) {
          seen[j] = true;
        }
      }
    }
    return count;
  }

  long rounds() {
    return rounds;
  }

  void finish(Lines lines) {
    if (rounds < (long) LEAST * n) {
      lines.notRun(TestName.POSITION_MATRIX, "", rounds, "needs " + (long) LEAST * n + " shuffles");
    } else {
      double statistic = matrixStatistic();
      double dof = (n - 1.0) * (n - 1);
      lines.fit(
          TestName.POSITION_MATRIX,
          "",
          new Fit(statistic, OptionalDouble.of(dof), PValue.chiSquare(statistic, dof)),
          rounds,
          "uncorrected",
          statistic * n / (n - 1));
    }
    lines.chiSquare(
        TestName.FIXED_POINTS, "", fixed, Chances.fixedPoints(n), rounds, "none", fixed[0]);
    lines.chiSquare(TestName.CYCLES, "", cycles, Chances.cycles(n), rounds);
    lines.chiSquare(
        TestName.ADJACENCY,
        "",
        successions,
        Chances.successions(n),
        rounds,
        "none",
        successions[0]);
    lines.chiSquare(TestName.RUNS, "descents", descents, Chances.descents(n), rounds);
    interplay.finish(lines, true);
    duplicates.finish(lines);
  }

  /**
   * Pearson's statistic of the matrix. Each row and each column has a fixed sum, so that a count
   * varies by n / (n - 1) more than (n - 1)^2 independent ones would: it is scaled by that.
   */
  private double matrixStatistic() {
    double expected = (double) rounds / n;
    double statistic = 0;
    for (long[] row : matrix) {
      for (long count : row) {
        statistic += (count - expected) * (count - expected) / expected;
      }
    }
    return statistic * (n - 1) / n;
  }
}
