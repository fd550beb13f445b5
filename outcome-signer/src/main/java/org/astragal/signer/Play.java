package org.astragal.signer;

import org.astragal.outcome.RecordBody;

/** Plays one round. */
@FunctionalInterface
public interface Play {
  /**
   * Plays. Runs at most once, on the log's play thread, in the order in which the rounds enter the
   * log, after the intent is durable. Other rounds wait meanwhile.
   *
   * @return the body of the record, for the operator, request and round of the intent: {@code
   *     round.settled} or {@code round.voided} if the round has ended; {@code round.opened}, or
   *     {@code round.stepped} for a later step, if it waits for another
   * @throws PlayException if the round cannot be played; it is then sealed as {@code round.voided},
   *     a later step as {@code round.suspended}
   */
  RecordBody play() throws PlayException;

  /**
   * {@return what must be kept beside the record of a round that waits, until the round has ended:
   * never published, and durable when the record is} Asked once, after {@link #play}, on the same
   * thread.
   */
  default byte[] secret() {
    return new byte[0];
  }
}
