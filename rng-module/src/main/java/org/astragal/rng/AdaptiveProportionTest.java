package org.astragal.rng;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Notices a source that gives one value too often. Not thread-safe.
 *
 * @spec sp800-90b.html#4.4.2 SP 800-90B, 4.4.2 Adaptive Proportion Test
 */
final class AdaptiveProportionTest {
  /** Digits of the binomial sums; the cutoffs of the known answers need fewer than 20. */
  private static final MathContext DIGITS = new MathContext(40);

  private final int window;
  private final int cutoff;
  private int first;
  private int count;
  private int seen;

  AdaptiveProportionTest(int bitsPerSample, double minEntropyBits, int alphaExponent) {
    // 4.4.2: W = 1024 for a binary source, 512 otherwise.
    window = bitsPerSample == 1 ? 1024 : 512;
    cutoff = cutoff(window, minEntropyBits, alphaExponent);
    if (cutoff > window) {
      throw new IllegalArgumentException(
          "with a claim of " + minEntropyBits + " bits the proportion test could never alarm");
    }
  }

  int window() {
    return window;
  }

  int cutoff() {
    return cutoff;
  }

  /** {@return whether the window's first value has come up as often as the cutoff: an alarm} */
  boolean alarmsAt(int sample) {
    // 4.4.2 steps 1 to 5, with A = first, B = count and i = seen.
    if (seen == 0) {
      first = sample;
      count = 0;
    }
    if (sample == first) {
      count++;
    }
    seen = seen + 1 == window ? 0 : seen + 1;
    return count >= cutoff;
  }

  // 4.4.2: C = 1 + CRITBINOM(W, 2^-H, 1 - alpha), the smallest k of which P(X <= k) >= 1 - alpha.
  // Summed from the top, where P(X > k) <= alpha says the same without a difference of near-ones.
  static int cutoff(int window, double minEntropyBits, int alphaExponent) {
    BigDecimal p = new BigDecimal(Math.pow(2, -minEntropyBits));
    BigDecimal odds = BigDecimal.ONE.subtract(p).divide(p, DIGITS);
    BigDecimal alpha = new BigDecimal(Math.scalb(1.0, -alphaExponent));
    int k = window;
    BigDecimal probability = p.pow(window, DIGITS);
    BigDecimal atLeast = probability;
    // Here and below: probability = P(X = k) and atLeast = P(X >= k) = P(X > k - 1).
    while (atLeast.compareTo(alpha) <= 0) {
      probability =
          probability
              .multiply(BigDecimal.valueOf(k))
              .divide(BigDecimal.valueOf(window - k + 1L), DIGITS)
              .multiply(odds, DIGITS);
      k--;
      atLeast = atLeast.add(probability, DIGITS);
    }
    return 1 + k;
  }
}
