package org.astragal.certification.sp80090b;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The two chi-square tests of the IID track. The sums are made in the order of the reference
 * program, so that also what falls into a common bin is the same.
 *
 * @spec sp800-90b.html#5.2 SP 800-90B, 5.2 Additional chi-square statistical tests
 */
final class ChiSquareTests {
  /** A bin expects at least so many. */
  private static final double LEAST = 5;

  /** 5.2.4 and 5.2.2: the data are cut in ten. */
  private static final int PARTS = 10;

  /** 5.2.3: the longest tuple of bits. */
  private static final int LONGEST_TUPLE = 11;

  private ChiSquareTests() {}

  /** What a test gives. */
  sealed interface Result {}

  /**
   * A statistic.
   *
   * @param statistic T
   * @param dof degrees of freedom, at least 1
   */
  record Statistic(double statistic, int dof) implements Result {}

  /**
   * None.
   *
   * @param reason what the data lack
   */
  record TooFew(String reason) implements Result {}

  /** Whether pairs of neighbours come as often as their symbols say: 5.2.1, for bits 5.2.3. */
  static Result independence(Series series) {
    return series.alphabet() == 2 ? tuples(series.symbols()) : pairs(series);
  }

  /** Whether all tenths have the same shares: 5.2.2, for bits 5.2.4. */
  static Result goodnessOfFit(Series series) {
    return series.alphabet() == 2 ? shareOfOnes(series.symbols()) : shares(series);
  }

  private static Result pairs(Series series) {
    byte[] s = series.symbols();
    int k = series.alphabet();
    double[] p = proportions(series);
    double[] expected = new double[k * k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        expected[i * k + j] = p[i] * p[j] * Math.floor(s.length * 0.5);
      }
    }
    var bins = Bins.of(expected);
    // The formula takes k degrees for the k shares. Where pairs share bins these do not pin down
    // the shares, and T is larger than it says: of 5,000 good bytes it is never small enough. The
    // million samples of an assessment carry it, and are judged as the reference program does.
    if (bins.expected.length < expected.length && s.length < Findings.ASSESSMENT) {
      return new TooFew(
          "too few samples for pairs of "
              + k
              + " different symbols, of which each must be expected "
              + (int) LEAST
              + " times: give more, at best 1,000,000");
    }
    int dof = bins.expected.length - k;
    if (dof < 1) {
      return new TooFew("too few samples for " + k + " different symbols: give more");
    }
    int[] observed = new int[bins.expected.length];
    for (int i = 0; i < s.length - 1; i += 2) {
      observed[bins.of[(s[i] & 0xff) * k + (s[i + 1] & 0xff)]]++;
    }
    return new Statistic(bins.distance(observed), dof);
  }

  private static Result shares(Series series) {
    byte[] s = series.symbols();
    double[] expected = proportions(series);
    int part = s.length / PARTS;
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= part;
    }
    var bins = Bins.of(expected);
    if (bins.expected.length < 2) {
      return new TooFew("too few samples: no two symbols are expected five times in a tenth");
    }
    double statistic = 0;
    for (int from = 0; from < PARTS * part; from += part) {
      int[] observed = new int[bins.expected.length];
      for (int i = from; i < from + part; i++) {
        observed[bins.of[s[i] & 0xff]]++;
      }
      statistic += bins.distance(observed);
    }
    return new Statistic(statistic, (PARTS - 1) * (bins.expected.length - 1));
  }

  private static Result tuples(byte[] s) {
    double p1 = ones(s, 0, s.length) / (double) s.length;
    double p0 = 1.0 - p1;
    int m = LONGEST_TUPLE;
    while (m > 1 && Math.pow(Math.min(p0, p1), m) * Math.floorDiv(s.length, m) < LEAST) {
      m--;
    }
    if (m < 2) {
      return new TooFew("the rarer bit is too rare for pairs: give more samples");
    }
    int blocks = s.length / m;
    int[] observed = new int[1 << m];
    for (int i = 0; i < blocks; i++) {
      int tuple = 0;
      for (int j = i * m; j < (i + 1) * m; j++) {
        tuple = (tuple << 1) | s[j];
      }
      observed[tuple]++;
    }
    double statistic = 0;
    for (int tuple = 0; tuple < observed.length; tuple++) {
      int w = Integer.bitCount(tuple);
      double expected = Math.pow(p1, w) * Math.pow(p0, m - w) * blocks;
      statistic += (observed[tuple] - expected) * (observed[tuple] - expected) / expected;
    }
    return new Statistic(statistic, (1 << m) - 2);
  }

  private static Result shareOfOnes(byte[] s) {
    int part = s.length / PARTS;
    double p = ones(s, 0, s.length) / (double) s.length;
    double expectedZeros = (1.0 - p) * part;
    double expectedOnes = p * part;
    if (Math.min(expectedZeros, expectedOnes) < LEAST) {
      return new TooFew("the rarer bit is not expected five times in a tenth: give more samples");
    }
    double statistic = 0;
    for (int i = 0; i < PARTS; i++) {
      int ones = ones(s, i * part, (i + 1) * part);
      double zerosOff = part - ones - expectedZeros;
      double onesOff = ones - expectedOnes;
      statistic += zerosOff * zerosOff / expectedZeros + onesOff * onesOff / expectedOnes;
    }
    return new Statistic(statistic, PARTS - 1);
  }

  private static int ones(byte[] s, int from, int to) {
    int ones = 0;
    for (int i = from; i < to; i++) {
      ones += s[i];
    }
    return ones;
  }

  /**
   * {@return the share of each symbol, summed one sample at a time as the reference program does}
   */
  static double[] proportions(Series series) {
    double[] p = new double[series.alphabet()];
    double one = 1.0 / series.length();
    for (byte symbol : series.symbols()) {
      p[symbol & 0xff] += one;
    }
    return p;
  }

  /** Cells joined from the rarest on until each bin expects enough. */
  private static final class Bins {
    /** By cell, its bin. */
    private final int[] of;

    private final double[] expected;

    private Bins(int[] of, double[] expected) {
      this.of = of;
      this.expected = expected;
    }

    // 5.2.1 steps 3 and 4; what is left over at the end joins the last bin.
    static Bins of(double[] cells) {
      int[] order =
          IntStream.range(0, cells.length)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> cells[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      int[] of = new int[cells.length];
      double[] expected = new double[cells.length];
      int bin = 0;
      for (int cell : order) {
        if (expected[bin] >= LEAST) {
          bin++;
        }
        of[cell] = bin;
        expected[bin] += cells[cell];
      }
      if (bin > 0 && expected[bin] < LEAST) {
        for (int cell = 0; cell < of.length; cell++) {
          of[cell] = Math.min(of[cell], bin - 1);
        }
        expected[bin - 1] += expected[bin];
        bin--;
      }
      return new Bins(of, Arrays.copyOf(expected, bin + 1));
    }

    double distance(int[] observed) {
      double distance = 0;
      for (int i = 0; i < expected.length; i++) {
        double off = observed[i] - expected[i];
        distance += off * off / expected[i];
      }
      return distance;
    }
  }
}
