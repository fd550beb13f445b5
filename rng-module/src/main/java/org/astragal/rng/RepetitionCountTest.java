package org.astragal.rng;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Notices a source that is stuck. Not thread-safe.
 *
 * @spec sp800-90b.html#4.4.1 SP 800-90B, 4.4.1 Repetition Count Test
 */
final class RepetitionCountTest implements HealthTest {
  private final int cutoff;
  private int last = -1;
  private int count;

  RepetitionCountTest(double minEntropyBits, int alphaExponent) {
    // 4.4.1: C = 1 + ceil(-log2(alpha) / H), of H as it is written: 42 / 0.7 is 60, not more.
    cutoff =
        1
            + BigDecimal.valueOf(alphaExponent)
                .divide(BigDecimal.valueOf(minEntropyBits), 0, RoundingMode.CEILING)
                .intValueExact();
  }

  int cutoff() {
    return cutoff;
  }

  @Override
  public String label() {
    return "repetition count test, cutoff " + cutoff;
  }

  @Override
  public int alarmIn(byte[] samples) {
    // 4.4.1 steps 1 to 4, with A = last and B = count; no sample is negative.
    int a = last;
    int b = count;
    int alarm = -1;
    for (int i = 0; i < samples.length && alarm < 0; i++) {
      int sample = samples[i] & 0xff;
      b = sample == a ? b + 1 : 1;
      a = sample;
      alarm = b >= cutoff ? i : -1;
    }
    last = a;
    count = b;
    return alarm;
  }
}
