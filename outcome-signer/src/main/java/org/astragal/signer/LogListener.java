package org.astragal.signer;

import java.time.Duration;

/**
 * Hears what an operator must know. Called by the log's own threads, one call after the other for
 * each method; an implementation returns at once and does not throw.
 */
public interface LogListener {
  /**
   * The log changed its state. One call for each change.
   *
   * @param state the new state
   * @param detail why, in one sentence
   */
  void stateChanged(LogState state, String detail);

  /**
   * A checkpoint was made durable and its outcomes released.
   *
   * @param size the tree size of the checkpoint
   * @param records records that this checkpoint covers first, at least 1
   * @param signing time that the signer took
   */
  default void sealed(long size, int records, Duration signing) {}

  /**
   * A round was voided by this log.
   *
   * @param operator whose round
   * @param requestId which request
   * @param reason the reason code in the record
   * @param detail more for the operator of the appliance; not in the record
   */
  default void voided(String operator, String requestId, String reason, String detail) {}
}
