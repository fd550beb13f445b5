package org.astragal.rng;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All continuous tests of one noise source, begun together. Not thread-safe.
 *
 * @spec sp800-90b.html#4.4 SP 800-90B, 4.4 Approved Continuous Health Tests
 */
final class HealthTests {
  private final int bits;
  private final RepetitionCountTest repetition;
  private final AdaptiveProportionTest proportion;
  private final SuccessiveBlocksTest blocks = new SuccessiveBlocksTest();
  private final ReplayTest replay;
  private final List<HealthTest> ofSamples;
  private final Optional<BitMonitor> monitor;
  private final HealthPlan plan;

  HealthTests(int bits, double minEntropyBits, int alphaExponent, boolean monitorsBits) {
    this.bits = bits;
    repetition = new RepetitionCountTest(minEntropyBits, alphaExponent);
    proportion = new AdaptiveProportionTest(bits, minEntropyBits, alphaExponent);
    replay = new ReplayTest(minEntropyBits);
    // A block of samples of one bit is too small to be compared: equal ones come by chance.
    ofSamples = new ArrayList<>(List.of(repetition, proportion, replay));
    if (minEntropyBits * SuccessiveBlocksTest.BLOCK >= alphaExponent) {
      ofSamples.add(blocks);
    }
    monitor = monitorsBits ? Optional.of(new BitMonitor(alphaExponent)) : Optional.empty();
    plan =
        new HealthPlan(
            repetition.cutoff(),
            proportion.window(),
            proportion.cutoff(),
            replay.width(),
            monitorsBits ? BitMonitor.limitExponent(alphaExponent) : 0,
            alarmsPerSample(minEntropyBits),
            alarmsPerSample(bits),
            bits);
  }

  HealthPlan plan() {
    return plan;
  }

  /**
   * An alarm.
   *
   * @param test the name of the test
   * @param index of the sample that completed it
   */
  record Alarm(String test, int index) {}

  /** {@return the first alarm in these samples; each test sees all of them that it can} */
  Optional<Alarm> alarmIn(byte[] samples) {
    Optional<Alarm> first = Optional.empty();
    for (HealthTest test : ofSamples) {
      first = earlier(first, test, test.alarmIn(samples));
    }
    if (bits == Byte.SIZE && monitor.isPresent()) {
      first = earlier(first, monitor.get(), monitor.get().alarmIn(samples));
    }
    return first;
  }

  /** {@return the alarm of the bit monitor in packed samples of fewer than eight bits} */
  Optional<Alarm> alarmInPacked(byte[] packed) {
    if (bits == Byte.SIZE || monitor.isEmpty()) {
      return Optional.empty();
    }
    return earlier(Optional.empty(), monitor.get(), monitor.get().alarmIn(packed));
  }

  /** Forgets the samples that are still remembered. */
  void clear() {
    blocks.clear();
    replay.clear();
  }

  private static Optional<Alarm> earlier(Optional<Alarm> first, HealthTest test, int index) {
    return index < 0 || (first.isPresent() && first.get().index() <= index)
        ? first
        : Optional.of(new Alarm(test.label(), index));
  }

  private double alarmsPerSample(double entropy) {
    double p = Math.pow(2, -entropy);
    double k = 1 / p;
    double samplesToARun = (Math.pow(k, repetition.cutoff()) - 1) / (k - 1);
    return 1 / samplesToARun
        + proportion.alarmsPerWindow(p) / proportion.window()
        + (ofSamples.contains(blocks)
            ? Math.pow(p, SuccessiveBlocksTest.BLOCK) / SuccessiveBlocksTest.BLOCK
            : 0);
  }
}
