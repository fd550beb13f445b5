package org.astragal.rng;

/** The device gave no usable noise. */
public final class NoiseSourceException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, in the words of the audit log. */
  public enum Fault {
    /** The device did not answer in time; it may come back. */
    TIMEOUT,
    /** The device is away or reports an error of operation; it may come back. */
    DEVICE_ERROR,
    /** The device says that its noise is bad. No retry can mend that. */
    ALARM
  }

  /** What went wrong. */
  private final Fault fault;

  /**
   * Creates one.
   *
   * @param fault what went wrong
   * @param detail numbers and units only, never a sample
   */
  public NoiseSourceException(Fault fault, String detail) {
    super(fault + ": " + detail);
    this.fault = fault;
  }

  /**
   * Creates one with its cause.
   *
   * @param fault what went wrong
   * @param detail numbers and units only, never a sample
   * @param cause what the device's library threw
   */
  public NoiseSourceException(Fault fault, String detail, Throwable cause) {
    super(fault + ": " + detail, cause);
    this.fault = fault;
  }

  /** {@return what went wrong} */
  public Fault fault() {
    return fault;
  }
}
