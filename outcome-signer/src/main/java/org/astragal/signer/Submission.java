package org.astragal.signer;

import org.astragal.outcome.SealedOutcome;

/** What became of a submitted round. Every case but {@link Unavailable} is final. */
public sealed interface Submission {
  /**
   * The round is sealed.
   *
   * @param outcome the same bytes for every repetition of the request
   * @param repeated whether an earlier submission of the same request made it
   */
  record Sealed(SealedOutcome outcome, boolean repeated) implements Submission {}

  /** The operator has used this request id with another body; nothing was drawn. */
  record KeyReused() implements Submission {}

  /**
   * The operator has played this step of this round under another request id; nothing was drawn.
   *
   * @param outcome the outcome of that request
   */
  record RoundTaken(SealedOutcome outcome) implements Submission {}

  /**
   * Not known: nothing, or an outcome that will be sealed later. Retry with the same request id and
   * body to learn which.
   *
   * @param reason why
   * @param detail for people
   */
  record Unavailable(Reason reason, String detail) implements Submission {}

  /** Why a submission got no answer. */
  enum Reason {
    /** Too much is pending. Nothing was made durable. */
    OVERLOADED,
    /** The file system is nearly full. Nothing was made durable. */
    STORAGE_LOW,
    /** The signer gives no signatures. */
    SIGNER_DOWN,
    /** The store failed. */
    FAILED,
    /** The log is closed or closing. */
    CLOSED
  }
}
