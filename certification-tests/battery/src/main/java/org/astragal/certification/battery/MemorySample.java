package org.astragal.certification.battery;

/**
 * A sample that is held in memory.
 *
 * <p>Thread safety: any number of threads may read at once.
 */
public final class MemorySample implements Sample {
  private final byte[] bytes;

  /**
   * Creates one.
   *
   * @param bytes the data; not copied, so the caller must not change them
   */
  public MemorySample(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public void read(long offset, byte[] into) {
    if (offset < 0 || offset > bytes.length - into.length) {
      throw new IllegalArgumentException(
          into.length + " bytes from " + offset + " of " + bytes.length);
    }
    System.arraycopy(bytes, Math.toIntExact(offset), into, 0, into.length);
  }
}
