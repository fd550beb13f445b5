package org.astragal.outcome;

/** Bytes are not a sealed outcome. */
public final class SealedOutcomeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Fault {
    /** Longer than a record, a receipt and their envelope can be. */
    TOO_LONG,
    /** Does not begin, divide or end as it must. */
    ENVELOPE,
    /** The record is empty or longer than 65,535 bytes. */
    RECORD_SIZE,
    /** The receipt is longer than 16 KiB. */
    RECEIPT_SIZE,
    /** The receipt's string is not UTF-8, or not escaped in the one agreed way. */
    RECEIPT_ESCAPES
  }

  /** What went wrong. */
  private final Fault fault;

  /** What went wrong, for a person. */
  private final String detail;

  SealedOutcomeException(Fault fault, String detail) {
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
