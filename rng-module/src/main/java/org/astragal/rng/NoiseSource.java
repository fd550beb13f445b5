package org.astragal.rng;

/**
 * Samples of a noise source, as raw as the device gives them.
 *
 * <p>Thread safety: used by one thread at a time. Must not give the same sample twice, to nobody.
 *
 * @spec sp800-90b.html#2.2.1 SP 800-90B, 2.2.1 Noise Source
 */
public interface NoiseSource {
  /** The most samples that one {@link #read} is asked for. */
  int MAXIMUM_READ = 65_536;

  /** {@return the bits used in each sample, 1 to 8; fixed for the life of this object} */
  int bitsPerSample();

  /**
   * Reads fresh samples, oldest first.
   *
   * @param count samples wanted, 1 to {@link #MAXIMUM_READ}
   * @return {@code count} bytes, one sample in the low {@link #bitsPerSample} bits of each, the
   *     other bits 0; the caller owns and clears the array
   * @throws NoiseSourceException if the device gives no samples in time; nothing was returned
   */
  byte[] read(int count) throws NoiseSourceException;
}
