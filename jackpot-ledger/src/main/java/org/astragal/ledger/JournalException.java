package org.astragal.ledger;

/** An entry of a journal cannot be read, or is not what it must be. */
final class JournalException extends Exception {
  private static final long serialVersionUID = 1L;

  JournalException(String detail) {
    super(detail);
  }

  JournalException(String detail, Throwable cause) {
    super(detail, cause);
  }
}
