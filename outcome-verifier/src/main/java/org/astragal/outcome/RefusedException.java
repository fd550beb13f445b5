package org.astragal.outcome;

/** Carries a refusal out of the steps of a verification; never leaves this package. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  private final Reason reason;

  /** What went wrong, for a person. */
  private final String detail;

  RefusedException(Reason reason, String detail) {
    super(reason.code(), null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  Reason reason() {
    return reason;
  }

  String detail() {
    return detail;
  }
}
