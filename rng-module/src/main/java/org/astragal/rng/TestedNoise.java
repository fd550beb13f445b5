package org.astragal.rng;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The noise source behind its health tests: no sample comes through untested, and none comes
 * through of a read in which a test alarmed. Not thread-safe, but for the count.
 *
 * @spec sp800-90b.html#4.3 SP 800-90B, 4.3 Requirements for Health Tests
 */
final class TestedNoise {
  /** SP 800-90B, 4.3 requirement 4: at least 1024 consecutive samples before any output. */
  static final int START_UP_SAMPLES = 1024;

  private final NoiseSource source;
  private final HealthClaim claim;
  private final int bits;
  private HealthTests tests;
  private final AtomicLong samplesTested = new AtomicLong();

  TestedNoise(NoiseSource source, HealthClaim claim) {
    this.source = source;
    this.claim = claim;
    bits = source.bitsPerSample();
    if (bits < 1 || bits > 8) {
      throw new IllegalArgumentException("a sample has 1 to 8 bits: " + bits);
    }
    if (claim.minEntropyPerSample() > bits) {
      throw new IllegalArgumentException(
          "a sample of " + bits + " bits cannot hold " + claim.minEntropyPerSample());
    }
    tests = newTests();
  }

  private HealthTests newTests() {
    return new HealthTests(
        bits, claim.minEntropyPerSample(), claim.alphaExponent(), claim.fairBits());
  }

  /** Start-up test: all tests begin anew; the samples are thrown away. */
  void startUp() throws RngException {
    tests.clear();
    tests = newTests();
    Arrays.fill(packed(START_UP_SAMPLES), (byte) 0);
  }

  /**
   * Test on demand: another set of tests, begun anew, sees fresh samples, which are then thrown
   * away. The continuous tests see them too and lose nothing of what they have gathered.
   */
  void selfTest() throws RngException {
    byte[] samples = read(START_UP_SAMPLES);
    HealthTests fresh = newTests();
    requireNone(fresh.alarmIn(samples), samples);
    fresh.clear();
    Arrays.fill(samples, (byte) 0);
  }

  /** {@return how many bytes of packed samples hold that much entropy by the claim} */
  int bytesHolding(int entropyBits) {
    int samples = (int) Math.ceil(entropyBits / claim.minEntropyPerSample());
    return (samples * bits + 7) / 8;
  }

  /** {@return at least {@code count} bytes of tested noise; the caller clears them} */
  byte[] bytes(int count) throws RngException {
    return packed((count * 8 + bits - 1) / bits);
  }

  long samplesTested() {
    return samplesTested.get();
  }

  HealthPlan plan() {
    return tests.plan();
  }

  /** Clears the samples that the tests remember. */
  void clear() {
    tests.clear();
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
    requireNone(tests.alarmInPacked(bytes), bytes);
    return bytes;
  }

  private byte[] read(int count) throws RngException {
    byte[] samples = readOrFail(count);
    if (samples.length != count) {
      throw alarm("the noise source gave " + samples.length + " samples for " + count, samples);
    }
    for (int i = 0; bits < Byte.SIZE && i < samples.length; i++) {
      if ((samples[i] & 0xff) >>> bits != 0) {
        throw alarm("a sample has more than " + bits + " bits", samples);
      }
    }
    samplesTested.addAndGet(samples.length);
    requireNone(tests.alarmIn(samples), samples);
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

  private static void requireNone(Optional<HealthTests.Alarm> alarm, byte[] samples)
      throws RngException {
    if (alarm.isPresent()) {
      throw alarm(alarm.get().test() + ", at sample " + (alarm.get().index() + 1), samples);
    }
  }

  // The samples go; what stays is a hash, so that a laboratory that caught them can compare.
  private static RngException alarm(String test, byte[] samples) {
    byte[] hash = Sha.sha256(samples);
    String detail = test + " of a read of " + samples.length;
    Arrays.fill(samples, (byte) 0);
    return new RngException(new RngAlarm(detail, HexFormat.of().formatHex(hash)));
  }
}
