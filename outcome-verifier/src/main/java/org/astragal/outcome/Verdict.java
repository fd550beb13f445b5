package org.astragal.outcome;

/** Whether a sealed outcome is what a trusted log recorded. */
public sealed interface Verdict {
  /**
   * It is.
   *
   * @param record what was recorded
   * @param checkpoint the checkpoint that covers it
   * @param key a trusted key that signed the checkpoint
   */
  record Accepted(OutcomeRecord record, Checkpoint checkpoint, VerifierKey key)
      implements Verdict {}

  /**
   * It is not, or nobody can say.
   *
   * @param reason why
   * @param detail particulars for a person; may be empty
   */
  record Refused(Reason reason, String detail) implements Verdict {
    @Override
    public String toString() {
      return reason.code() + ": " + reason.sentence() + (detail.isEmpty() ? "" : " " + detail);
    }
  }
}
