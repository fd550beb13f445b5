package org.astragal.outcome;

/** A note, checkpoint, receipt or verifier key is not of its agreed form. */
public final class NoteException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Fault {
    /** Longer, or more lines, than may be. */
    TOO_LONG,
    /** Not UTF-8, or control characters. */
    ENCODING,
    /** The text before the signatures is not a checkpoint. */
    CHECKPOINT,
    /** The signature lines are not of their form. */
    SIGNATURE_LINE,
    /** The lines of a receipt before the checkpoint are not of their form. */
    RECEIPT,
    /** Not a verifier key, or one of another kind than ECDSA P-256. */
    VERIFIER_KEY
  }

  /** What went wrong. */
  private final Fault fault;

  /** What went wrong, for a person. */
  private final String detail;

  NoteException(Fault fault, String detail) {
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
