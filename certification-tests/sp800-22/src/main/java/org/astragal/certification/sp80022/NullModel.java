package org.astragal.certification.sp80022;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
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

  /** Beyond this, chi-square is right to the third digit. */
  private static final int BLOCKS_MOST = 500;

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
    switch (kind) {
      case FREQUENCY -> model.frequency(n);
      case CUMULATIVE_SUMS -> model.cumulativeSums(n);
      case RUNS -> {
        if (n > RUNS_MOST_BITS) {
          return Optional.empty();
        }
        model.runs(n);
      }
      case RANK -> model.rank(n / 1024);
      case LONGEST_RUN -> {
        LongestRun form = LongestRun.forLength(n);
        if (n / form.blockBits() > BLOCKS_MOST) {
          return Optional.empty();
        }
        model.multinomial(n / form.blockBits(), form.probabilities(Mode.EXACT));
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
          LINEAR_COMPLEXITY -> {
        return Optional.empty();
      }
    }
    return Optional.of(model.scaled());
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

  private void frequency(int n) {
    double[] ones = binomial(n);
    for (int k = 0; k <= n; k++) {
      if (ones[k] > 0) {
        add(Frequency.monobit(n, k).p().p(), ones[k]);
      }
    }
  }

  private void cumulativeSums(int n) {
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

  private void runs(int n) {
    double[] ln = lnFactorials(n);
    for (int ones = 1; ones < n; ones++) {
      int zeros = n - ones;
      for (int runs = 2; runs <= 2 * Math.min(ones, zeros) + 1; runs++) {
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
          add(Runs.fit(n, ones, runs).p().p(), probability);
        }
      }
    }
    add(0, Math.scalb(1.0, 1 - n));
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

  private void rank(int matrices) {
    double[] ln = lnFactorials(matrices);
    double[] p = Rank.expected();
    for (int full = 0; full <= matrices; full++) {
      for (int one = 0; full + one <= matrices; one++) {
        int rest = matrices - full - one;
        double probability =
            Math.exp(
                ln[matrices]
                    - ln[full]
                    - ln[one]
                    - ln[rest]
                    + full * Math.log(p[0])
                    + one * Math.log(p[1])
                    + rest * Math.log(p[2]));
        if (probability > 1e-14) {
          add(pearson(matrices, p, full, one, rest), probability);
        }
      }
    }
  }

  private static double pearson(int total, double[] p, long... counts) {
    double statistic = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = total * p[i];
      statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return PValue.chiSquare(statistic, counts.length - 1.0).p();
  }

  /**
   * Pearson's statistic of so many blocks, by a walk over the classes: of what is left for the
   * further ones, and of the statistic so far in small steps.
   */
  private void multinomial(int blocks, double[] p) {
    double step = 0.05;
    int steps = 1200;
    double[][] now = new double[blocks + 1][steps + 1];
    now[blocks][0] = 1;
    double rest = 1;
    for (int i = 0; i < p.length; i++) {
      double share = Math.min(1, p[i] / rest);
      double expected = blocks * p[i];
      double[][] next = new double[blocks + 1][steps + 1];
      for (int left = 0; left <= blocks; left++) {
        IntToDoubleFunction chance = chance(left, share);
        for (int count = 0; count <= left; count++) {
          double probability = chance.applyAsDouble(count);
          if (probability > 1e-14) {
            double term = (count - expected) * (count - expected) / expected;
            advance(now[left], next[left - count], probability, term / step);
          }
        }
      }
      now = next;
      rest -= p[i];
    }
    for (int i = 0; i <= steps; i++) {
      add(PValue.chiSquare(i * step, p.length - 1.0).p(), now[0][i]);
    }
  }

  private static IntToDoubleFunction chance(int left, double share) {
    if (left == 0) {
      return count -> 1;
    }
    if (share >= 1) {
      return count -> count == left ? 1 : 0;
    }
    var binomial = new Binomial(left, share);
    return binomial::at;
  }

  private static void advance(double[] from, double[] to, double probability, double by) {
    int shift = (int) Math.min(to.length, Math.round(by));
    int last = to.length - 1;
    for (int i = 0; i <= last; i++) {
      to[Math.min(last, i + shift)] += probability * from[i];
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
