package org.astragal.certification.sp80090b;

import java.util.List;

/**
 * Ranks statistics of the samples among those of their permutations, with the reference program's
 * early exit: a statistic is settled once more than five permutations are at least as high and more
 * than five at least as low.
 *
 * @spec sp800-90b.html#5.1 SP 800-90B, 5.1 Permutation testing
 */
final class Permutations {
  /** The most permutations made. */
  static final int COUNT = 10_000;

  /** A statistic is unlikely if no more than so many permutations are at least as extreme. */
  static final int FEW = 5;

  private Permutations() {}

  /** Statistics of a sequence of samples. */
  interface Statistics {
    /**
     * Computes some.
     *
     * @param samples the sequence
     * @param wanted which ones, by index
     * @param into receives those
     */
    void compute(byte[] samples, boolean[] wanted, double[] into) throws InterruptedException;
  }

  /**
   * How one statistic of the samples ranks.
   *
   * @param name of the statistic
   * @param value that of the samples
   * @param above permutations with a greater one
   * @param equal permutations with the same
   * @param below permutations with a smaller one
   */
  record Rank(String name, double value, int above, int equal, int below) {
    boolean usual() {
      return above + equal > FEW && equal + below > FEW;
    }

    private Rank with(double other) {
      return new Rank(
          name,
          value,
          above + (other > value ? 1 : 0),
          equal + (other == value ? 1 : 0),
          below + (other < value ? 1 : 0));
    }
  }

  /** Ranks the statistics of those names. */
  static Rank[] rank(byte[] samples, Shuffler shuffler, List<String> names, Statistics statistics)
      throws InterruptedException {
    int n = names.size();
    boolean[] open = new boolean[n];
    java.util.Arrays.fill(open, true);
    double[] values = new double[n];
    statistics.compute(samples, open, values);
    var ranks = new Rank[n];
    for (int j = 0; j < n; j++) {
      ranks[j] = new Rank(names.get(j), values[j], 0, 0, 0);
    }
    byte[] permuted = new byte[samples.length];
    int left = n;
    for (int i = 0; i < COUNT && left > 0; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      shuffler.permute(i, permuted);
      statistics.compute(permuted, open, values);
      for (int j = 0; j < n; j++) {
        if (open[j]) {
          ranks[j] = ranks[j].with(values[j]);
          open[j] = !ranks[j].usual();
          left -= open[j] ? 0 : 1;
        }
      }
    }
    return ranks;
  }
}
