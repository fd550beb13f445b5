package org.astragal.certification.sp80090b;

/**
 * Maurer's universal statistic on blocks of six bits. For bits only.
 *
 * @spec sp800-90b.html#6.3.4 SP 800-90B, 6.3.4 Compression
 */
final class Compression implements Estimator {
  /** b, the bits of a block. */
  private static final int BLOCK = 6;

  private static final int BLOCKS = 1 << BLOCK;

  /** d, the blocks that fill the dictionary. */
  private static final int DICTIONARY = 1000;

  /** The factor of the standard deviation for b = 6. */
  private static final double SIGMA_FACTOR = 0.5907;

  private static final int MAX_HALVINGS = 1100;

  @Override
  public Estimate estimate(Series series) throws InterruptedException {
    byte[] s = series.symbols();
    int blocks = s.length / BLOCK;
    if (blocks <= DICTIONARY + 1) {
      return new Estimate.Unfit(
          "needs more than " + BLOCK * (DICTIONARY + 2) + " bits, has " + s.length);
    }
    // Steps 2 to 4, counting blocks from 1.
    int[] last = new int[BLOCKS];
    var sum = new Sum();
    var squares = new Sum();
    for (int i = 1; i <= blocks; i++) {
      int block = 0;
      for (int j = (i - 1) * BLOCK; j < i * BLOCK; j++) {
        block = (block << 1) | s[j];
      }
      if (i > DICTIONARY) {
        double log = Confidence.log2(i - last[block]);
        sum.add(log);
        squares.add(log * log);
      }
      last[block] = i;
    }
    // Steps 5 and 6.
    int v = blocks - DICTIONARY;
    double mean = sum.value() / v;
    double sigma = SIGMA_FACTOR * Math.sqrt(squares.value() / (v - 1.0) - mean * mean);
    double lower = mean - Confidence.Z * sigma / Math.sqrt(v);
    double p = solve(new Expectation(blocks), lower);
    return new Estimate.Value(
        Math.min(1.0, Confidence.minEntropy(p) / BLOCK),
        new Details()
            .put("blocks", v)
            .put("mean", mean)
            .put("sigma", sigma)
            .put("meanLower", lower)
            .put("p", p)
            .map());
  }

  /** {@return the p whose expectation is that, or 1/64 if no p has it} */
  private static double solve(Expectation expectation, double target) throws InterruptedException {
    // Step 7; the expectation falls as p rises. Step 8: without a solution p is the least.
    double from = 1.0 / BLOCKS;
    if (expectation.of(from) <= target) {
      return from;
    }
    double to = 1.0;
    for (int i = 0; i < MAX_HALVINGS; i++) {
      double middle = (from + to) / 2;
      if (middle <= from || middle >= to) {
        break;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (expectation.of(middle) > target) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return to;
  }

  /** The expected mean when one block has the probability p and the others share the rest. */
  private static final class Expectation {
    private final int blocks;
    private final double[] logs;
    private int known = 1;

    Expectation(int blocks) {
      this.blocks = blocks;
      logs = new double[blocks + 1];
    }

    double of(double p) {
      double q = (1.0 - p) / (BLOCKS - 1.0);
      return g(p) + (BLOCKS - 1.0) * g(q);
    }

    // Step 7: G(z) = 1/v sum over t = d+1..L of sum over u = 1..t of log2(u) F(z, t, u), where F is
    // z^2 (1-z)^(u-1) for u < t and z (1-z)^(t-1) for u = t. A term of index u < t stands in every
    // later t: from there its weight is the number of t above max(u, d).
    private double g(double z) {
      var twice = new Sum();
      var once = new Sum();
      double power = 1.0 - z;
      // What is left is then below 1e-28 of the sum.
      double negligible = 1e-32 * z * power;
      for (int u = 2; u <= blocks; u++) {
        double term = log(u) * power;
        if (power < negligible) {
          break;
        }
        twice.add(term * (blocks - Math.max(u, DICTIONARY)));
        if (u > DICTIONARY) {
          once.add(term);
        }
        power *= 1.0 - z;
      }
      return z * (z * twice.value() + once.value()) / (blocks - DICTIONARY);
    }

    private double log(int u) {
      while (known < u) {
        known++;
        logs[known] = Confidence.log2(known);
      }
      return logs[u];
    }
  }

  /** A sum that carries its rounding error along (Kahan). */
  private static final class Sum {
    private double sum;
    private double error;

    void add(double x) {
      double corrected = x - error;
      double next = sum + corrected;
      error = (next - sum) - corrected;
      sum = next;
    }

    double value() {
      return sum;
    }
  }
}
