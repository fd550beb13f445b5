package org.astragal.certification.sp80022;

import java.util.Arrays;
import java.util.Optional;
import org.astragal.certification.battery.Binomial;
import org.astragal.certification.battery.PValue;

/**
 * How the P-values of one test are really spread when data are ideal. A statistic that counts takes
 * few values, and so does its P-value; a chi-square statistic of few blocks only roughly follows
 * chi-square. The second level must not blame the data for that.
 */
final class NullModel {
  /** Bins of the second level. */
  static final int BINS = 10;

  /** What lies further out than so many standard deviations has a probability below 1e-18. */
  private static final double REACH = 9;

  /** Beyond this, counts are so many that runs are as good as continuous. */
  private static final int RUNS_MOST_BITS = 20_000;

  /** So many ways to spread blocks over classes are tried; for more blocks chi-square is right. */
  private static final double WAYS_MOST = 4e6;

  private final double alpha;
  private final double[] bins = new double[BINS];
  private double pass;
  private double largest;

  private NullModel(double alpha) {
    this.alpha = alpha;
  }

  /**
   * The model of a test of one sequence.
   *
   * @return nothing where the uniform distribution is as good, or where no other is known
   */
  static Optional<NullModel> of(Kind kind, int n, double alpha) {
    var model = new NullModel(alpha);
    boolean known =
        switch (kind) {
          case FREQUENCY -> model.frequency(n);
          case CUMULATIVE_SUMS -> model.cumulativeSums(n);
          case RUNS -> model.runs(n);
          case RANK -> model.blocks(n / 1024, Rank.expected());
          case LONGEST_RUN -> {
            LongestRun form = LongestRun.forLength(n);
            yield model.blocks(n / form.blockBits(), form.probabilities(Mode.EXACT));
          }
          case BLOCK_FREQUENCY,
              DFT,
              NON_OVERLAPPING_TEMPLATE,
              OVERLAPPING_TEMPLATE,
              UNIVERSAL,
              APPROXIMATE_ENTROPY,
              RANDOM_EXCURSIONS,
              RANDOM_EXCURSIONS_VARIANT,
              SERIAL,
              LINEAR_COMPLEXITY ->
              false;
        };
    return known ? Optional.of(model.scaled()) : Optional.empty();
  }

  /** {@return the probability of each tenth} */
  double[] bins() {
    return bins.clone();
  }

  /** {@return the probability of a P-value of at least alpha} */
  double pass() {
    return pass;
  }

  /** {@return the probability of the most frequent single P-value} */
  double largest() {
    return largest;
  }

  private void add(double p, double probability) {
    bins[(int) Math.min(BINS - 1, Math.floor(p * BINS))] += probability;
    pass += p >= alpha ? probability : 0;
    largest = Math.max(largest, probability);
  }

  /** Makes up for what was cut off far out. */
  private NullModel scaled() {
    double sum = Arrays.stream(bins).sum();
    for (int i = 0; i < BINS; i++) {
      bins[i] /= sum;
    }
    pass /= sum;
    return this;
  }

  private boolean frequency(int n) {
    // As many too few as too many: one P-value.
    double[] ones = binomial(n);
    for (int k = (n + 1) / 2; k <= n; k++) {
      double probability = 2 * k == n ? ones[k] : 2 * ones[k];
      if (probability > 0) {
        add(Frequency.monobit(n, k).p().p(), probability);
      }
    }
    return true;
  }

  private boolean cumulativeSums(int n) {
    // P(max |S_k| < z) = sum over k of (-1)^k P((2 k - 1) z < S_n < (2 k + 1) z): reflection at
    // both barriers. The walk read backwards has the same distribution.
    double[] below = new double[n + 2];
    double[] ones = binomial(n);
    for (int i = 0; i <= n; i++) {
      below[i + 1] = below[i] + ones[i];
    }
    int most = (int) Math.min(n, REACH * Math.sqrt(n));
    double last = 0;
    for (int z = 1; z <= most; z++) {
      double inside = inside(below, n, z + 1);
      double probability = inside - last;
      last = inside;
      if (probability > 1e-18) {
        add(CumulativeSums.fit(n, z, Mode.EXACT).p().p(), probability);
      }
    }
    return true;
  }

  private static double inside(double[] below, int n, int z) {
    double sum = open(below, n, -z, z);
    for (int k = 1; (2L * k - 1) * z < n; k++) {
      double pair =
          open(below, n, (2L * k - 1) * z, (2L * k + 1) * z)
              + open(below, n, (-2L * k - 1) * z, (-2L * k + 1) * z);
      sum += k % 2 == 0 ? pair : -pair;
    }
    return Math.max(0, sum);
  }

