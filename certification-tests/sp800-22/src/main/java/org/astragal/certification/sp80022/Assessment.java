package org.astragal.certification.sp80022;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import org.astragal.certification.battery.PValue;

/**
 * The second level as the reference program has it: it prints each P-value with six decimals and
 * reads it back as a float, leaves out zeros of the excursion tests, divides the number of
 * sequences by ten without a remainder, and cuts the limits of the proportion to whole numbers.
 */
final class Assessment {
  private static final int BINS = 10;

  private final int size;
  private final int passes;
  private final long[] counts;
  private final int least;
  private final int most;

  private Assessment(int size, int passes, long[] counts, int least, int most) {
    this.size = size;
    this.passes = passes;
    this.counts = counts;
    this.least = least;
    this.most = most;
  }

  static Assessment of(Kind kind, double[] pValues, double alpha) {
    double[] read =
        Arrays.stream(pValues)
            .map(Assessment::printedAndRead)
            .filter(p -> p > 0 || !kind.ofExcursions())
            .toArray();
    int passes = (int) Arrays.stream(read).filter(p -> p >= alpha).count();
    long[] counts = new long[BINS];
    for (double p : read) {
      counts[Math.min(BINS - 1, (int) Math.floor(p * BINS))]++;
    }
    // 4.2.1: p +- 3 sqrt(p alpha / m), times m.
    double good = 1 - alpha;
    double spread = read.length == 0 ? 0 : 3 * Math.sqrt(good * alpha / read.length);
    return new Assessment(
        read.length,
        passes,
        counts,
        (int) ((good - spread) * read.length),
        (int) ((good + spread) * read.length));
  }

  private static double printedAndRead(double p) {
    return new BigDecimal(p).setScale(6, RoundingMode.HALF_EVEN).floatValue();
  }

  /** {@return how many P-values count} */
  int size() {
    return size;
  }

  /** {@return how many of them are at least alpha} */
  int passes() {
    return passes;
  }

  /** {@return how many lie in each tenth} */
  long[] counts() {
    return counts.clone();
  }

  /** {@return the least number of passes that is not flagged} */
  int least() {
    return least;
  }

  /** {@return the greatest number of passes that is not flagged} */
  int most() {
    return most;
  }

  boolean proportionFlagged() {
    return size > 0 && (passes < least || passes > most);
  }

  /** {@return whether there are enough sequences for a value} */
  boolean hasUniformity() {
    return size >= BINS;
  }

  double statistic() {
    double expected = Math.floorDiv(size, BINS);
    return Arrays.stream(counts)
        .mapToDouble(count -> (count - expected) * (count - expected) / expected)
        .sum();
  }

  PValue uniformity() {
    // 4.2.2: igamc(9/2, chi^2/2).
    return PValue.chiSquare(statistic(), BINS - 1.0);
  }
}
