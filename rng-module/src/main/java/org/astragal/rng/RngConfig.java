package org.astragal.rng;

/**
 * What is claimed of the noise source, and how the generator uses it.
 *
 * <p>The claim sets the health tests, so it decides how often a good source raises an alarm. For a
 * device that gives bytes that should be perfect (H = 8), at 10,000 draws of 8 bytes a second:
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
 * <p>So the recommended claim for such a device is H = 4 and alpha = 2^-40: {@link #forBytes}. A
 * lower claim also makes the seed longer, which costs nothing.
 *
 * @param minEntropyPerSample the claim H, in bits for each sample, 0.1 to the sample's bits
 * @param alphaExponent a source that is just as good as claimed raises a false alarm with
 *     probability 2^-alphaExponent at each test, 20 to 40
 * @param reseedInterval generate calls between two reseeds from the noise, 1 to 2^48; each call
 *     makes one block
 * @param blockBytes bytes of noise, and of output, made at a time: 8 to 8192, a multiple of 8; also
 *     the output that waits in memory
 * @param personalization what sets this generator apart from those of other processes, such as the
 *     appliance's name and boot id; at most 256 characters
 */
public record RngConfig(
    double minEntropyPerSample,
    int alphaExponent,
    long reseedInterval,
    int blockBytes,
    String personalization) {

  /** Refuses what is out of range. */
  public RngConfig {
    // Written so that NaN is refused too.
    if (!(minEntropyPerSample >= 0.1 && minEntropyPerSample <= 8)) {
      throw new IllegalArgumentException(
          "minEntropyPerSample must be 0.1 to 8 bits: " + minEntropyPerSample);
    }
    if (alphaExponent < 20 || alphaExponent > 40) {
      throw new IllegalArgumentException("alphaExponent must be 20 to 40: " + alphaExponent);
    }
    // SP 800-90A, table 3: at most 2^48 requests between reseeds.
    if (reseedInterval < 1 || reseedInterval > 1L << 48) {
      throw new IllegalArgumentException("reseedInterval must be 1 to 2^48: " + reseedInterval);
    }
    if (blockBytes < 8 || blockBytes > 8192 || blockBytes % 8 != 0) {
      throw new IllegalArgumentException(
          "blockBytes must be 8 to 8192, a multiple of 8: " + blockBytes);
    }
    if (personalization.length() > 256) {
      throw new IllegalArgumentException("personalization must be at most 256 characters");
    }
  }

  /**
   * {@return the recommended settings for a device that gives bytes: H = 4, alpha = 2^-40, a reseed
   * each 2^16 blocks of 4 KiB}
   *
   * @param personalization what sets this generator apart from those of other processes
   */
  public static RngConfig forBytes(String personalization) {
    return new RngConfig(4.0, 40, 1L << 16, 4096, personalization);
  }
}
