package org.astragal.certification.games;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/**
 * The tests of rounds of m of M without replacement, in one pass. Numbers of one round exclude each
 * other, so that counts spread less than those of independent draws: each statistic is divided by
 * its exact share of that. Use by one thread.
 */
final class LottoTests {
  /** Rounds that are all in ascending order were sorted: by chance this has one in (m!)^20. */
  private static final int SORTED = 20;

  /**
   * What cells of an order statistic expect: with 5, P-values below 1e-4 came twice as often as
   * they say.
   */
  static final double LEAST_ORDERED = 20;

  /** Each pair of numbers must expect so many rounds. */
  private static final int LEAST = 5;

  private final int m;
  private final int values;
  private final long[] counts;
  private final long[][] positions;
  private final long[][] ordered;
  private final long[] neighbours;
  private final long[] common;
  private final long[][] pairs;
  private final Interplay interplay;
  private final Duplicates duplicates;
  private final boolean[] before;
  private int[] last = {};
  private boolean ascending = true;
  private long rounds;

  /**
   * Begins.
   *
   * @param taken numbers of a round
   * @param of how many there are
   */
  LottoTests(int taken, int of) {
    m = taken;
    values = of;
    counts = new long[of];
    positions = new long[taken][of];
    ordered = new long[taken][of];
    neighbours = new long[taken];
    common = new long[taken + 1];
    pairs = new long[of][of];
    interplay = new Interplay(taken, of, false);
    duplicates = new Duplicates(Chances.choose(of, taken));
    before = new boolean[of];
  }

  void add(int[] round) {
    int[] sorted = round.clone();
    Arrays.sort(sorted);
    ascending &= Arrays.equals(sorted, round);
    int shared = 0;
    for (int i = 0; i < m; i++) {
      counts[round[i]]++;
      positions[i][round[i]]++;
      ordered[i][sorted[i]]++;
      shared += before[round[i]] ? 1 : 0;
      for (int j = 0; j < i; j++) {
        pairs[sorted[j]][sorted[i]]++;
      }
    }
    if (rounds > 0) {
      common[shared]++;
    }
    for (int number : last) {
      before[number] = false;
    }
    for (int number : sorted) {
      before[number] = true;
    }
    last = sorted;
    int adjacent = 0;
    for (int i = 1; i < m; i++) {
      adjacent += sorted[i] == sorted[i - 1] + 1 ? 1 : 0;
    }
    neighbours[adjacent]++;
    interplay.add(round);
    duplicates.add(sorted);
    rounds++;
  }

  long rounds() {
    return rounds;
  }

  /** {@return whether the rounds come sorted, so that positions mean nothing} */
  boolean isSorted() {
    return ascending && rounds >= SORTED;
  }

  void finish(Lines lines) {
    if (rounds * (double) m / values < LEAST) {
      lines.notRun(TestName.FREQUENCY, "", rounds, "needs " + LEAST * (values / m + 1) + " rounds");
      return;
    }
    frequency(lines);
    if (!isSorted()) {
      for (int i = 0; i < m; i++) {
        lines.chiSquare(
            TestName.FREQUENCY, "position " + (i + 1), positions[i], Chances.equal(values), rounds);
      }
      interplay.finish(lines, true);
    }
    for (int i = 0; i < m; i++) {
      lines.chiSquare(
          LEAST_ORDERED,
          TestName.ORDER_STATISTIC,
          (i + 1) + " of " + m,
          ordered[i],
          Chances.ordered(i + 1, m, values),
          rounds);
    }
    lines.chiSquare(
        TestName.ADJACENCY,
        "",
        neighbours,
        Chances.neighbours(m, values),
        rounds,
        "counts",
        Lines.list(neighbours));
    lines.chiSquare(
        TestName.OVERLAPS,
        "with the round before",
        common,
        Chances.common(m, values),
        rounds,
        "counts",
        Lines.list(common));
    pairs(lines);
    duplicates.finish(lines);
  }

  private void frequency(Lines lines) {
    double expected = rounds * (double) m / values;
    double naive = 0;
    for (long count : counts) {
      naive += (count - expected) * (count - expected) / expected;
    }
    // Counts of numbers that exclude each other vary by (M - m) / (M - 1) of the binomial variance.
    double statistic = naive * (values - 1) / (values - m);
    lines.fit(
        TestName.FREQUENCY,
        "",
        new Fit(
            statistic, OptionalDouble.of(values - 1.0), PValue.chiSquare(statistic, values - 1.0)),
        rounds,
        "counts",
        Lines.list(counts),
        "uncorrected",
        naive);
  }

  /**
   * Counts of unordered pairs. Their covariance has three eigenspaces: the sum, which is fixed;
   * what the counts of single numbers decide, which the frequencies have tested; and the rest, on
   * which the eigenvalue is q - 2 p3 + p4, with the probabilities of a pair, of three and of four
   * numbers.
   */
  private void pairs(Lines lines) {
    double n = values;
    double two = m * (m - 1.0) / (n * (n - 1));
    double three = two * (m - 2) / (n - 2);
    double four = values > 3 ? three * (m - 3) / (n - 3) : 0;
    double variance = two - 2 * three + four;
    if (values < 5 || rounds * two < LEAST || variance <= 0 || m > values - 2) {
      lines.notRun(
          TestName.PAIR_FREQUENCY,
          "",
          rounds,
          "needs 5 numbers of which two stay out, and "
              + (long) Math.ceil(LEAST / two)
              + " rounds");
      return;
    }
    double[] sums = new double[values];
    for (int i = 0; i < values; i++) {
      for (int j = i + 1; j < values; j++) {
        double deviation = pairs[i][j] - rounds * two;
        sums[i] += deviation;
        sums[j] += deviation;
      }
    }
    double statistic = 0;
    for (int i = 0; i < values; i++) {
      for (int j = i + 1; j < values; j++) {
        double rest = pairs[i][j] - rounds * two - (sums[i] + sums[j]) / (n - 2);
        statistic += rest * rest;
      }
    }
    statistic /= rounds * variance;
    double dof = n * (n - 3) / 2;
    lines.fit(
        TestName.PAIR_FREQUENCY,
        "",
        new Fit(statistic, OptionalDouble.of(dof), PValue.chiSquare(statistic, dof)),
        rounds);
  }
}
