package org.astragal.demo;

/** A developer site could not be made, started or talked to. The message is for a person. */
public final class SiteException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Fault {
    /** A port is taken by another program. */
    PORT_IN_USE,
    /** The set-up of token, keys, certificates and configuration failed. */
    SETUP_FAILED,
    /** A service ended before it was ready, or was not ready in time. */
    START_FAILED,
    /** A service answered something else than it promises. */
    UNEXPECTED_ANSWER
  }

  private final Fault fault;

  SiteException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  SiteException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  /** {@return what went wrong} */
  public Fault fault() {
    return fault;
  }
}
