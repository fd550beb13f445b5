package org.astragal.certification;

import java.util.ArrayList;
import java.util.List;
import org.astragal.certification.battery.PValue;

/**
 * How small a fault may be to be seen at this size. A test that does not fail says nothing of
 * faults below.
 *
 * @param power the chance to see a fault of the size given
 * @param rows one for each kind of fault and size
 * @param generators which known generators the batteries of the report reject, and from which size
 *     on
 */
record Power(double power, List<Row> rows, List<PowerTable.Row> generators) {
  private static final double POWER = 0.9;

  /** Halvings until a double no longer changes. */
  private static final int HALVINGS = 100;

  /** No quantile of a level that occurs lies beyond. */
  private static final double FARTHEST = 40;

  Power {
    rows = List.copyOf(rows);
    generators = List.copyOf(generators);
  }

  /**
   * The smallest fault of one kind.
   *
   * @param fault what is wrong with the bits
   * @param bits that are looked at together
   * @param alone smallest size that the best test sees at level alpha
   * @param inFamily the same at the level that the correction may leave: alpha by the size of the
   *     family
   */
  record Row(String fault, long bits, double alone, double inFamily) {}

  /**
   * {@return what can be seen}
   *
   * @param bits in all
   * @param sequences parts of equal length
   * @param family P-values that are judged together
   * @param suites batteries of the report
   */
  static Power of(long bits, int sequences, int family, List<String> suites) {
    var rows = new ArrayList<Row>();
    long[] sizes =
        bits / sequences < bits ? new long[] {bits, bits / sequences} : new long[] {bits};
    for (long size : sizes) {
      if (size > 0) {
        double alone = shift(Family.ALPHA) / Math.sqrt((double) size);
        double among = shift(Family.ALPHA / Math.max(1, family)) / Math.sqrt((double) size);
        // Of n bits with a share 1/2 + d of ones, the count has the mean n/2 + n d and a standard
        // deviation of sqrt(n)/2; of n products of neighbours with correlation r, n r and sqrt(n).
        rows.add(new Row("bias", size, alone / 2, among / 2));
        rows.add(new Row("correlation", size, alone, among));
      }
    }
    return new Power(POWER, rows, PowerTable.measured().of(suites));
  }

  /** How far, in standard deviations, a two-sided test at this level must be moved. */
  private static double shift(double alpha) {
    return quantile(alpha / 2) + quantile(1 - POWER);
  }

  /** {@return the point that a standard normal variable exceeds with probability {@code upper}} */
  static double quantile(double upper) {
    double low = 0;
    double high = FARTHEST;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (PValue.normalUpper(middle).p() > upper) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
