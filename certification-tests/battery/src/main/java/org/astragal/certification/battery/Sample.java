package org.astragal.certification.battery;

/**
 * The data under test: a fixed number of bytes that can be read in any order, always the same.
 *
 * <p>Thread safety: any number of threads may read at once.
 */
public interface Sample {
  /** {@return how many bytes there are} */
  long size();

  /**
   * Copies bytes out.
   *
   * @param offset of the first byte, from 0
   * @param into receives exactly {@code into.length} bytes; the caller owns it
   * @throws IllegalArgumentException if the range does not lie within the data
   * @throws SampleException if the medium fails; {@code into} then holds nothing of use
   */
  void read(long offset, byte[] into) throws SampleException;

  /**
   * Makes a sample of bytes in memory.
   *
   * @param bytes the data; they are not copied, so the caller must not change them any more
   * @return the sample; it never fails
   */
  static Sample of(byte[] bytes) {
    return new MemorySample(bytes);
  }
}
