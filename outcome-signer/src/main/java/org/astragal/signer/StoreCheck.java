package org.astragal.signer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.Event;
import org.astragal.outcome.Hash;
import org.astragal.outcome.LogCreated;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.VerifierKey;
import org.astragal.signer.LogException.Fault;
import org.astragal.signer.Store.Family;

/**
 * Refuses a stored log that has lost anything; changes nothing. Reads the right edge of the tree
 * only, so that it takes as long for ten million records as for ten thousand; a full check is
 * {@link Fsck}.
 */
final class StoreCheck {
  private final LogConfig config;
  private final Store store;

  /**
   * What is known of a log that is whole.
   *
   * @param edge of the durable tree, for the writer
   * @param tree the same, for everybody
   * @param last time of the newest record
   * @param newest checkpoint stored; empty if the log was made and never signed
   * @param keys that have signed the log
   * @param history the first record and the events of keys, in order
   */
  record Checked(
      TreeEdge edge,
      Tree tree,
      Instant last,
      Optional<StoredCheckpoint> newest,
      Keyring keys,
      List<OutcomeRecord> history) {
    Checked {
      history = List.copyOf(history);
    }
  }

  StoreCheck(LogConfig config, Store store) {
    this.config = config;
    this.store = store;
  }

  Checked check() throws LogException {
    checkMeta();
    TreeEdge edge = EdgeLoader.load(store);
    var tree = new Tree(store, edge.view());
    OutcomeRecord last = record(edge.size() - 1);
    List<OutcomeRecord> history = history();
    Keyring keys = keys(history);
    Optional<StoredCheckpoint> newest = store.newestCheckpoint();
    if (newest.isPresent()) {
      checkNewest(newest.get(), tree, keys);
    }
    checkHeadFile(newest);
    return new Checked(edge, tree, last.at(), newest, keys, history);
  }

  private void checkMeta() throws LogException {
    byte[] origin = store.get(Family.META, Opening.ORIGIN.getBytes(StandardCharsets.UTF_8));
    byte[] format = store.get(Family.META, Opening.FORMAT.getBytes(StandardCharsets.UTF_8));
    if (origin == null || format == null || format.length != Integer.BYTES) {
      throw new LogException(Fault.DAMAGED, "the store does not say which log it holds");
    }
    int version = ByteBuffer.wrap(format).getInt();
    if (version != Opening.FORMAT_VERSION) {
      throw new LogException(
          Fault.OTHER_LOG,
          "the store has layout " + version + ", this program knows " + Opening.FORMAT_VERSION);
    }
    String stored = new String(origin, StandardCharsets.UTF_8);
    if (!stored.equals(config.origin())) {
      throw new LogException(
          Fault.OTHER_LOG,
          "the store holds the log " + stored + ", the configuration says " + config.origin());
    }
  }

  private OutcomeRecord record(long seq) throws LogException {
    try {
      OutcomeRecord record = OutcomeRecord.parse(store.record(seq));
      if (record.seq() != seq || !record.log().equals(config.origin())) {
        throw new LogException(
            Fault.DAMAGED,
            "record " + seq + " says to be record " + record.seq() + " of " + record.log());
      }
      return record;
    } catch (RecordException e) {
      throw new LogException(
          Fault.DAMAGED, "record " + seq + " does not parse: " + e.getMessage(), e);
    }
  }

  private List<OutcomeRecord> history() throws LogException {
    var history = new ArrayList<OutcomeRecord>();
    history.add(record(0));
    for (long seq : store.events(Keyring.EVENTS)) {
      history.add(record(seq));
    }
    return history;
  }

  private Keyring keys(List<OutcomeRecord> history) throws LogException {
    if (!(history.getFirst().body() instanceof LogCreated created)) {
      throw new LogException(Fault.DAMAGED, "record 0 is not log.created");
    }
    var keys = new Keyring(List.of());
    try {
      for (String vkey : created.keys()) {
        keys.add(VerifierKey.parse(vkey));
      }
      for (OutcomeRecord record : history) {
        if (record.body() instanceof Event event) {
          keys.learn(event);
        }
      }
    } catch (NoteException e) {
      throw new LogException(Fault.DAMAGED, "the log names an unknown kind of key", e);
    }
    return keys;
  }

  private void checkNewest(StoredCheckpoint newest, Tree tree, Keyring keys) throws LogException {
    SignedNote note = note(newest);
    Checkpoint checkpoint;
    try {
      checkpoint = Checkpoint.parse(note.text());
    } catch (NoteException e) {
      throw new LogException(Fault.DAMAGED, "the newest checkpoint does not parse", e);
    }
    if (!checkpoint.origin().equals(config.origin()) || checkpoint.size() != newest.size()) {
      throw new LogException(
          Fault.DAMAGED,
          "the newest checkpoint, "
              + newest.size()
              + ", says to be "
              + checkpoint.size()
              + " of "
              + checkpoint.origin());
    }
    if (!keys.signed(note)) {
      throw new LogException(
          Fault.DAMAGED,
          "the newest checkpoint, " + newest.size() + ", is not signed with a key of this log");
    }
    if (checkpoint.size() > tree.size()) {
      throw new LogException(
          Fault.BEHIND,
          "records are lost: checkpoint "
              + checkpoint.size()
              + " is stored and only "
              + tree.size()
              + " records");
    }
    Hash root = tree.root(checkpoint.size());
    if (!root.equals(checkpoint.root())) {
      throw new LogException(
          Fault.DAMAGED,
          "the stored tree has root "
              + root
              + " at size "
              + checkpoint.size()
              + ", the checkpoint says "
              + checkpoint.root());
    }
  }

  static SignedNote note(StoredCheckpoint checkpoint) throws LogException {
    try {
      return SignedNote.parse(checkpoint.note());
    } catch (NoteException e) {
      throw new LogException(
          Fault.DAMAGED, "checkpoint " + checkpoint.size() + " does not parse", e);
    }
  }

  private void checkHeadFile(Optional<StoredCheckpoint> newest) throws LogException {
    Optional<byte[]> kept;
    try {
      kept = HeadFile.read(config.directory());
    } catch (IOException e) {
      throw new LogException(Fault.STORAGE, "the head file cannot be read: " + e, e);
    }
    long size = newest.map(StoredCheckpoint::size).orElse(0L);
    if (kept.isEmpty()) {
      // Only a log that never got further than its first record may still be without one.
      if (size > 1) {
        throw new LogException(
            Fault.BEHIND, "the head file is missing beside a store of checkpoint " + size);
      }
      return;
    }
    long keptSize;
    try {
      keptSize = Checkpoint.parse(SignedNote.parse(kept.get()).text()).size();
    } catch (NoteException e) {
      throw new LogException(Fault.DAMAGED, "the head file does not hold a checkpoint", e);
    }
    if (keptSize > size) {
      throw new LogException(
          Fault.BEHIND,
          "the store is behind: its newest checkpoint is "
              + size
              + ", the head file holds "
              + keptSize
              + "; records were lost, or the store was put back to an earlier state");
    }
    byte[] stored = store.get(Family.CHECKPOINTS, Keys.number(keptSize));
    if (stored == null || !Arrays.equals(stored, kept.get())) {
      throw new LogException(
          Fault.DAMAGED, "the head file holds another checkpoint " + keptSize + " than the store");
    }
  }
}
