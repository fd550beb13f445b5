package org.astragal.signer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.Hash;
import org.astragal.outcome.LogCreated;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.VerifierKey;
import org.astragal.signer.LogException.Fault;
import org.astragal.signer.Store.Family;
import org.astragal.signer.Store.StoredCheckpoint;

/**
 * Brings a stored log to the point where it can go on: refuses one that has lost anything, signs
 * what was durable and unsigned, voids what was asked for and not played. Reads the right edge of
 * the tree only, so that it takes as long for ten million records as for ten thousand; a full check
 * is {@link Fsck}.
 */
final class Opening {
  /** Name of the entry that holds the origin. */
  static final String ORIGIN = "origin";

  /** Name of the entry that holds the version of the store's layout. */
  static final String FORMAT = "format";

  /** Name of the entry that holds the time at which the log was created. */
  static final String INCEPTION = "inception";

  /** Version of the store's layout. */
  static final int FORMAT_VERSION = 1;

  private static final int MAX_BATCH = 4096;

  private final LogConfig config;
  private final CheckpointSigner signer;
  private final InstantSource clock;
  private final Supplier<ApplianceInfo> appliance;
  private final LogListener listener;
  private final Store store;
  private final Notary notary;

  /**
   * What is known when a log is open.
   *
   * @param edge of the durable tree, for the writer
   * @param tree the same, for everybody
   * @param recorder for the next record
   * @param peaks of the newest checkpoint, which covers every record
   * @param head the newest checkpoint
   * @param keys that have signed the log
   */
  record Opened(
      TreeEdge edge, Tree tree, Recorder recorder, Peaks peaks, SignedNote head, Keyring keys) {}

  Opening(
      LogConfig config,
      CheckpointSigner signer,
      InstantSource clock,
      Supplier<ApplianceInfo> appliance,
      LogListener listener,
      Store store) {
    this.config = config;
    this.signer = signer;
    this.clock = clock;
    this.appliance = appliance;
    this.listener = listener;
    this.store = store;
    this.notary = new Notary(config.origin(), signer);
  }

  /** {@return whether the store holds a log} */
  static boolean holdsLog(Store store) throws LogException {
    return store.get(Family.META, ORIGIN.getBytes(StandardCharsets.UTF_8)) != null;
  }

  /** Makes the first record. It is signed when the log is opened, as any unsigned record. */
  void create() throws LogException {
    var body = new LogCreated(appliance.get(), List.of(signer.key().vkey()));
    var recorder = new Recorder(config.origin(), clock, appliance, listener, 0, Instant.EPOCH);
    Entry first = recorder.make(EventTicket.creation(body));
    try (StoreBatch batch = store.batch()) {
      batch.meta(ORIGIN, config.origin().getBytes(StandardCharsets.UTF_8));
      batch.meta(FORMAT, ByteBuffer.allocate(Integer.BYTES).putInt(FORMAT_VERSION).array());
      batch.meta(INCEPTION, clock.instant().toString().getBytes(StandardCharsets.UTF_8));
      first.store(batch, new TreeEdge());
      store.write(batch);
    }
  }

  /** Checks the store and rolls it forward. */
  Opened open() throws LogException {
    checkMeta();
    TreeEdge edge = EdgeLoader.load(store);
    var tree = new Tree(store, edge.view());
    OutcomeRecord last = record(edge.size() - 1);
    var keys = keys();
    Optional<StoredCheckpoint> newest = store.newestCheckpoint();
    if (newest.isPresent()) {
      checkNewest(newest.get(), tree, keys);
    }
    checkHeadFile(newest);
    var recorder =
        new Recorder(config.origin(), clock, appliance, listener, edge.size(), last.at());
    voidOpenIntents(recorder, edge);
    tree.publish(edge.view());
    SignedNote head = signRest(newest, tree);
    return new Opened(edge, tree, recorder, tree.peaks(edge.size()), head, keys);
  }

