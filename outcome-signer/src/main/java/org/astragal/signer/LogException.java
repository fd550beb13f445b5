package org.astragal.signer;

/** The log cannot be opened, or an event cannot be accepted. The message is one clear sentence. */
public final class LogException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, in the words of the audit log. */
  public enum Fault {
    /** The native library of the store cannot be loaded. */
    NATIVE_LIBRARY,
    /** Another process (or this one) has the log open. */
    LOCKED,
    /** There is no log in the directory, and {@code create} was not asked for. */
    NOT_CREATED,
    /** There is a log in the directory already, and {@code create} was asked for. */
    ALREADY_EXISTS,
    /** The directory holds the log of another origin, or of another format. */
    OTHER_LOG,
    /** Stored data is damaged, missing or contradicts itself. */
    DAMAGED,
    /** The store is behind the newest checkpoint that was kept beside it: records were lost. */
    BEHIND,
    /** The signer gave no signature while the log was opened. */
    SIGNER,
    /** The file system refused an operation. */
    STORAGE,
    /** Too much is pending. */
    OVERLOADED,
    /** The log is closed. */
    CLOSED,
    /** The log has stopped after a failure and must be opened again. */
    FAILED
  }

  private final Fault fault;

  LogException(Fault fault, String detail) {
    super(detail);
    this.fault = fault;
  }

  LogException(Fault fault, String detail, Throwable cause) {
    super(detail, cause);
    this.fault = fault;
  }

  /** {@return what went wrong} */
  public Fault fault() {
    return fault;
  }
}
