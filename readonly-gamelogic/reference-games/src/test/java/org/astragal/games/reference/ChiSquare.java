package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;

/**
 * The statistic of Pearson over cells, those in which less than five are expected put together with
 * their neighbours.
 *
 * @param statistic the sum over the cells
 * @param freedom degrees of freedom: cells less one
 */
record ChiSquare(double statistic, int freedom) {
  private static final double LEAST = 5;

  /**
   * {@return the statistic of these counts}
   *
   * @param expected how many are expected in each cell
   * @param observed how many came
   */
  static ChiSquare of(List<Double> expected, List<Long> observed) {
    var sums = new ArrayList<Double>();
    var counts = new ArrayList<Long>();
    double sum = 0;
    long count = 0;
    for (int i = 0; i < expected.size(); i++) {
      sum += expected.get(i);
      count += observed.get(i);
      if (sum >= LEAST) {
        sums.add(sum);
        counts.add(count);
        sum = 0;
        count = 0;
      }
    }
    // What is left over goes with the last cell.
    int last = sums.size() - 1;
    sums.set(last, sums.get(last) + sum);
    counts.set(last, counts.get(last) + count);
    double statistic = 0;
    for (int i = 0; i < sums.size(); i++) {
      double difference = counts.get(i) - sums.get(i);
      statistic += difference * difference / sums.get(i);
    }
    return new ChiSquare(statistic, last);
  }

  /**
   * {@return how many standard deviations the statistic is away from its mean, by the cube root of
   * Wilson and Hilferty; 0 for a single cell}
   */
  double z() {
    if (freedom == 0) {
      return 0;
    }
    double spread = 2.0 / (9.0 * freedom);
    return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread);
  }
}
