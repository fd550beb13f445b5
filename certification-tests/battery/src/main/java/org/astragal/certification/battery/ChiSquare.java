package org.astragal.certification.battery;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Pearson's test of counts against probabilities. */
public final class ChiSquare {
  private ChiSquare() {}

  /**
   * Compares counts with probabilities; degrees of freedom are one less than the cells that can
   * occur.
   *
   * @param observed how often each cell was seen
   * @param probabilities of each cell; those of a cell that cannot occur are 0
   * @return the fit; a count in a cell that cannot occur makes the statistic infinite
   * @throws IllegalArgumentException if the lengths differ, nothing was seen, or fewer than two
   *     cells can occur
   */
  public static Fit of(long[] observed, double[] probabilities) {
    if (observed.length != probabilities.length) {
      throw new IllegalArgumentException(
          observed.length + " counts for " + probabilities.length + " probabilities");
    }
    long total = 0;
    for (long count : observed) {
      total += count;
    }
    double statistic = 0;
    int cells = 0;
    for (int i = 0; i < observed.length; i++) {
      double expected = total * probabilities[i];
      if (expected > 0) {
        statistic += (observed[i] - expected) * (observed[i] - expected) / expected;
        cells++;
      } else if (observed[i] > 0) {
        statistic = Double.POSITIVE_INFINITY;
      }
    }
    if (cells < 2) {
      throw new IllegalArgumentException("no two cells can be told apart in " + total + " trials");
    }
    return new Fit(
        statistic, OptionalDouble.of(cells - 1.0), PValue.chiSquare(statistic, cells - 1.0));
  }

  /**
   * Compares as {@link #of} does, after neighbouring cells were joined until each expects enough.
   * What is left over at the end joins the last cell.
   *
   * @param observed how often each cell was seen
   * @param probabilities of each cell
   * @param least the smallest expected count of a cell, such as 5
   * @return the fit
   * @throws IllegalArgumentException as for {@link #of}
   */
  public static Fit pooled(long[] observed, double[] probabilities, double least) {
    if (observed.length != probabilities.length) {
      throw new IllegalArgumentException(
          observed.length + " counts for " + probabilities.length + " probabilities");
    }
    long total = 0;
    for (long count : observed) {
      total += count;
    }
    List<Long> counts = new ArrayList<>();
    List<Double> joined = new ArrayList<>();
    long count = 0;
    double probability = 0;
    for (int i = 0; i < observed.length; i++) {
      count += observed[i];
      probability += probabilities[i];
      if (total * probability >= least) {
        counts.add(count);
        joined.add(probability);
        count = 0;
        probability = 0;
      }
    }
    if (!counts.isEmpty()) {
      int last = counts.size() - 1;
      counts.set(last, counts.get(last) + count);
      joined.set(last, joined.get(last) + probability);
    }
    return of(
        counts.stream().mapToLong(Long::longValue).toArray(),
        joined.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
