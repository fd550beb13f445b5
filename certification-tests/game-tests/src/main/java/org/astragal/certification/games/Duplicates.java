package org.astragal.certification.games;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/**
 * Whole outcomes that come again. Few possible outcomes are counted like any other; of many, the
 * pairs of equal ones follow Poisson's law. Use by one thread.
 */
final class Duplicates {
  /** Outcomes that are kept, 8 bytes each: later ones are left out. */
  private static final int MOST = 1 << 22;

  private static final int FIRST = 1 << 12;

  private final double outcomes;
  private long[] kept = new long[FIRST];
  private int count;

  /**
   * Begins.
   *
   * @param outcomes how many are possible, each as likely as any other
   */
  Duplicates(double outcomes) {
    this.outcomes = outcomes;
  }

  /** Takes an outcome; two are equal if they hold the same numbers in the same order. */
  void add(int[] outcome) {
    if (count == MOST) {
      return;
    }
    if (count == kept.length) {
      kept = Arrays.copyOf(kept, 2 * kept.length);
    }
    long hash = 0;
    for (int number : outcome) {
      hash = mix(hash ^ (number + 1));
    }
    kept[count++] = hash;
  }

  /** The finalizer of SplitMix64 behind an odd step: a permutation of all words. */
  private static long mix(long value) {
    long x = value + 0x9e3779b97f4a7c15L;
    x = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
    x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
    return x ^ x >>> 31;
  }

  void finish(Lines lines) {
    if (!lines.wants(TestName.DUPLICATES)) {
      return;
    }
    long[] sorted = Arrays.copyOf(kept, count);
    Arrays.sort(sorted);
    double pairs = 0;
    long most = 1;
    long run = 1;
    for (int i = 1; i < count; i++) {
      run = sorted[i] == sorted[i - 1] ? run + 1 : 1;
      pairs += run - 1;
      most = Math.max(most, run);
    }
    Object[] details = {
      "equalPairs", (long) pairs, "most", most, "possibleBits", Math.log(outcomes) / Math.log(2)
    };
    lines.fit(TestName.DUPLICATES, "", fit(pairs), count, details);
  }

  private Fit fit(double pairs) {
    double n = count;
    if (n >= Lines.LEAST_EXPECTED * outcomes) {
      // Pearson's statistic of all outcomes: the sum of squared counts is 2 pairs + n.
      double statistic = outcomes / n * (2 * pairs + n) - n;
      return new Fit(
          statistic,
          OptionalDouble.of(outcomes - 1),
          PValue.chiSquare(Math.max(0, statistic), outcomes - 1));
    }
    // Two outcomes that differ have the same hash once in 2^64.
    double mean = n * (n - 1) / 2 * (1 / outcomes + 0x1p-64);
    long seen = (long) pairs;
    return new Fit(
        pairs,
        OptionalDouble.empty(),
        PValue.twoSided(PValue.poissonLower(seen, mean), PValue.poissonUpper(seen, mean)));
  }
}
