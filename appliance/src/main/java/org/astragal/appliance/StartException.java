package org.astragal.appliance;

/** The appliance must not start. The message is one sentence for a person, with what to do. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  enum Fault {
    /** The token or its key cannot be used. */
    TOKEN,
    /** The report of the key ceremony cannot be used. */
    CEREMONY,
    /** The generator fails its tests. */
    RNG,
    /** The log cannot be opened. */
    LOG,
    /** A ledger holds what this log has lost, or something else. */
    WITNESS,
    /** No ledger could be asked. */
    UNWITNESSED,
    /** The listener cannot be opened. */
    LISTEN,
    /** The program's own files cannot be read. */
    PROGRAM,
    /** A game pack with which the log is to begin is refused. */
    GAMES
  }

  private final Fault fault;

  StartException(Fault fault, String detail) {
    super(detail);
    this.fault = fault;
  }

  StartException(Fault fault, String detail, Throwable cause) {
    super(detail, cause);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
