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
    // 4.4.1 steps 1 to 4, with A = last and B = count; no sample is negative. First the run that
    // is under way, then those that begin in these samples.
    int begun = 0;
    while (begun < samples.length && (samples[begun] & 0xff) == last) {
      begun++;
      if (++count >= cutoff) {
        return begun - 1;
      }
    }
    if (begun == samples.length) {
      return -1;
    }
    int alarm = firstRun(samples, begun);
    int end = alarm < 0 ? samples.length : alarm + 1;
    last = samples[end - 1] & 0xff;
    count = 1;
    for (int i = end - 2; i >= begun && (samples[i] & 0xff) == last; i--) {
      count++;
    }
    return alarm;
  }

  /**
   * {@return the index of the sample that completes the first run of the cutoff, or -1} A run of C
   * samples has equal neighbours at each of C - 1 successive places, so that every (C - 1)th place
   * is looked at, and the neighbourhood of those that are.
   */
  private int firstRun(byte[] samples, int from) {
    int step = cutoff - 1;
    for (int i = from; i < samples.length - 1; i += step) {
      if (samples[i] == samples[i + 1]) {
        int start = i;
        while (start > from && samples[start - 1] == samples[i]) {
          start--;
        }
        int end = i + 1;
        while (end - start < cutoff && end < samples.length && samples[end] == samples[i]) {
          end++;
        }
        if (end - start >= cutoff) {
          return end - 1;
        }
      }
    }
    return -1;
  }
}
