package org.astragal.signer;

import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.Hash;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.SignedNote;

/**
 * Compares a log with a checkpoint that somebody else kept of it.
 *
 * @param origin the log's name
 * @param keys that may have signed it
 */
record Comparison(String origin, Keyring keys) {
  /** The root of the log's tree as it was at a size. */
  @FunctionalInterface
  interface Roots {
    Hash at(long size) throws LogException;
  }

  /**
   * {@return what {@code theirs} says about the log}
   *
   * @param size of the log
   * @param roots of it, up to {@code size}
   */
  WitnessResult with(SignedNote theirs, long size, Roots roots) throws LogException {
    Checkpoint checkpoint;
    try {
      checkpoint = Checkpoint.parse(theirs.text());
    } catch (NoteException e) {
      return new WitnessResult.NotOurs("it is not a checkpoint: " + e.getMessage());
    }
    if (!checkpoint.origin().equals(origin)) {
      return new WitnessResult.NotOurs("it is of the log " + checkpoint.origin());
    }
    if (!keys.signed(theirs)) {
      return new WitnessResult.NotOurs("no key of this log has signed it");
    }
    if (checkpoint.size() > size) {
      return new WitnessResult.Behind(checkpoint.size(), size);
    }
    Hash ours = roots.at(checkpoint.size());
    return ours.equals(checkpoint.root())
        ? new WitnessResult.Agrees(checkpoint.size(), size)
        : new WitnessResult.Disagrees(checkpoint.size(), checkpoint.root(), ours);
  }
}