  private void checkMeta() throws LogException {
    byte[] origin = store.get(Family.META, ORIGIN.getBytes(StandardCharsets.UTF_8));
    byte[] format = store.get(Family.META, FORMAT.getBytes(StandardCharsets.UTF_8));
    if (origin == null || format == null || format.length != Integer.BYTES) {
      throw new LogException(Fault.DAMAGED, "the store does not say which log it holds");
    }
    int version = ByteBuffer.wrap(format).getInt();
    if (version != FORMAT_VERSION) {
      throw new LogException(
          Fault.OTHER_LOG,
          "the store has layout " + version + ", this program knows " + FORMAT_VERSION);
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

  private Keyring keys() throws LogException {
    List<VerifierKey> keys = new ArrayList<>(config.formerKeys());
    keys.add(signer.key());
    if (!(record(0).body() instanceof LogCreated created)) {
      throw new LogException(Fault.DAMAGED, "record 0 is not log.created");
    }
    for (String vkey : created.keys()) {
      try {
        keys.add(VerifierKey.parse(vkey));
      } catch (NoteException e) {
        throw new LogException(Fault.DAMAGED, "record 0 names an unknown kind of key", e);
      }
    }
    return new Keyring(keys.stream().distinct().toList());
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

  private static SignedNote note(StoredCheckpoint checkpoint) throws LogException {
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

  private void voidOpenIntents(Recorder recorder, TreeEdge edge) throws LogException {
    List<Ticket> open = new ArrayList<>();
    store.scan(
        Family.INTENTS,
        new byte[0],
        (key, value) -> {
          open.add(interrupted(Keys.number(key), value));
          return true;
        });
    for (int from = 0; from < open.size(); from += MAX_BATCH) {
      try (StoreBatch batch = store.batch()) {
        for (Ticket ticket : open.subList(from, Math.min(from + MAX_BATCH, open.size()))) {
          recorder.make(ticket).store(batch, edge);
        }
        store.write(batch);
      }
    }
  }

  private Ticket interrupted(long ordinal, byte[] value) throws LogException {
    Intent intent;
    try {
      intent = IntentCodec.decode(value);
    } catch (IllegalArgumentException e) {
      throw new LogException(Fault.DAMAGED, "intent " + ordinal + " does not parse", e);
    }
    if (store.request(intent.operator(), intent.requestId()).isPresent()
        || store.round(intent.operator(), intent.roundId(), intent.step()).isPresent()) {
      throw new LogException(
          Fault.DAMAGED, "intent " + ordinal + " is open although its round has a record");
    }
    var ticket =
        new Ticket(
            intent,
            () -> {
              throw new PlayException(
                  VoidReason.INTERRUPTED, "the appliance stopped before the round was played");
            });
    ticket.ordinal(ordinal);
    return ticket;
  }

  /** Signs records that no checkpoint covers, and returns the newest checkpoint. */
  private SignedNote signRest(Optional<StoredCheckpoint> newest, Tree tree) throws LogException {
    long covered = newest.map(StoredCheckpoint::size).orElse(0L);
    Optional<SignedNote> head = Optional.empty();
    if (newest.isPresent()) {
      head = Optional.of(note(newest.get()));
    }
    while (covered < tree.size()) {
      long next = Math.min(tree.size(), covered + MAX_BATCH);
      var batchTree = new BatchTree(tree.peaks(covered), tree.leaves(covered, next), new Sha());
      SignedNote note;
      try {
        note = notary.sign(batchTree);
      } catch (SigningException e) {
        throw new LogException(
            Fault.SIGNER,
            "records from "
                + covered
                + " on are not signed, and the signer gives no signature: "
                + e.getMessage(),
            e);
      }
      try (StoreBatch batch = store.batch()) {
        batch.checkpoint(next, note.bytes());
        store.write(batch);
      }
      head = Optional.of(note);
      covered = next;
    }
    SignedNote newestNote =
        head.orElseThrow(() -> new LogException(Fault.DAMAGED, "the store holds no record"));
    writeHeadFile(newestNote, config.directory());
    return newestNote;
  }

  private static void writeHeadFile(SignedNote note, Path directory) throws LogException {
    try {
      HeadFile.write(directory, note.bytes());
    } catch (IOException e) {
      throw new LogException(Fault.STORAGE, "the head file cannot be written: " + e, e);
    }
  }
}
