package org.astragal.rng;

import java.util.Arrays;

/**
 * The noise source behind its health tests: no sample comes through untested, and none comes
 * through of a read in which a test alarmed. Not thread-safe.
 *
 * @spec sp800-90b.html#4.3 SP 800-90B, 4.3 Requirements for Health Tests
 */
final class TestedNoise {
  /** SP 800-90B, 4.3 requirement 4: at least 1024 consecutive samples before any output. */
  static final int START_UP_SAMPLES = 1024;

  private final NoiseSource source;
  private final RngConfig config;
  private final int bits;
  private RepetitionCountTest repetition;
  private AdaptiveProportionTest proportion;
  private long samplesTested;

  TestedNoise(NoiseSource source, RngConfig config) {
    this.source = source;
    this.config = config;
    bits = source.bitsPerSample();
    if (bits < 1 || bits > 8) {
      throw new IllegalArgumentException("a sample has 1 to 8 bits: " + bits);
    }
    if (config.minEntropyPerSample() > bits) {
      throw new IllegalArgumentException(
          "a sample of " + bits + " bits cannot hold " + config.minEntropyPerSample());
    }
    repetition = new RepetitionCountTest(config.minEntropyPerSample(), config.alphaExponent());
    proportion =
        new AdaptiveProportionTest(bits, config.minEntropyPerSample(), config.alphaExponent());
  }

  /** Start-up and on-demand test: both tests begin anew; the samples are thrown away. */
  void startUp() throws RngException {
    repetition = new RepetitionCountTest(config.minEntropyPerSample(), config.alphaExponent());
    proportion =
        new AdaptiveProportionTest(bits, config.minEntropyPerSample(), config.alphaExponent());
    Arrays.fill(read(START_UP_SAMPLES), (byte) 0);
  }

  /** {@return tested noise that holds that much entropy by the claim; the caller clears it} */
  byte[] entropy(int entropyBits) throws RngException {
    return packed((int) Math.ceil(entropyBits / config.minEntropyPerSample()));
  }

  /** {@return at least {@code count} bytes of tested noise; the caller clears them} */
  byte[] bytes(int count) throws RngException {
    return packed((count * 8 + bits - 1) / bits);
  }

  long samplesTested() {
    return samplesTested;
  }

  int repetitionCutoff() {
    return repetition.cutoff();
  }

  int proportionWindow() {
    return proportion.window();
  }

  int proportionCutoff() {
    return proportion.cutoff();
  }

  // The low bits of the samples, one after the other, the first sample's in the highest bits.
  private byte[] packed(int count) throws RngException {
    byte[] samples = read(count);
    if (bits == 8) {
      return samples;
    }
    byte[] bytes = new byte[(int) (((long) count * bits + 7) / 8)];
    int position = 0;
    for (byte sample : samples) {
      for (int bit = bits - 1; bit >= 0; bit--) {
        bytes[position / 8] |= (byte) ((sample >>> bit & 1) << (7 - position % 8));
        position++;
      }
    }
    Arrays.fill(samples, (byte) 0);
    return bytes;
  }

  private byte[] read(int count) throws RngException {
    byte[] samples = readOrFail(count);
    if (samples.length != count) {
      throw alarm("the noise source gave " + samples.length + " samples for " + count, samples);
    }
    for (byte sample : samples) {
      int value = sample & 0xff;
      if (value >>> bits != 0) {
        throw alarm("a sample has more than " + bits + " bits", samples);
      }
      samplesTested++;
      // Both tests see each sample: no short-circuit.
      boolean isStuck = repetition.alarmsAt(value);
      boolean isLopsided = proportion.alarmsAt(value);
      if (isStuck) {
        throw alarm("repetition count test, cutoff " + repetition.cutoff(), samples);
      }
      if (isLopsided) {
        throw alarm("adaptive proportion test, cutoff " + proportion.cutoff(), samples);
      }
    }
    return samples;
  }

  private byte[] readOrFail(int count) throws RngException {
    try {
      return source.read(count);
    } catch (NoiseSourceException e) {
      RngException.Fault fault =
          switch (e.fault()) {
            case ALARM -> RngException.Fault.ALARM;
            case TIMEOUT, DEVICE_ERROR -> RngException.Fault.UNAVAILABLE;
          };
      throw new RngException(fault, "noise source, " + e.getMessage(), e);
    }
  }

  private static RngException alarm(String detail, byte[] samples) {
    Arrays.fill(samples, (byte) 0);
    return new RngException(RngException.Fault.ALARM, detail);
  }
}
