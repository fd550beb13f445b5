package org.astragal.certification.diehard;

import java.util.Arrays;
import java.util.List;
import org.astragal.certification.battery.SampleException;

/**
 * The rank of random matrices over two elements, whose rows are bits of words. The probabilities
 * are exact.
 */
final class BinaryRank implements Trial {
  private final int rows;
  private final int columns;
  private final int shift;
  private final int matrices;

  /**
   * Creates one.
   *
   * @param rows of a matrix, a word each
   * @param columns of a matrix
   * @param shift how many of the lowest bits of a word are not used
   * @param matrices in one sample
   */
  BinaryRank(int rows, int columns, int shift, int matrices) {
    this.rows = rows;
    this.columns = columns;
    this.shift = shift;
    this.matrices = matrices;
  }

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    return List.of(Pearson.of(ranks(words), Pearson.expected(probabilities(), matrices)));
  }

  /** {@return how often each rank came} */
  long[] ranks(Words words) throws SampleException, InterruptedException {
    long[] counts = new long[Math.min(rows, columns) + 1];
    int[] basis = new int[Integer.SIZE];
    int mask = -1 >>> (Integer.SIZE - columns);
    for (int m = 0; m < matrices; m++) {
      Arrays.fill(basis, 0);
      int rank = 0;
      for (int i = 0; i < rows; i++) {
        int row = (words.next() >>> shift) & mask;
        while (row != 0) {
          int top = Integer.numberOfLeadingZeros(row);
          if (basis[top] == 0) {
            basis[top] = row;
            rank++;
            break;
          }
          row ^= basis[top];
        }
      }
      counts[rank]++;
    }
    return counts;
  }

  /** {@return the probability of each rank} */
  // 2^(r (m + n - r) - m n) times the product of (1 - 2^(i-m)) (1 - 2^(i-n)) / (1 - 2^(i-r)) for i
  // from 0 to r - 1.
  double[] probabilities() {
    double[] p = new double[Math.min(rows, columns) + 1];
    for (int r = 0; r < p.length; r++) {
      double product = Math.pow(2, r * (rows + columns - r) - rows * columns);
      for (int i = 0; i < r; i++) {
        product *=
            (1 - Math.pow(2, i - rows)) * (1 - Math.pow(2, i - columns)) / (1 - Math.pow(2, i - r));
      }
      p[r] = product;
    }
    return p;
  }
}
