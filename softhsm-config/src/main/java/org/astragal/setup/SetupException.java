package org.astragal.setup;

/** The site could not be made. What was finished stays, and the next try goes on from there. */
public final class SetupException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Fault {
    /** SoftHSM2 is not installed. */
    SOFTHSM_MISSING,
    /** A file or folder could not be written or read, or is not what it should be. */
    FILE,
    /** The token refused. */
    TOKEN,
    /** Certificates could not be made. */
    PKI,
    /** The reference pack could not be signed. */
    PACK,
    /** The folder holds a site that was made with other, lasting options. */
    OTHER_SITE,
    /** The process that makes the token failed. */
    PROCESS
  }

  private final Fault fault;

  SetupException(Fault fault, String detail) {
    super(detail);
    this.fault = fault;
  }

  SetupException(Fault fault, String detail, Throwable cause) {
    super(detail, cause);
    this.fault = fault;
  }

  /** {@return what went wrong} */
  public Fault fault() {
    return fault;
  }
}
