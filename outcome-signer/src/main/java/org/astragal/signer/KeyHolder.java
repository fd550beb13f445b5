package org.astragal.signer;

import java.util.List;
import org.astragal.outcome.OutcomeRecord;

/**
 * Who has the keys of a log. Which of them sign is written in the log itself.
 *
 * <p>Thread safety: called by the thread that opens a log.
 */
@FunctionalInterface
public interface KeyHolder {
  /**
   * Finds the keys that sign from now on.
   *
   * @param history the first record, which names the first keys, and the events whose type begins
   *     with {@code key.}, in order; empty for a new log
   * @return signs with them
   * @throws SigningException if a key is not to be had
   */
  CheckpointSigner signer(List<OutcomeRecord> history) throws SigningException;
}
