package org.astragal.rng;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Notices a source that gives one value too often. Not thread-safe.
 *
 * @spec sp800-90b.html#4.4.2 SP 800-90B, 4.4.2 Adaptive Proportion Test
 */
final class AdaptiveProportionTest implements HealthTest {
  /** Digits of the binomial sums; alpha = 2^-60 needs 20 of them. */
  static final MathContext DIGITS = new MathContext(40);

  private final int window;
  private final int cutoff;
  private byte first;
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

  @Override
  public String label() {
    return "adaptive proportion test, cutoff " + cutoff;
  }

  @Override
  public int alarmIn(byte[] samples) {
    // 4.4.2 steps 1 to 5, with A = first, B = count and i = seen; a piece is what is left of a
    // window, or of the samples.
    for (int from = 0; from < samples.length; ) {
      if (seen == 0) {
        first = samples[from];
        count = 0;
      }
      int to = Math.min(samples.length, from + window - seen);
      int before = count;
      count += Bytes.count(samples, from, to, first);
      if (count >= cutoff) {
        return place(samples, from, cutoff - before);
      }
      seen = (seen + to - from) % window;
      from = to;
    }
    return -1;
  }

  /** {@return the index of the so-manieth sample from there on that is the window's first value} */
  private int place(byte[] samples, int from, int nth) {
    int left = nth;
    int i = from;
    while (true) {
      if (samples[i] == first && --left <= 0) {
        return i;
      }
      i++;
    }
  }

  // 4.4.2: C = 1 + CRITBINOM(W, 2^-H, 1 - alpha), the smallest k of which P(X <= k) >= 1 - alpha.
  // Summed from the top, where P(X > k) <= alpha says the same without a difference of near-ones.
  static int cutoff(int window, double minEntropyBits, int alphaExponent) {
    BigDecimal p = new BigDecimal(Math.pow(2, -minEntropyBits));
    BigDecimal alpha = new BigDecimal(Math.scalb(1.0, -alphaExponent));
    var tail = new BinomialTail(window, p);
    while (tail.atLeast().compareTo(alpha) <= 0) {
      tail.next();
    }
    // Now P(X >= k) is the first above alpha: P(X > k) <= alpha.
    return 1 + tail.k();
  }

  /** {@return the probability that a window alarms of which each value has probability p} */
  double alarmsPerWindow(double p) {
    // The first sample counts as one, so the other W - 1 must bring C - 1 more.
    var tail = new BinomialTail(window - 1, new BigDecimal(p));
    while (tail.k() > cutoff - 1) {
      tail.next();
    }
    return tail.atLeast().doubleValue();
  }

  /** P(X >= k) for a binomial X, from k = n downwards, in decimals. */
  private static final class BinomialTail {
    private final int n;
    private final BigDecimal odds;
    private int k;
    private BigDecimal exactly;
    private BigDecimal atLeast;

    BinomialTail(int n, BigDecimal p) {
      this.n = n;
      odds = BigDecimal.ONE.subtract(p).divide(p, DIGITS);
      k = n;
      exactly = p.pow(n, DIGITS);
      atLeast = exactly;
    }

    int k() {
      return k;
    }

    BigDecimal atLeast() {
      return atLeast;
    }

    void next() {
      exactly =
          exactly
              .multiply(BigDecimal.valueOf(k))
              .divide(BigDecimal.valueOf(n - k + 1L), DIGITS)
              .multiply(odds, DIGITS);
      k--;
      atLeast = atLeast.add(exactly, DIGITS);
    }
  }
}
