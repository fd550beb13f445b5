package org.astragal.signer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.LogCreated;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.VerifierKey;
import org.astragal.signer.LogException.Fault;
import org.astragal.signer.Store.Family;

/**
 * Brings a log that is whole to the point where it can go on: signs what was durable and unsigned,
 * voids what was asked for and not played.
 */
final class Opening {
  /** Name of the entry that holds the origin. */
  static final String ORIGIN = "origin";

  /** Name of the entry that holds the version of the store's layout. */
  static final String FORMAT = "format";

  /** Name of the entry that holds the time at which the log was created. */
  static final String INCEPTION = "inception";

  /** Version of the store's layout. */
  static final int FORMAT_VERSION = 3;

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
    var body =
        new LogCreated(
            appliance.get(),
            config.ceremony(),
            signer.keys().stream().map(VerifierKey::vkey).toList());
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

  /** Rolls a log forward that is whole. */
  Opened open(StoreCheck.Checked checked) throws LogException {
    TreeEdge edge = checked.edge();
    Tree tree = checked.tree();
    var recorder =
        new Recorder(config.origin(), clock, appliance, listener, edge.size(), checked.last());
    voidOpenIntents(recorder, edge);
    tree.publish(edge.view());
    SignedNote head = signRest(checked.newest(), tree);
    return new Opened(edge, tree, recorder, tree.peaks(edge.size()), head, checked.keys());
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
      head = Optional.of(StoreCheck.note(newest.get()));
    }
    while (covered < tree.size()) {
      long next = endOfBatch(covered, tree.size());
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

  /** The limits are those of the running log: a ledger must be able to take the batch at once. */
  private long endOfBatch(long start, long size) throws LogException {
    long last = Math.min(size, start + Signing.MAX_RECORDS);
    long bytes = 0;
    long end = start;
    while (end < last && bytes < Signing.MAX_BYTES) {
      bytes += store.record(end).length;
      end++;
    }
    return end;
  }

  private static void writeHeadFile(SignedNote note, Path directory) throws LogException {
    try {
      HeadFile.write(directory, note.bytes());
    } catch (IOException e) {
      throw new LogException(Fault.STORAGE, "the head file cannot be written: " + e, e);
    }
  }
}
