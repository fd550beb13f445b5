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
 * @param checkpoint the signed note of size {@code to}
 */
record Advance(String origin, long from, long to, List<Hash> peaks, SignedNote checkpoint) {
  Advance {
    peaks = List.copyOf(peaks);
  }
}
