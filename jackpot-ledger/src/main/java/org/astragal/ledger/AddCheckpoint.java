package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.ConsistencyProof;
import org.astragal.outcome.Hash;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.SignedNote;

/**
 * The body of a call of a witness.
 *
 * @param old size of the checkpoint that the caller believes to be the newest
 * @param proof from there to the checkpoint
 * @param note the checkpoint as it was signed
 * @param checkpoint what it says
 * @spec tlog-witness.html#add-checkpoint c2sp.org/tlog-witness, add-checkpoint
 */
record AddCheckpoint(long old, List<Hash> proof, SignedNote note, Checkpoint checkpoint) {
  private static final String OLD = "old ";

  AddCheckpoint {
    proof = List.copyOf(proof);
  }

  /** {@return the call that these bytes are; empty if they are none} */
  static Optional<AddCheckpoint> parse(byte[] body) {
    var text = new String(body, StandardCharsets.UTF_8);
    var blank = text.indexOf("\n\n");
    if (blank < 0 || !text.startsWith(OLD)) {
      return Optional.empty();
    }
    var lines = text.substring(0, blank).lines().toList();
    var proof = new ArrayList<Hash>();
    for (var line : lines.subList(1, lines.size())) {
      var hash = Hash.fromBase64(line);
      if (hash.isEmpty() || proof.size() == ConsistencyProof.MAX_HASHES) {
        return Optional.empty();
      }
      proof.add(hash.get());
    }
    var old = size(lines.getFirst().substring(OLD.length()));
    try {
      var note = SignedNote.parse(text.substring(blank + 2).getBytes(StandardCharsets.UTF_8));
      return old < 0
          ? Optional.empty()
          : Optional.of(new AddCheckpoint(old, proof, note, Checkpoint.parse(note.text())));
    } catch (NoteException e) {
      return Optional.empty();
    }
  }

  /** {@return a decimal without leading zeros; -1 if it is none} */
  private static long size(String text) {
    if (!text.matches("0|[1-9][0-9]{0,18}")) {
      return -1;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
