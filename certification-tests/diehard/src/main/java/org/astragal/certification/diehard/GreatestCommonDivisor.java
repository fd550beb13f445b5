package org.astragal.certification.diehard;

import java.util.List;
import org.astragal.certification.battery.SampleException;

/**
 * Greatest common divisors of pairs of words, and how many steps Euclid takes to them (Marsaglia
 * and Tsang, Some difficult-to-pass tests of randomness, 2002). A divisor g has the probability 6 /
 * (pi g)^2; the shares of the numbers of steps are those of dieharder 3.31, from 10^11 pairs of
 * four good generators.
 */
final class GreatestCommonDivisor implements Trial {
  static final double[] STEPS = {
    0,
    5.0475e-09,
    6.0275e-08,
    4.856e-07,
    2.9527775e-06,
    1.44486175e-05,
    5.9065215e-05,
    2.0649862e-04,
    6.2767869e-04,
    1.67988137e-03,
    3.9962054e-03,
    8.51586863e-03,
    1.63523276e-02,
    2.8432264e-02,
    4.49370192e-02,
    6.4766252e-02,
    8.5335833e-02,
    1.03002036e-01,
    1.14069579e-01,
    1.16043292e-01,
    1.0853091e-01,
    9.33655294e-02,
    7.38958017e-02,
    5.38017783e-02,
    3.60191431e-02,
    2.21585513e-02,
    1.25137621e-02,
    6.47848384e-03,
    3.06968758e-03,
    1.32847777e-03,
    5.23845965e-04,
    1.87623133e-04,
    6.0844295e-05,
    1.77866925e-05,
    4.6559575e-06,
    1.09139e-06,
    2.26025e-07,
    4.06075e-08,
    6.645e-09,
    9.075e-10,
    9e-11
  };

  private final int pairs;

  GreatestCommonDivisor(int pairs) {
    this.pairs = pairs;
  }

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    long[] steps = new long[STEPS.length];
    // A cell for each divisor that comes a hundred times, and one for the greater ones.
    long[] divisors = new long[Math.max(3, (int) Math.sqrt(pairs * 6 / Math.PI / Math.PI / 100))];
    count(words, steps, divisors);
    return List.of(
        Pearson.of(steps, Pearson.expected(STEPS, pairs)), Pearson.of(divisors, shares(divisors)));
  }

  /** Counts the numbers of steps from 0, and the divisors from 1; the last cells hold all above. */
  void count(Words words, long[] steps, long[] divisors)
      throws SampleException, InterruptedException {
    for (int i = 0; i < pairs && !words.exhausted(); i++) {
      int u = notZero(words);
      int v = notZero(words);
      int taken = 0;
      while (v != 0) {
        int rest = Integer.remainderUnsigned(u, v);
        u = v;
        v = rest;
        taken++;
      }
      steps[Math.min(taken, steps.length - 1)]++;
      divisors[(int) Math.min(u & 0xffffffffL, divisors.length) - 1]++;
    }
  }

  private double[] shares(long[] divisors) {
    double[] expected = new double[divisors.length];
    double left = pairs;
    for (int g = 1; g < expected.length; g++) {
      expected[g - 1] = pairs * 6 / (Math.PI * Math.PI * g * g);
      left -= expected[g - 1];
    }
    expected[expected.length - 1] = left;
    return expected;
  }

  private static int notZero(Words words) throws SampleException, InterruptedException {
    int word = words.next();
    while (word == 0 && !words.exhausted()) {
      word = words.next();
    }
    return word == 0 ? 1 : word;
  }
}
