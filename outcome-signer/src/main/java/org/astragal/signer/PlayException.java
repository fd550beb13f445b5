package org.astragal.signer;

/** A round cannot be played. It is sealed as {@code round.voided} and the stake goes back. */
public final class PlayException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * Creates one.
   *
   * @param reason the reason code of the record, 1 to 64 characters of a to z, 0 to 9 and '-'
   * @param detail for the operator of the appliance; not in the record
   * @throws IllegalArgumentException if the reason is not such a code
   */
  public PlayException(String reason, String detail) {
    super(reason + ": " + detail);
    this.reason = VoidReason.check(reason);
  }

  /**
   * Creates one with its cause.
   *
   * @param reason the reason code of the record, 1 to 64 characters of a to z, 0 to 9 and '-'
   * @param detail for the operator of the appliance; not in the record
   * @param cause what was caught
   * @throws IllegalArgumentException if the reason is not such a code
   */
  public PlayException(String reason, String detail, Throwable cause) {
    super(reason + ": " + detail, cause);
    this.reason = VoidReason.check(reason);
  }

  /** {@return the reason code of the record} */
  public String reason() {
    return reason;
  }
}
