package org.astragal.ledger;

/** The books could not be read or written. Unless the fault says so, nothing was changed. */
final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, in the words of the log and the metrics. */
  enum Fault {
    /** PostgreSQL is away. A commit under way may have happened: ask before trying again. */
    UNAVAILABLE,
    /** Another process has taken over these books; this one must stop. */
    FENCED,
    /** Another ledger process serves these books. */
    IN_USE,
    /** The log's position is not where this process thought. */
    MOVED,
    /** The accounts of a level do not add up; the transaction was rolled back. */
    IDENTITY_BROKEN,
    /** PostgreSQL refused the work. */
    REFUSED
  }

  private final Fault fault;

  StoreException(Fault fault, String detail) {
    super(fault + ": " + detail);
    this.fault = fault;
  }

  StoreException(Fault fault, String detail, Throwable cause) {
    super(fault + ": " + detail, cause);
    this.fault = fault;
  }

  /** {@return what went wrong} */
  Fault fault() {
    return fault;
  }
}
