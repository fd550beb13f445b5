package org.astragal.certification.games;

import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/**
 * Overlapping pairs and triples, the data taken as a ring. Pearson's statistic of overlapping
 * tuples is not chi-square; its growth from one length to the next is (Good 1953, for unequal
 * probabilities Billingsley 1956).
 */
final class Overlaps implements Tally {
  /** More triples than this are not counted. */
  private static final int MOST_TRIPLES = 4_096;

  /** Each tuple must expect so many. */
  private static final int LEAST = 5;

  private final double[] p;
  private final int k;
  private final long[] singles;
  private final long[] pairs;
  private final long[] triples;
  private final int[] head = new int[2];
  private long draws;
  private int before;
  private int last;

  /**
   * Begins.
   *
   * @param p the probability of each value, all above 0
   */
  Overlaps(double[] p) {
    this.p = p.clone();
    this.k = p.length;
    this.singles = new long[k];
    this.pairs = new long[k * k];
    this.triples = new long[k * k * k <= MOST_TRIPLES && k < 100 ? k * k * k : 0];
  }

  @Override
  public void add(int value) {
    if (draws < 2) {
      head[(int) draws] = value;
    }
    count(value);
  }

  private void count(int value) {
    draws++;
    if (draws >= 2) {
      pairs[last * k + value]++;
    }
    if (draws >= 3 && triples.length > 0) {
      triples[(before * k + last) * k + value]++;
    }
    singles[value]++;
    before = last;
    last = value;
  }

  @Override
  public void finish(Lines lines, long size) {
    double least = 1;
    for (double each : p) {
      least = Math.min(least, each);
    }
    long taken = draws;
    if (taken * least * least < LEAST) {
      lines.notRun(
          TestName.OVERLAPS,
          "pairs",
          taken,
          "needs " + (long) Math.ceil(LEAST / least / least) + " draws");
      return;
    }
    // Close the ring.
    count(head[0]);
    singles[head[0]]--;
    double one = statistic(singles, 1, taken);
    if (triples.length > 0) {
      closeTriples();
    }
    double two = statistic(pairs, 2, taken);
    lines.fit(TestName.OVERLAPS, "pairs", fit(two - one, (double) k * k - k), taken);
    if (triples.length > 0 && taken * least * least * least >= LEAST) {
      double three = statistic(triples, 3, taken);
      lines.fit(
          TestName.OVERLAPS,
          "triples",
          fit(three - two, (double) k * k * k - (double) k * k),
          taken);
    }
  }

  /** The triple of the last draw and the first two; that of the last two is counted already. */
  private void closeTriples() {
    triples[(before * k + last) * k + head[1]]++;
  }

  private static Fit fit(double statistic, double dof) {
    // A difference of sums can fall below 0 by rounding alone.
    double positive = Math.max(0, statistic);
    return new Fit(statistic, OptionalDouble.of(dof), PValue.chiSquare(positive, dof));
  }

  private double statistic(long[] counts, int length, long n) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = n;
      int tuple = i;
      for (int j = 0; j < length; j++) {
        expected *= p[tuple % k];
        tuple /= k;
      }
      sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return sum;
  }
}
