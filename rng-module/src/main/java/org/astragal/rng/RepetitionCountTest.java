package org.astragal.rng;

/**
 * Notices a source that is stuck. Not thread-safe.
 *
 * @spec sp800-90b.html#4.4.1 SP 800-90B, 4.4.1 Repetition Count Test
 */
final class RepetitionCountTest {
  private final int cutoff;
  private int last = -1;
  private int count;

  RepetitionCountTest(double minEntropyBits, int alphaExponent) {
    // 4.4.1: C = 1 + ceil(-log2(alpha) / H).
    cutoff = 1 + (int) Math.ceil(alphaExponent / minEntropyBits);
  }

  int cutoff() {
    return cutoff;
  }

  /** {@return whether the sample ends a run of the cutoff's length: an alarm} */
  boolean alarmsAt(int sample) {
    // 4.4.1 steps 1 to 4, with A = last and B = count; no sample is negative.
    count = sample == last ? count + 1 : 1;
    last = sample;
    return count >= cutoff;
  }
}
