package org.astragal.signer;

/** The device gave no signature. Nothing was sealed; the log tries again by itself. */
public final class SigningException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, in the words of the audit log. */
  public enum Fault {
    /** The device cannot be reached, or answered with an error. */
    DEVICE_ERROR,
    /** The device did not answer in time. */
    TIMEOUT,
    /** The device answered with a signature that does not verify. */
    BAD_SIGNATURE
  }

  private final Fault fault;

  /**
   * Creates one.
   *
   * @param fault what went wrong
   * @param detail numbers and names only; never a PIN
   */
  public SigningException(Fault fault, String detail) {
    super(fault + ": " + detail);
    this.fault = fault;
  }

  /**
   * Creates one with its cause.
   *
   * @param fault what went wrong
   * @param detail numbers and names only; never a PIN
   * @param cause what was caught
   */
  public SigningException(Fault fault, String detail, Throwable cause) {
    super(fault + ": " + detail, cause);
    this.fault = fault;
  }

  /** {@return what went wrong} */
  public Fault fault() {
    return fault;
  }
}
