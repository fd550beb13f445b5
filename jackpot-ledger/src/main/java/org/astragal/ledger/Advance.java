package org.astragal.ledger;

import java.util.List;
import org.astragal.outcome.Hash;
import org.astragal.outcome.SignedNote;

/**
 * A verified step of a log, from one checkpoint to another.
 *
 * @param origin the log
 * @param from records posted before
 * @param to records posted after, above {@code from}
 * @param peaks compact range of the first {@code to} records, largest subtree first
 * @param leaves the leaf of each record of the step
 * @param checkpoint the signed note of size {@code to}
 */
record Advance(
    String origin, long from, long to, List<Hash> peaks, List<Hash> leaves, SignedNote checkpoint) {
  Advance {
    peaks = List.copyOf(peaks);
    leaves = List.copyOf(leaves);
  }
}
