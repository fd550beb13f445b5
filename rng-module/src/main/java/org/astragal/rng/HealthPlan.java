package org.astragal.rng;

import java.util.Locale;

/**
 * The limits of the health tests that follow from a claim, and how often they raise an alarm for
 * nothing.
 *
 * <p>The two figures of the SP 800-90B tests are for each sample. Repetition count: with k equally
 * likely values a run of C comes on average after 1 + k + ... + k^(C-1) samples. Adaptive
 * proportion: the tail of the binomial for the W - 1 samples after the first, shared out over the W
 * samples of a window. The comparison of blocks adds p^16 / 16. The replay test adds nothing that
 * would show.
 *
 * @param repetitionCutoff a run of this many equal samples is an alarm
 * @param proportionWindow samples in a window of the adaptive proportion test
 * @param proportionCutoff this many samples equal to the first of a window are an alarm
 * @param replayWidth samples in a block of the replay test
 * @param monitorLimitExponent the bit monitor alarms at 2^this; 0 if it is off
 * @param alarmsPerSampleAtClaim false alarms for each sample of a source just as good as claimed
 * @param alarmsPerSampleIfPerfect false alarms for each sample of a source of full entropy
 * @param sampleBits bits in a sample
 */
public record HealthPlan(
    int repetitionCutoff,
    int proportionWindow,
    int proportionCutoff,
    int replayWidth,
    int monitorLimitExponent,
    double alarmsPerSampleAtClaim,
    double alarmsPerSampleIfPerfect,
    int sampleBits) {

  private static final double SECONDS_A_YEAR = 365.25 * 24 * 3600;

  /**
   * {@return the mean time between two alarms of a source that is just as good as claimed, in
   * seconds; the bit monitor, which asks for fair bits, is not counted}
   *
   * @param samplesPerSecond the rate in use
   */
  public double secondsBetweenFalseAlarmsAtClaim(double samplesPerSecond) {
    return 1 / (alarmsPerSampleAtClaim * samplesPerSecond);
  }

  /**
   * {@return the mean time between two alarms of a source of full entropy, in seconds; the bit
   * monitor is not counted}
   *
   * @param samplesPerSecond the rate in use
   */
  public double secondsBetweenFalseAlarmsIfPerfect(double samplesPerSecond) {
    return 1 / (alarmsPerSampleIfPerfect * samplesPerSecond);
  }

  /**
   * {@return the most that the probability of a false alarm of the bit monitor within a year can
   * be: windows in a year, divided by its limit}
   *
   * @param samplesPerSecond the rate in use
   */
  public double monitorFalseAlarmsAYear(double samplesPerSecond) {
    if (monitorLimitExponent == 0) {
      return 0;
    }
    double windows =
        samplesPerSecond
            * SECONDS_A_YEAR
            * sampleBits
            / (BitMonitor.WINDOW_BYTES * (double) Byte.SIZE);
    return Math.scalb(windows, -monitorLimitExponent);
  }

  /** {@return what an operator is told of the false alarms at a rate, in one line} */
  public String falseAlarmsInWords(double samplesPerSecond) {
    return String.format(
        Locale.ROOT,
        "at %.0f samples/s a source at the claim raises a false alarm every %s, a perfect one every"
            + " %s; bit monitor: probability of at most %.1e a year",
        samplesPerSecond,
        inWords(secondsBetweenFalseAlarmsAtClaim(samplesPerSecond)),
        inWords(secondsBetweenFalseAlarmsIfPerfect(samplesPerSecond)),
        monitorFalseAlarmsAYear(samplesPerSecond));
  }

  private static String inWords(double seconds) {
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (seconds < 2 * 86_400) {
      return String.format(Locale.ROOT, "%.1f h", seconds / 3_600);
    }
    return seconds < 2 * SECONDS_A_YEAR
        ? String.format(Locale.ROOT, "%.1f days", seconds / 86_400)
        : String.format(Locale.ROOT, "%.3g years", seconds / SECONDS_A_YEAR);
  }
}
