package org.astragal.signer;

import java.time.Duration;
import java.util.List;
import org.astragal.outcome.SignedNote;

/**
 * A signed checkpoint with the records that it covers first.
 *
 * @param tree what proofs for them need
 * @param note the checkpoint
 * @param entries the records, in order
 * @param signing time that the signer took
 */
record Signed(BatchTree tree, SignedNote note, List<Entry> entries, Duration signing) {}