  /** {@return the probability that S_n lies strictly between} */
  private static double open(double[] below, int n, long low, long high) {
    // S = 2 ones - n.
    int from = (int) Math.clamp(Math.floorDiv(low + n, 2) + 1, 0, n + 1L);
    int to = (int) Math.clamp(-Math.floorDiv(-(high + n), 2), 0, n + 1L);
    return to > from ? below[to] - below[from] : 0;
  }

  private boolean runs(int n) {
    if (n > RUNS_MOST_BITS) {
      return false;
    }
    double[] ln = lnFactorials(n);
    // Ones and runs both spread around n / 2 with the deviation sqrt(n) / 2.
    int low = (int) Math.floor((n - REACH * Math.sqrt(n)) / 2);
    int high = n - low;
    for (int ones = Math.max(1, low); ones <= Math.min(n - 1, high); ones++) {
      int zeros = n - ones;
      int most = Math.min(high, 2 * Math.min(ones, zeros) + 1);
      for (int runs = Math.max(2, low); runs <= most; runs++) {
        // Runs of ones and of zeros alternate: half of each, or one more of either.
        int half = runs / 2;
        double ways =
            runs % 2 == 0
                ? Math.log(2) + lnSplits(ln, ones, half) + lnSplits(ln, zeros, half)
                : lnSum(
                    lnSplits(ln, ones, half + 1) + lnSplits(ln, zeros, half),
                    lnSplits(ln, ones, half) + lnSplits(ln, zeros, half + 1));
        double probability = Math.exp(ways - n * Math.log(2));
        if (probability > 1e-18) {
          add(Runs.fit(n, ones, runs, Mode.EXACT).p().p(), probability);
        }
      }
    }
    add(Runs.fit(n, n, 1, Mode.EXACT).p().p(), Math.scalb(1.0, 1 - n));
    return true;
  }

  /** {@return ln of the number of ways to split a count into so many parts of at least one} */
  private static double lnSplits(double[] ln, int count, int parts) {
    return parts > count
        ? Double.NEGATIVE_INFINITY
        : ln[count - 1] - ln[parts - 1] - ln[count - parts];
  }

  private static double lnSum(double a, double b) {
    double greater = Math.max(a, b);
    return greater == Double.NEGATIVE_INFINITY
        ? greater
        : greater + Math.log(Math.exp(a - greater) + Math.exp(b - greater));
  }

  private static double pearson(int total, double[] p, long... counts) {
    double statistic = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = total * p[i];
      statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return PValue.chiSquare(statistic, counts.length - 1.0).p();
  }

  /** Pearson's statistic of independent blocks in classes; false if there are too many to try. */
  private boolean blocks(int blocks, double[] p) {
    // C(blocks + classes - 1, classes - 1) ways to spread them.
    double ways = 1;
    for (int i = 1; i < p.length; i++) {
      ways *= (double) (blocks + i) / i;
    }
    if (ways > WAYS_MOST) {
      return false;
    }
    enumerate(p, lnFactorials(blocks), new long[p.length], 0, blocks, 0);
    return true;
  }

  /** Pearson's statistic of each way to spread what is left over the classes from one on. */
  private void enumerate(double[] p, double[] ln, long[] counts, int from, int left, double sum) {
    int blocks = ln.length - 1;
    if (from == p.length - 1) {
      counts[from] = left;
      double probability = Math.exp(ln[blocks] + sum - ln[left] + left * Math.log(p[from]));
      if (probability > 1e-14) {
        add(pearson(blocks, p, counts), probability);
      }
      return;
    }
    for (int count = 0; count <= left; count++) {
      counts[from] = count;
      double term = count * Math.log(p[from]) - ln[count];
      enumerate(p, ln, counts, from + 1, left - count, sum + term);
    }
  }

  /** {@return the probabilities of ones among fair bits; 0 far out} */
  private static double[] binomial(int n) {
    double[] probabilities = new double[n + 1];
    var binomial = new Binomial(n, 0.5);
    double reach = REACH * Math.sqrt(n) / 2;
    for (int k = (int) Math.max(0, n / 2.0 - reach); k <= Math.min(n, n / 2.0 + reach); k++) {
      probabilities[k] = binomial.at(k);
    }
    return probabilities;
  }

  private static double[] lnFactorials(int n) {
    double[] ln = new double[n + 1];
    for (int i = 2; i <= n; i++) {
      ln[i] = ln[i - 1] + Math.log(i);
    }
    return ln;
  }
}
