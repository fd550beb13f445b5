package org.astragal.certification.diehard;

import java.util.ArrayList;
import java.util.List;
import org.astragal.certification.battery.SampleException;

/**
 * The orders of five words in a row, each word beginning another five. The 120 counts depend on
 * each other; the statistic is their quadratic form in the pseudo-inverse of their covariance,
 * which has rank 96 (120 less the 23 ways in which first and last four words must agree, and the
 * sum). This is the corrected form: Marsaglia's matrices were wrong. The covariance is counted here
 * from all orders of six to nine words.
 */
final class OverlappingPermutations implements Trial {
  static final int WORDS = 1_000_000;
  private static final int LENGTH = 5;
  private static final int ORDERS = 120;
  private static final int RANK = 96;

  private double[][] inverse = new double[0][0];

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    if (inverse.length == 0) {
      inverse = pseudoInverse();
    }
    int[] five = new int[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      five[i] = words.next();
    }
    double[] off = new double[ORDERS];
    for (int i = 0; i < WORDS; i++) {
      off[order(five)]++;
      System.arraycopy(five, 1, five, 0, LENGTH - 1);
      five[LENGTH - 1] = words.next();
    }
    for (int i = 0; i < ORDERS; i++) {
      off[i] -= WORDS / (double) ORDERS;
    }
    double form = 0;
    for (int i = 0; i < ORDERS; i++) {
      for (int j = 0; j < ORDERS; j++) {
        form += off[i] * inverse[i][j] * off[j];
      }
    }
    return List.of(Outcome.chiSquare(Math.max(0, form / WORDS), RANK));
  }

  /**
   * {@return a number of the order of five signed words, from 0 to 119; of equals the later is
   * greater}
   */
  static int order(int[] w) {
    int order = 0;
    for (int i = LENGTH - 1; i > 0; i--) {
      int below = 0;
      for (int j = 0; j < i; j++) {
        below += w[j] <= w[i] ? 1 : 0;
      }
      order = order * (i + 1) + below;
    }
    return order;
  }

  // C = E - J/120^2 for a place with itself, and P_l + P_l' - 2 J/120^2 for places l apart, where
  // P_l[a][b] is the probability of order a and, l words later, of order b. With an orthonormal
  // basis N of what C maps to zero, C + N N' can be inverted, and C+ = (C + N N')^-1 - N N'.
  private static double[][] pseudoInverse() {
    double even = 1.0 / ORDERS;
    double[][] c = new double[ORDERS][ORDERS];
    for (int i = 0; i < ORDERS; i++) {
      for (int j = 0; j < ORDERS; j++) {
        c[i][j] = (i == j ? even : 0) - (2 * LENGTH - 1) * even * even;
      }
    }
    for (int lag = 1; lag < LENGTH; lag++) {
      addLag(c, lag);
    }
    double[][] agreeing = nullSpace();
    double[][] full = new double[ORDERS][ORDERS];
    for (int i = 0; i < ORDERS; i++) {
      for (int j = 0; j < ORDERS; j++) {
        full[i][j] = c[i][j] + product(agreeing, i, j);
      }
    }
    double[][] inverse = invert(full);
    for (int i = 0; i < ORDERS; i++) {
      for (int j = 0; j < ORDERS; j++) {
        inverse[i][j] -= product(agreeing, i, j);
      }
    }
    return inverse;
  }

  private static double product(double[][] basis, int i, int j) {
    double sum = 0;
    for (double[] vector : basis) {
      sum += vector[i] * vector[j];
    }
    return sum;
  }

  private static void addLag(double[][] c, int lag) {
    int n = LENGTH + lag;
    int[] permutation = new int[n];
    double count = 1;
    for (int i = 0; i < n; i++) {
      permutation[i] = i;
      count *= i + 1;
    }
    int[] first = new int[LENGTH];
    int[] second = new int[LENGTH];
    do {
      System.arraycopy(permutation, 0, first, 0, LENGTH);
      System.arraycopy(permutation, lag, second, 0, LENGTH);
      int a = order(first);
      int b = order(second);
      c[a][b] += 1 / count;
      c[b][a] += 1 / count;
    } while (advance(permutation));
  }

  /** Makes the next permutation in lexicographic order; false after the last. */
  private static boolean advance(int[] p) {
    int i = p.length - 2;
    while (i >= 0 && p[i] > p[i + 1]) {
      i--;
    }
    if (i < 0) {
      return false;
    }
    int j = p.length - 1;
    while (p[j] < p[i]) {
      j--;
    }
    swap(p, i, j);
    for (int a = i + 1, b = p.length - 1; a < b; a++, b--) {
      swap(p, a, b);
    }
    return true;
  }

  private static void swap(int[] p, int i, int j) {
    int held = p[i];
    p[i] = p[j];
    p[j] = held;
  }

  /** The sum, and for each order of four: first four so less last four so. Made orthonormal. */
  private static double[][] nullSpace() {
    double[][] spanning = new double[25][ORDERS];
    int[] p = {0, 1, 2, 3, 4};
    do {
      int order = order(p);
      spanning[24][order] = 1;
      spanning[orderOfFour(p, 0)][order]++;
      spanning[orderOfFour(p, 1)][order]--;
    } while (advance(p));
    var basis = new ArrayList<double[]>();
    for (double[] vector : spanning) {
      for (double[] done : basis) {
        double along = dot(vector, done);
        for (int i = 0; i < ORDERS; i++) {
          vector[i] -= along * done[i];
        }
      }
      double length = Math.sqrt(dot(vector, vector));
      if (length > 1e-6) {
        for (int i = 0; i < ORDERS; i++) {
          vector[i] /= length;
        }
        basis.add(vector);
      }
    }
    return basis.toArray(double[][]::new);
  }

  private static int orderOfFour(int[] p, int from) {
    int order = 0;
    for (int i = 1; i < LENGTH - 1; i++) {
      int below = 0;
      for (int j = 0; j < i; j++) {
        below += p[from + j] < p[from + i] ? 1 : 0;
      }
      order = order * (i + 1) + below;
    }
    return order;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Gauss and Jordan, for a positive definite matrix, which is overwritten. */
  private static double[][] invert(double[][] a) {
    int n = a.length;
    double[][] inverse = new double[n][n];
    for (int i = 0; i < n; i++) {
      inverse[i][i] = 1;
    }
    for (int pivot = 0; pivot < n; pivot++) {
      double by = 1 / a[pivot][pivot];
      for (int j = 0; j < n; j++) {
        a[pivot][j] *= by;
        inverse[pivot][j] *= by;
      }
      for (int i = 0; i < n; i++) {
        double factor = a[i][pivot];
        if (i != pivot && factor != 0) {
          for (int j = 0; j < n; j++) {
            a[i][j] -= factor * a[pivot][j];
            inverse[i][j] -= factor * inverse[pivot][j];
          }
        }
      }
    }
    return inverse;
  }
}
