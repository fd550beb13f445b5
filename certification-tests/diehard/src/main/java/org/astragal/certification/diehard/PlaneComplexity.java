package org.astragal.certification.diehard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.astragal.certification.battery.LinearComplexity;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.SampleException;

/**
 * For each place of a word, the linear complexity of the string of that bit. Its distribution is
 * exact (Rueppel, Analysis and Design of Stream Ciphers, 1986). 140,000 bits see any generator that
 * is linear over fewer than 70,000 bits: the Mersenne Twister has 19,937, the lowest bit of
 * java.util.Random 65,537.
 */
final class PlaneComplexity implements Trial {
  static final int MOST = 140_000;

  /** With fewer bits nothing can be said. */
  static final int LEAST = 1000;

  private static final double LN2 = Math.log(2);

  private final int from;
  private final int to;

  /** Looks at the places from the first up to before the last, counted from the lowest. */
  PlaneComplexity(int from, int to) {
    this.from = from;
    this.to = to;
  }

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    int n = Math.clamp(words.size(), LEAST, MOST);
    long[][] planes = new long[to - from][n / Long.SIZE + 1];
    for (int i = 0; i < n; i++) {
      int word = words.next() >>> from;
      for (int b = 0; b < planes.length; b++) {
        planes[b][i / Long.SIZE] |= ((word >>> b) & 1L) << (Long.SIZE - 1 - i % Long.SIZE);
      }
    }
    var outcomes = new ArrayList<Outcome>();
    for (long[] plane : planes) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      outcomes.add(outcome(LinearComplexity.of(plane, 0, n), n));
    }
    return outcomes;
  }

  // Of the 2^n strings one has complexity 0, 2^(2l - 1) have l up to n/2, and 2^(2 (n - l)) beyond.
  static Outcome outcome(int complexity, int n) {
    boolean low = complexity <= n / 2;
    PValue below =
        low
            ? atMost(complexity, n)
            : complexity == n ? PValue.ONE : PValue.of(1 - atLeast(complexity + 1, n).p());
    PValue above =
        low
            ? complexity == 0 ? PValue.ONE : PValue.of(1 - atMost(complexity - 1, n).p())
            : atLeast(complexity, n);
    return new Outcome(complexity, OptionalDouble.empty(), below, above, Map.of("bits", "" + n));
  }

  private static PValue atMost(int l, int n) {
    return PValue.ofLn((2 * l + 1 - n) * LN2 - Math.log(3) + Math.log1p(Math.pow(2, -2 * l - 1)));
  }

  private static PValue atLeast(int l, int n) {
    int left = 2 * (n - l) + 2;
    return PValue.ofLn((left - n) * LN2 - Math.log(3) + Math.log1p(-Math.pow(2, -left)));
  }
}
