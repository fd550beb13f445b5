package org.astragal.certification.sp80022;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/**
 * How far the walk of ones (up) and zeros (down) goes, from either end.
 *
 * @spec sp800-22.html#2.13 SP 800-22, 2.13 Cumulative Sums Test
 */
final class CumulativeSums {
  private static final int LEAST_BITS = 100;

  /** Where the normal tail is below the smallest double. */
  private static final double FAR = 39;

  /** Of each byte: the sum of its steps, and the greatest and the smallest sum on the way. */
  private static final int[] SUM = new int[256];

  private static final int[] HIGH = new int[256];
  private static final int[] LOW = new int[256];

  static {
    for (int value = 0; value < 256; value++) {
      int sum = 0;
      int high = -8;
      int low = 8;
      for (int bit = 7; bit >= 0; bit--) {
        sum += 2 * ((value >>> bit) & 1) - 1;
        high = Math.max(high, sum);
        low = Math.min(low, sum);
      }
      SUM[value] = sum;
      HIGH[value] = high;
      LOW[value] = low;
    }
  }

  private CumulativeSums() {}

  /**
   * The walk.
   *
   * @param high the greatest partial sum, at least 0
   * @param low the smallest, at most 0
   * @param end the last
   */
  record Walk(int high, int low, int end) {
    /** {@return the greatest distance from the start} */
    int forward() {
      return Math.max(high, -low);
    }

    /** {@return the greatest distance from the end} */
    int reverse() {
      return Math.max(high - end, end - low);
    }
  }

  static List<Outcome> run(BitSequence bits) {
    if (bits.length() < LEAST_BITS) {
      String need = "needs at least 100 bits";
      return List.of(new Outcome.NotRun("forward", need), new Outcome.NotRun("reverse", need));
    }
    Walk walk = walk(bits);
    return List.of(
        outcome("forward", bits.length(), walk.forward()),
        outcome("reverse", bits.length(), walk.reverse()));
  }

  static Walk walk(BitSequence bits) {
    long[] words = bits.words();
    int whole = bits.length() / 8;
    int sum = 0;
    int high = 0;
    int low = 0;
    for (int i = 0; i < whole; i++) {
      int value = (int) (words[i >>> 3] >>> (56 - 8 * (i & 7))) & 0xff;
      high = Math.max(high, sum + HIGH[value]);
      low = Math.min(low, sum + LOW[value]);
      sum += SUM[value];
    }
    for (int i = 8 * whole; i < bits.length(); i++) {
      sum += 2 * bits.bit(i) - 1;
      high = Math.max(high, sum);
      low = Math.min(low, sum);
    }
    return new Walk(high, low, sum);
  }

  private static Outcome outcome(String variant, int n, int z) {
    return new Outcome.Done(variant, fit(n, z, Mode.REFERENCE), fit(n, z, Mode.EXACT), Map.of());
  }

  /**
   * The P-value of a greatest distance z. The two modes differ in the limits of the sums: the
   * reference program divides integers, toward zero, where the document takes the floor.
   */
  static Fit fit(int n, int z, Mode mode) {
    // 2.13.4 and 3.13, with Phi written by its upper tail so that nothing is subtracted from 1.
    double scaled = z / Math.sqrt(n);
    double p = PValue.normalTwoSided(scaled).p();
    int first = 2;
    for (int k = limit(-n, 1, z, mode); k <= limit(n, -1, z, mode); k++) {
      if (k != 0) {
        p -= between(Math.abs(4 * k) - 1, scaled);
      }
    }
    for (int k = limit(-n, -3, z, mode); k <= limit(n, -1, z, mode); k++) {
      int odd = k >= 0 ? 4 * k + 1 : -4 * k - 3;
      p += between(odd, scaled);
      first += odd == 1 ? 1 : 0;
    }
    // Far out, only the tails at z itself count.
    PValue value = p < 1e-200 ? PValue.normalUpper(scaled).times(first) : PValue.of(Math.min(1, p));
    return new Fit(z, OptionalDouble.empty(), value);
  }

  /** {@return the probability between odd and odd + 2 scaled distances} */
  private static double between(int odd, double scaled) {
    if (odd * scaled > FAR) {
      return 0;
    }
    return PValue.normalUpper(odd * scaled).p() - PValue.normalUpper((odd + 2) * scaled).p();
  }

  /** {@return (n / z + offset) / 4} */
  private static int limit(int n, int offset, int z, Mode mode) {
    return switch (mode) {
      case REFERENCE -> (n / z + offset) / 4;
      case EXACT -> (int) Math.floorDiv(n + (long) offset * z, 4L * z);
    };
  }
}
