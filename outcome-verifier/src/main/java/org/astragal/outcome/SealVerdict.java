package org.astragal.outcome;

/** Whether bytes, whatever they say, stand in a trusted log. */
public sealed interface SealVerdict {
  /**
   * They do.
   *
   * @param index their place in the log
   * @param checkpoint the checkpoint that covers them
   * @param key a trusted key that signed the checkpoint
   */
  record Intact(long index, Checkpoint checkpoint, VerifierKey key) implements SealVerdict {}

  /**
   * They do not, or nobody can say.
   *
   * @param reason why
   * @param detail particulars for a person; may be empty
   */
  record Broken(Reason reason, String detail) implements SealVerdict {
    @Override
    public String toString() {
      return reason.code() + ": " + reason.sentence() + (detail.isEmpty() ? "" : " " + detail);
    }
  }
}
