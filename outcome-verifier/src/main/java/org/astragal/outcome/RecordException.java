package org.astragal.outcome;

/** Bytes are not an outcome record. */
public final class RecordException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Fault {
    /** Longer than 65,535 bytes. */
    TOO_LONG,
    /** Not strictly JSON. */
    NOT_JSON,
    /** Another version of the record than this library reads. */
    VERSION,
    /** JSON, but not a record: the message names the member. */
    INVALID
  }

  /** What went wrong. */
  private final Fault fault;

  /** What went wrong, for a person. */
  private final String detail;

  RecordException(Fault fault, String detail) {
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
