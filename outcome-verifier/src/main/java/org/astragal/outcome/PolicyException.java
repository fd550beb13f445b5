package org.astragal.outcome;

/** A policy file cannot be used. */
public final class PolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Fault {
    /** The file cannot be read. */
    UNREADABLE,
    /** A line is not of its form. */
    SYNTAX,
    /** A key is not one, or is there twice. */
    KEY,
    /** It names no log. */
    NO_LOG,
    /** It asks for a quorum of witnesses, which this verifier does not check. */
    UNSUPPORTED
  }

  /** What went wrong. */
  private final Fault fault;

  /** What went wrong, for a person. */
  private final String detail;

  PolicyException(Fault fault, String detail) {
    super(detail);
    this.fault = fault;
    this.detail = detail;
  }

  /** {@return what went wrong} */
  public Fault fault() {
    return fault;
  }

  /** {@return what went wrong, for a person} */
  @Override
  public String getMessage() {
    return detail;
  }
}
