package org.astragal.signer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;
import org.astragal.signer.LogException.Fault;

/**
 * Gives sealed outcomes again, with the same bytes as the first time: each is sealed by the
 * checkpoint that covered it first.
 *
 * <p>Thread safety: any thread.
 */
final class Recall {
  private final Store store;
  private final Tree tree;
  private final SealedCache cache;

  Recall(Store store, Tree tree, SealedCache cache) {
    this.store = store;
    this.tree = tree;
    this.cache = cache;
  }

  /** {@return the sealed outcome of a record that a checkpoint covers} */
  SealedOutcome one(long seq) throws LogException {
    Optional<SealedBatch> cached = cache.find(seq);
    if (cached.isPresent()) {
      return cached.get().get(seq);
    }
    return sealer(covering(seq)).seal(seq, store.record(seq));
  }

  /** {@return the sealed outcomes that the same checkpoint covers first as it does this record} */
  SealedBatch batch(long seq) throws LogException {
    Optional<SealedBatch> cached = cache.find(seq);
    if (cached.isPresent()) {
      return cached.get();
    }
    StoredCheckpoint checkpoint = covering(seq);
    Sealer sealer = sealer(checkpoint);
    List<SealedOutcome> outcomes = new ArrayList<>();
    store.scan(
        Store.Family.RECORDS,
        Keys.number(checkpoint.previous()),
        (key, record) -> {
          long at = Keys.number(key);
          long expected = checkpoint.previous() + outcomes.size();
          if (at >= checkpoint.size()) {
            return false;
          }
          if (at != expected) {
            throw new LogException(
                Fault.DAMAGED, "record " + expected + " is missing in the store");
          }
          outcomes.add(sealer.seal(at, record));
          return true;
        });
    if (outcomes.size() != checkpoint.size() - checkpoint.previous()) {
      throw new LogException(
          Fault.DAMAGED, "records are missing before record " + checkpoint.size());
    }
    return SealedBatch.of(checkpoint.previous(), List.copyOf(outcomes));
  }

  private StoredCheckpoint covering(long seq) throws LogException {
    return store
        .checkpointCovering(seq)
        .orElseThrow(() -> new LogException(Fault.DAMAGED, "no checkpoint covers record " + seq));
  }

  private Sealer sealer(StoredCheckpoint checkpoint) throws LogException {
    SignedNote note;
    try {
      note = SignedNote.parse(checkpoint.note());
    } catch (NoteException e) {
      throw new LogException(
          Fault.DAMAGED,
          "checkpoint "
              + checkpoint.size()
              + " does not parse: "
              + new String(checkpoint.note(), StandardCharsets.UTF_8),
          e);
    }
    byte[] leaves = tree.leaves(checkpoint.previous(), checkpoint.size());
    Peaks before = tree.peaks(checkpoint.previous());
    return new Sealer(new BatchTree(before, leaves, new Sha()), note);
  }
}
