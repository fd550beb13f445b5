package org.astragal.appliance;

/** A ledger could not be asked, or its answer cannot be used. Trying again is safe. */
final class LedgerException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  enum Fault {
    /** No connection, no answer in time, or TLS did not come about. */
    UNREACHABLE,
    /** It answered that it cannot take anything now. */
    UNAVAILABLE,
    /** It verified what we sent and refused it. */
    REFUSED,
    /** Its answer is not what was agreed. */
    PROTOCOL,
    /** It holds a checkpoint of ours that this log does not continue: play must stop. */
    CONTRADICTS,
    /** The appliance could not even try: its own fault, or the log cannot be read. */
    INTERNAL
  }

  private final Fault fault;

  LedgerException(Fault fault, String detail) {
    super(fault + ": " + detail);
    this.fault = fault;
  }

  LedgerException(Fault fault, String detail, Throwable cause) {
    super(fault + ": " + detail, cause);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
