package org.astragal.outcome;

import java.util.List;

/** What one more sealed outcome of a stream led to. */
public sealed interface StreamResult {
  /**
   * It fits so far; nothing is verified until its checkpoint's last record is there.
   *
   * @param record what it says
   * @param until the size of the checkpoint that will cover it
   */
  record Pending(OutcomeRecord record, long until) implements StreamResult {}

  /**
   * It completed a checkpoint: all records since the one before are verified.
   *
   * @param records the records, in order, this one last
   * @param leaves the leaf of each of them
   * @param checkpoint the checkpoint
   * @param note the signed checkpoint, as received
   * @param key a trusted key that signed it
   */
  record Verified(
      List<OutcomeRecord> records,
      List<Hash> leaves,
      Checkpoint checkpoint,
      SignedNote note,
      VerifierKey key)
      implements StreamResult {
    /** Copies {@code records} and {@code leaves}. */
    public Verified {
      records = List.copyOf(records);
      leaves = List.copyOf(leaves);
    }
  }

  /**
   * It is refused, and nothing has changed.
   *
   * @param reason why
   * @param seq the place in the log that was due
   * @param detail particulars for a person; may be empty
   */
  record Refused(Reason reason, long seq, String detail) implements StreamResult {
    @Override
    public String toString() {
      return "at "
          + seq
          + ": "
          + reason.code()
          + ": "
          + reason.sentence()
          + (detail.isEmpty() ? "" : " " + detail);
    }
  }
}
