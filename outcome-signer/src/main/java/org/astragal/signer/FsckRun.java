package org.astragal.signer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.LogCreated;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Policy;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.SignedNote;
import org.astragal.signer.FsckReport.Kind;
import org.astragal.signer.Store.Family;

/** One walk through a store: records in order, tiles and checkpoints beside them, then indexes. */
final class FsckRun {
  private final Store store;
  private final String origin;
  private final Keyring keys;
  private final Findings findings;
  private final FsckIndex index;
  private final Sha sha = new Sha();
  private final TreeEdge edge = new TreeEdge();
  private final CompactRange range = new CompactRange();
  private final List<String> openIntents = new ArrayList<>();
  private final long[] tilesOfLevel = new long[TreeEdge.LEVELS];
  private Instant last = Instant.MIN;
  private long checkpoints;
  private long covered;
  private long tiles;

  FsckRun(Store store, String origin, Policy policy, Findings findings) {
    this.store = store;
    this.origin = origin;
    this.keys = new Keyring(policy.keysFor(origin));
    this.findings = findings;
    this.index = new FsckIndex(store, findings);
  }

  void check() {
    step("records", this::records);
    step("tiles", this::surplusTiles);
    step("indexes", index::surplus);
    step("intents", this::intents);
  }

  FsckReport report() {
    return new FsckReport(
        origin,
        edge.size(),
        checkpoints,
        tiles,
        openIntents,
        edge.size() - covered,
        findings.listed(),
        findings.more());
  }

  @FunctionalInterface
  private interface Step {
    void run() throws LogException;
  }

  /** What cannot be read ends one step, not the check. */
  private void step(String what, Step step) {
    try {
      step.run();
    } catch (LogException e) {
      findings.add(Kind.STORE, what, String.valueOf(e.getMessage()));
    }
  }

  private void records() throws LogException {
    try (Store.Cursor at = store.cursor(Family.CHECKPOINTS)) {
      store.scan(
          Family.RECORDS,
          new byte[0],
          (key, record) -> {
            long seq = Keys.number(key);
            if (seq != edge.size()) {
              findings.add(
                  Kind.RECORD,
                  "record " + edge.size(),
                  "is missing, and with it all up to " + seq + "; nothing after it is checked");
              return false;
            }
            record(seq, record);
            byte[] leaf = sha.leaf(record);
            edge.append(leaf, this::tile);
            range.append(Hash.of(leaf));
            checkpointsUpTo(at, edge.size());
            return true;
          });
      if (edge.size() == 0) {
        findings.add(Kind.RECORD, "record 0", "is missing");
      }
      while (at.valid()) {
        findings.add(
            Kind.CHECKPOINT,
            "checkpoint " + Keys.number(at.key()),
            "there are only " + edge.size() + " records");
        at.next();
      }
    }
  }

  private void record(long seq, byte[] bytes) throws LogException {
    String where = "record " + seq;
    OutcomeRecord record;
    try {
      record = OutcomeRecord.parse(bytes);
    } catch (RecordException e) {
      findings.add(Kind.RECORD, where, "does not parse: " + e.getMessage());
      return;
    }
    if (record.seq() != seq || !record.log().equals(origin)) {
      findings.add(Kind.RECORD, where, "says to be record " + record.seq() + " of " + record.log());
    }
    if (record.at().isBefore(last)) {
      findings.add(Kind.RECORD, where, "is of " + record.at() + ", after one of " + last);
    }
    last = record.at();
    if (record.body() instanceof LogCreated != (seq == 0)) {
      findings.add(Kind.RECORD, where, "is " + record.body().type());
    }
    index.record(seq, record.body());
  }

  private void tile(int level, long number, byte[] computed) throws LogException {
    tilesOfLevel[level] = number + 1;
    tiles++;
    byte[] stored = store.get(Family.TILES, Keys.tile(level, number));
    if (stored == null) {
      findings.add(Kind.TILE, "tile " + level + "/" + number, "is missing");
    } else if (!Arrays.equals(stored, computed)) {
      findings.add(
          Kind.TILE, "tile " + level + "/" + number, "does not hold the hashes of the records");
    }
  }

  private void surplusTiles() throws LogException {
    store.scan(
        Family.TILES,
        new byte[0],
        (key, _) -> {
          int level = key[0];
          long number = Keys.number(Arrays.copyOfRange(key, 1, key.length));
          if (level >= TreeEdge.LEVELS || number >= tilesOfLevel[level]) {
            findings.add(Kind.TILE, "tile " + level + "/" + number, "has no records");
          }
          return true;
        });
  }

  private void checkpointsUpTo(Store.Cursor at, long size) throws LogException {
    while (at.valid() && Keys.number(at.key()) <= size) {
      checkpoint(Keys.number(at.key()), at.value(), size);
      at.next();
    }
  }

  private void checkpoint(long size, byte[] bytes, long records) {
    checkpoints++;
    covered = size;
    Optional<String> wrong = wrong(size, bytes, records);
    wrong.ifPresent(detail -> findings.add(Kind.CHECKPOINT, "checkpoint " + size, detail));
  }

  private Optional<String> wrong(long size, byte[] bytes, long records) {
    SignedNote note;
    Checkpoint checkpoint;
    try {
      note = SignedNote.parse(bytes);
      checkpoint = Checkpoint.parse(note.text());
    } catch (NoteException e) {
      return Optional.of("does not parse: " + e.getMessage());
    }
    if (checkpoint.size() != size || size != records || !checkpoint.origin().equals(origin)) {
      return Optional.of(
          "says to be checkpoint " + checkpoint.size() + " of " + checkpoint.origin());
    }
    if (!keys.signed(note)) {
      return Optional.of("is not signed with a key of the policy");
    }
    Hash root = range.root();
    return root.equals(checkpoint.root())
        ? Optional.empty()
        : Optional.of("has root " + checkpoint.root() + ", the records have " + root);
  }

  private void intents() throws LogException {
    store.scan(
        Family.INTENTS,
        new byte[0],
        (key, value) -> {
          intent("intent " + Keys.number(key), value);
          return true;
        });
  }

  private void intent(String where, byte[] value) throws LogException {
    Intent intent;
    try {
      intent = IntentCodec.decode(value);
    } catch (IllegalArgumentException e) {
      findings.add(Kind.INTENT, where, "does not parse: " + e.getMessage());
      return;
    }
    openIntents.add(intent.operator() + " " + intent.requestId());
    if (store.request(intent.operator(), intent.requestId()).isPresent()) {
      findings.add(Kind.INTENT, where, "is open although its request has a record");
    }
  }
}
