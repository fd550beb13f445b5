package org.astragal.signer;

import org.astragal.outcome.RecordBody;

/** Plays one round. */
@FunctionalInterface
public interface Play {
  /**
   * Plays. Runs at most once, on the log's play thread, in the order in which the rounds enter the
   * log, after the intent is durable. Other rounds wait meanwhile.
   *
   * @return the body of the record: {@code round.settled} or {@code round.voided}, for the
   *     operator, request and round of the intent
   * @throws PlayException if the round cannot be played; it is then sealed as {@code round.voided}
   */
  RecordBody play() throws PlayException;
}
