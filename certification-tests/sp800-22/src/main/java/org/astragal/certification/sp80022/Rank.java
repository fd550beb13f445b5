package org.astragal.certification.sp80022;

import java.util.List;
import org.astragal.certification.battery.ChiSquare;

/**
 * The rank of 32 by 32 matrices over GF(2).
 *
 * @spec sp800-22.html#2.5 SP 800-22, 2.5 Binary Matrix Rank Test
 */
final class Rank {
  private static final int SIZE = 32;

  /** 2.5.7: at least 38 matrices. */
  private static final int LEAST_BITS = 38 * SIZE * SIZE;

  private static final double[] PROBABILITIES = probabilities();

  private Rank() {}

  static List<Outcome> run(BitSequence bits) {
    if (bits.length() < LEAST_BITS) {
      return List.of(new Outcome.NotRun("", "needs at least 38912 bits"));
    }
    long[] counts = counts(bits);
    var fit = ChiSquare.of(counts, PROBABILITIES);
    return List.of(new Outcome.Done("", fit, fit, Details.of("counts", Details.list(counts))));
  }

  /** {@return the probabilities of rank 32, 31 and less} */
  static double[] expected() {
    return PROBABILITIES.clone();
  }

  /** {@return how many matrices have rank 32, 31 and less} */
  static long[] counts(BitSequence bits) {
    long[] counts = new long[3];
    int[] rows = new int[SIZE];
    for (int at = 0; at + SIZE * SIZE <= bits.length(); at += SIZE * SIZE) {
      for (int i = 0; i < SIZE; i++) {
        rows[i] = (int) (bits.from(at + SIZE * i) >>> 32);
      }
      counts[Math.min(2, SIZE - rank(rows))]++;
    }
    return counts;
  }

  /** {@return the rank; the rows are used up} */
  private static int rank(int[] rows) {
    int rank = 0;
    for (int i = 0; i < SIZE; i++) {
      int pivot = rows[i];
      if (pivot == 0) {
        continue;
      }
      rank++;
      int bit = Integer.numberOfTrailingZeros(pivot);
      for (int j = i + 1; j < SIZE; j++) {
        // All ones if the row has the bit: no branch.
        rows[j] ^= pivot & -((rows[j] >>> bit) & 1);
      }
    }
    return rank;
  }

  private static double[] probabilities() {
    // 3.5: P(r) = 2^(r (64 - r) - 1024) prod_(i < r) (1 - 2^(i - 32))^2 / (1 - 2^(i - r)).
    double[] probabilities = new double[3];
    for (int deficit = 0; deficit < 2; deficit++) {
      int rank = SIZE - deficit;
      double product = Math.scalb(1.0, -deficit * deficit);
      for (int i = 0; i < rank; i++) {
        double factor = 1 - Math.scalb(1.0, i - SIZE);
        product *= factor * factor / (1 - Math.scalb(1.0, i - rank));
      }
      probabilities[deficit] = product;
    }
    probabilities[2] = 1 - probabilities[0] - probabilities[1];
    return probabilities;
  }
}
