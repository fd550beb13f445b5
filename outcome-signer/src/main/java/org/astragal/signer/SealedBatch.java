package org.astragal.signer;

import java.util.List;
import org.astragal.outcome.SealedOutcome;

/**
 * The sealed outcomes that one checkpoint covers first.
 *
 * @param start seq of the first
 * @param outcomes in order, at least one
 * @param bytes of all of them
 */
record SealedBatch(long start, List<SealedOutcome> outcomes, long bytes) {
  static SealedBatch of(long start, List<SealedOutcome> outcomes) {
    long bytes = 0;
    for (SealedOutcome outcome : outcomes) {
      bytes += outcome.length();
    }
    return new SealedBatch(start, outcomes, bytes);
  }

  /** {@return one more than the seq of the last} */
  long end() {
    return start + outcomes.size();
  }

  SealedOutcome get(long seq) {
    return outcomes.get(Math.toIntExact(seq - start));
  }
}
