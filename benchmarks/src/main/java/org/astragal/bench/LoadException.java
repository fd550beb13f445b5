package org.astragal.bench;

/** A load run that cannot go on; its figures would mean nothing. */
final class LoadException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  enum Fault {
    /** The server closed a connection or answered with something that is not HTTP/1.1. */
    PROTOCOL,
    /** The server answered with another status than the workload expects. */
    STATUS,
    /** No answer within the time allowed. */
    STALLED,
    /** A process of the site did not start, or died. */
    PROCESS,
    /** An answer that is well-formed but not what was asked for. */
    WRONG_ANSWER
  }

  private final Fault fault;

  LoadException(Fault fault, String detail) {
    super(fault + ": " + detail);
    this.fault = fault;
  }

  LoadException(Fault fault, String detail, Throwable cause) {
    super(fault + ": " + detail, cause);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
