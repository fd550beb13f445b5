package org.astragal.rng;

/**
 * What is claimed of a noise source; it sets the health tests, so it decides how often a good
 * source raises an alarm. {@link HealthPlan} has the figures.
 *
 * <p>For a device that gives bytes that should be perfect (H = 8), at 10,000 draws of 8 bytes a
 * second:
 *
 * <ul>
 *   <li>claiming H = 8 with alpha = 2^-20 makes four equal bytes in a row an alarm, which a perfect
 *       source shows with probability 2^-24 at each sample: every 3.5 minutes;
 *   <li>claiming H = 8 with alpha = 2^-40 makes it six equal bytes, 2^-40 at each sample: every 160
 *       days;
 *   <li>claiming H = 4 with alpha = 2^-40 makes it eleven equal bytes, 2^-80 at each sample: once
 *       in 480,000 million years; the proportion test (78 of 512, where 3 are expected) is rarer
 *       still. A stuck device is still caught within eleven samples, and a byte that comes up one
 *       time in six within a dozen windows, as a rule.
 * </ul>
 *
 * <p>So the recommended claim for such a device is H = 4 and alpha = 2^-40: {@link #OF_BYTES}. A
 * lower claim also makes the seed longer, which costs nothing.
 *
 * @param minEntropyPerSample the claim H, in bits for each sample, 0.1 to the sample's bits
 * @param alphaExponent a source that is just as good as claimed raises a false alarm with
 *     probability 2^-alphaExponent at each test, 20 to 60
 * @param fairBits whether every bit should be fair and independent, as behind a conditioner: then
 *     the bit monitor watches for a small bias and slow drift, which the claim H leaves room for
 */
public record HealthClaim(double minEntropyPerSample, int alphaExponent, boolean fairBits) {
  /** The recommended claim for a device that gives bytes: H = 4, alpha = 2^-40, fair bits. */
  public static final HealthClaim OF_BYTES = new HealthClaim(4.0, 40, true);

  /** Refuses what is out of range. */
  public HealthClaim {
    // Written so that NaN is refused too.
    if (!(minEntropyPerSample >= 0.1 && minEntropyPerSample <= 8)) {
      throw new IllegalArgumentException(
          "minEntropyPerSample must be 0.1 to 8 bits: " + minEntropyPerSample);
    }
    if (alphaExponent < 20 || alphaExponent > 60) {
      throw new IllegalArgumentException("alphaExponent must be 20 to 60: " + alphaExponent);
    }
  }
}
