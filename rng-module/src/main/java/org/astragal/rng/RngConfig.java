package org.astragal.rng;

/**
 * What is claimed of the noise source, and how the generator uses it.
 *
 * @param health what is claimed of the noise
 * @param reseedInterval generate calls between two reseeds from the noise, 1 to 2^48; each call
 *     makes one block
 * @param blockBytes bytes of noise, and of output, made at a time: 8 to 8192, a multiple of 8; also
 *     the output that waits in memory
 * @param personalization what sets this generator apart from those of other processes, such as the
 *     appliance's name and boot id; at most 256 characters
 */
public record RngConfig(
    HealthClaim health, long reseedInterval, int blockBytes, String personalization) {

  /** Refuses what is out of range. */
  public RngConfig {
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
    return new RngConfig(HealthClaim.OF_BYTES, 1L << 16, 4096, personalization);
  }
}
