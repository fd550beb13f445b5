package org.astragal.certification.sp80022;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/**
 * Whether all patterns of one length are as frequent, given the shorter ones.
 *
 * @spec sp800-22.html#2.11 SP 800-22, 2.11 Serial Test
 * @spec sp800-22.html#2.12 SP 800-22, 2.12 Approximate Entropy Test
 */
final class Entropy {
  private Entropy() {}

  /** Counts of all patterns up to one length in the sequence as a ring. */
  static final class Rings {
    private final int n;
    private final int[][] counts;

    private Rings(int n, int[][] counts) {
      this.n = n;
      this.counts = counts;
    }

    static Rings of(BitSequence bits, int longest) {
      int[][] counts = new int[longest + 1][];
      counts[longest] = Patterns.inRing(bits, longest);
      for (int m = longest - 1; m >= 0; m--) {
        counts[m] = Patterns.shorter(counts[m + 1]);
      }
      return new Rings(bits.length(), counts);
    }

    /** {@return how often each pattern of this length occurs} */
    int[] counts(int patternBits) {
      return counts[patternBits].clone();
    }
  }

  static List<Outcome> serial(Rings rings, int m) {
    // 2.11.7: m < floor(log2 n) - 2.
    long least = 1L << (m + 3);
    if (rings.n < least) {
      String need = "needs at least " + least + " bits for patterns of " + m;
      return List.of(new Outcome.NotRun("1", need), new Outcome.NotRun("2", need));
    }
    Fit first = serial(rings, m, 1);
    Fit second = serial(rings, m, 2);
    Map<String, String> details = Details.of("patternBits", m);
    return List.of(
        new Outcome.Done("1", first, first, details),
        new Outcome.Done("2", second, second, details));
  }

  static Fit serial(Rings rings, int m, int difference) {
    // 2.11.4: first and second difference of psi^2, with 2^(m - 1) and 2^(m - 2) degrees.
    double statistic = psiSquare(rings, m) - psiSquare(rings, m - 1);
    if (difference == 2) {
      statistic -= psiSquare(rings, m - 1) - psiSquare(rings, m - 2);
    }
    statistic = Math.max(0, statistic);
    double dof = Math.scalb(1.0, m - difference);
    return new Fit(statistic, OptionalDouble.of(dof), PValue.chiSquare(statistic, dof));
  }

  private static double psiSquare(Rings rings, int m) {
    if (m <= 0) {
      return 0;
    }
    // An exact sum: 2^16 counts of at most 2^22 each.
    long squares = 0;
    for (int count : rings.counts[m]) {
      squares += (long) count * count;
    }
    return Math.scalb((double) squares, m) / rings.n - rings.n;
  }

  static List<Outcome> approximate(Rings rings, int m) {
    // 2.12.7: m < floor(log2 n) - 5.
    long least = 1L << (m + 6);
    if (rings.n < least) {
      return List.of(
          new Outcome.NotRun("", "needs at least " + least + " bits for patterns of " + m));
    }
    Fit fit = approximateEntropy(rings, m);
    return List.of(new Outcome.Done("", fit, fit, Details.of("patternBits", m)));
  }

  static Fit approximateEntropy(Rings rings, int m) {
    // 2.12.4: chi^2 = 2 n (ln 2 - ApEn(m)), ApEn(m) = phi(m) - phi(m + 1).
    double apen = phi(rings, m) - phi(rings, m + 1);
    double statistic = Math.max(0, 2.0 * rings.n * (Math.log(2) - apen));
    double dof = Math.scalb(1.0, m);
    return new Fit(statistic, OptionalDouble.of(dof), PValue.chiSquare(statistic, dof));
  }

  private static double phi(Rings rings, int m) {
    double sum = 0;
    for (int count : rings.counts[m]) {
      if (count > 0) {
        sum += count * Math.log((double) count / rings.n);
      }
    }
    return sum / rings.n;
  }
}
