package org.astragal.ledger;

/** An audit cannot go on: what it needs is not there, or cannot be read. */
final class AuditException extends Exception {
  private static final long serialVersionUID = 1L;

  AuditException(String message) {
    super(message);
  }

  AuditException(String message, Throwable cause) {
    super(message, cause);
  }
}
