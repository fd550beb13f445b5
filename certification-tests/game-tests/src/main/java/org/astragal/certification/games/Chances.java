package org.astragal.certification.games;

import java.util.Arrays;

/** Exact probabilities of what good draws do, as far as a double is exact. */
final class Chances {
  private Chances() {}

  /** {@return so many equal probabilities} */
  static double[] equal(int cells) {
    double[] p = new double[cells];
    Arrays.fill(p, 1.0 / cells);
    return p;
  }

  /** {@return the number of ways to choose k of n; 0 where there are none} */
  static double choose(int n, int k) {
    if (k < 0 || n < 0 || k > n) {
      return 0;
    }
    double ways = 1;
    for (int i = 1; i <= Math.min(k, n - k); i++) {
      ways = ways * (n - Math.min(k, n - k) + i) / i;
    }
    return Math.rint(ways) == ways || ways > 0x1p52 ? ways : Math.rint(ways);
  }

  /** {@return the distribution of the numbers of a hand that differ, at index differing - 1} */
  static double[] distinct(int values, int hand) {
    // After one more card, there are as many as before, or one more.
    double[] p = new double[hand];
    p[0] = 1;
    for (int cards = 1; cards < hand; cards++) {
      for (int i = cards; i >= 0; i--) {
        double seen = (double) Math.min(values, i + 1) / values;
        p[i] = p[i] * seen + (i == 0 ? 0 : p[i - 1] * Math.max(0, values - i) / values);
      }
    }
    return p;
  }

  /**
   * {@return the probabilities of the hands of five: aaaaa, aaaab, aaabb, aaabc, aabbc, aabcd,
   * abcde}
   */
  static double[] poker(int values) {
    double k = values;
    double[] ways = {
      k,
      5 * k * (k - 1),
      10 * k * (k - 1),
      10 * k * (k - 1) * (k - 2),
      15 * k * (k - 1) * (k - 2),
      10 * k * (k - 1) * (k - 2) * (k - 3),
      k * (k - 1) * (k - 2) * (k - 3) * (k - 4)
    };
    for (int i = 0; i < ways.length; i++) {
      ways[i] /= k * k * k * k * k;
    }
    return ways;
  }

  /**
   * {@return the distribution of the draws until every value has come: at index 0 as many draws as
   * values, at the last one {@code most} and more}
   */
  static double[] coupons(int values, int most) {
    double[] p = new double[most - values + 1];
    // seen[i]: i values have come. No difference of large numbers, as a formula would have.
    double[] seen = new double[values + 1];
    seen[0] = 1;
    for (int draw = 1; draw < most; draw++) {
      double complete = seen[values - 1] / values;
      for (int i = values - 1; i >= 1; i--) {
        seen[i] = seen[i] * i / values + seen[i - 1] * (values - i + 1) / values;
      }
      seen[0] = 0;
      if (draw >= values) {
        p[draw - values] = complete;
      }
    }
    p[most - values] = Arrays.stream(seen, 0, values).sum();
    return p;
  }

  /** {@return the share of permutations of j things without a fixed point, for j up to n} */
  private static double[] derangements(int n) {
    double[] share = new double[n + 1];
    double term = 1;
    double sum = 0;
    for (int j = 0; j <= n; j++) {
      sum += j % 2 == 0 ? term : -term;
      share[j] = sum;
      term /= j + 1;
    }
    return share;
  }

  /** {@return the distribution of the fixed points of a permutation of n things} */
  static double[] fixedPoints(int n) {
    double[] derangements = derangements(n);
    double[] p = new double[n + 1];
    double factor = 1;
    for (int k = 0; k <= n; k++) {
      p[k] = Math.max(0, derangements[n - k]) * factor;
      factor /= k + 1;
    }
    return p;
  }

  /** {@return the distribution of the things of a permutation that their next one follows} */
  static double[] successions(int n) {
    double[] derangements = derangements(n);
    double[] p = new double[n];
    double factor = 1;
    for (int k = 0; k < n; k++) {
      p[k] = Math.max(0, (n - k) * derangements[n - k] + derangements[n - k - 1]) * factor / n;
      factor /= k + 1;
    }
    return p;
  }

  /** {@return the distribution of the cycles of a permutation of n things; index 0 is unused} */
  static double[] cycles(int n) {
    double[] p = new double[n + 1];
    p[0] = 1;
    for (int things = 1; things <= n; things++) {
      for (int k = things; k >= 1; k--) {
        p[k] = (p[k - 1] + (things - 1) * p[k]) / things;
      }
      p[0] = 0;
    }
    return p;
  }

  /** {@return the distribution of the descents of a permutation of n things} */
  static double[] descents(int n) {
    double[] p = new double[n];
    p[0] = 1;
    for (int things = 2; things <= n; things++) {
      for (int k = things - 1; k >= 0; k--) {
        p[k] = ((k + 1) * p[k] + (k == 0 ? 0 : (things - k) * p[k - 1])) / things;
      }
    }
    return p;
  }

  /** {@return the distribution of neighbouring pairs, x and x + 1, in a round of m of n} */
  static double[] neighbours(int m, int n) {
    double[] p = new double[m];
    for (int j = 0; j < m; j++) {
      p[j] = choose(m - 1, j) * choose(n - m + 1, m - j) / choose(n, m);
    }
    return p;
  }

  /** {@return the distribution of the j-th smallest, j from 1, of a round of m of n} */
  static double[] ordered(int j, int m, int n) {
    double[] p = new double[n];
    for (int x = 0; x < n; x++) {
      p[x] = choose(x, j - 1) * choose(n - 1 - x, m - j) / choose(n, m);
    }
    return p;
  }

  /** {@return the distribution of what two rounds of m of n have in common} */
  static double[] common(int m, int n) {
    double[] p = new double[m + 1];
    for (int j = 0; j <= m; j++) {
      p[j] = choose(m, j) * choose(n - m, m - j) / choose(n, m);
    }
    return p;
  }
}
