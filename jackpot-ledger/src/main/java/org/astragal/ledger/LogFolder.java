package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.astragal.ledger.LogTiles.ForgedException;
import org.astragal.ledger.VerifiedLog.Said.End;
import org.astragal.ledger.VerifiedLog.Taker;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.SignedNote;

/**
 * A folder with a whole log, as {@link LogFetch} fills it: one signature for all of it, and each
 * record under its root before it is given out.
 */
final class LogFolder implements VerifiedLog.Reading {
  private static final int MAX_CHECKPOINT = 1 << 16;

  private final Path folder;
  private final Checkpoint head;

  private LogFolder(Path folder, Checkpoint head) {
    this.folder = folder;
    this.head = head;
  }

  /**
   * Opens a folder.
   *
   * @param policy the keys that count
   * @throws AuditException if it has no checkpoint that one of them has signed
   */
  static LogFolder open(Path folder, Policy policy) throws AuditException {
    var file = folder.resolve(LogFetch.CHECKPOINT);
    try {
      if (Files.size(file) > MAX_CHECKPOINT) {
        throw new AuditException(file + " is too long for a checkpoint");
      }
      var note = SignedNote.parse(Files.readAllBytes(file));
      var head = Checkpoint.parse(note.text());
      if (new OutcomeVerifier(policy).signer(note).isEmpty()) {
        throw new AuditException(file + " is not signed by a key of the policy");
      }
      return new LogFolder(folder, head);
    } catch (IOException e) {
      throw new AuditException(folder + " holds no log: `ledger fetch` it to its end", e);
    } catch (NoteException e) {
      throw new AuditException(file + " is no signed checkpoint", e);
    }
  }

  /** {@return the name of the log} */
  String origin() {
    return head.origin();
  }

  @Override
  public End read(Taker to) throws IOException, InterruptedException {
    try {
      var tiles = LogTiles.open(this::bytes, head.size(), head.root());
      for (var n = 0L; n < tiles.bundles(); n++) {
        var leaves = tiles.leaves(n);
        var first = n * LogTiles.WIDTH;
        var records = tiles.records(n);
        to.take(() -> parse(records, first), leaves);
      }
      return new End("%s in %s ends at %d".formatted(origin(), folder, head.size()), false);
    } catch (ForgedException e) {
      return new End(origin() + " does not verify: " + e.getMessage(), true);
    }
  }

  private List<OutcomeRecord> parse(List<byte[]> all, long first)
      throws RecordException, ForgedException {
    var records = new ArrayList<OutcomeRecord>(all.size());
    for (var bytes : all) {
      var record = OutcomeRecord.parse(bytes);
      var seq = first + records.size();
      if (!record.log().equals(origin()) || record.seq() != seq) {
        throw new ForgedException(
            "record %d of %s in the place of %d".formatted(record.seq(), record.log(), seq));
      }
      records.add(record);
    }
    return records;
  }

  private byte[] bytes(String path, LogTiles.Holds holds) throws IOException {
    var bytes = Files.readAllBytes(folder.resolve(path));
    if (!holds.test(bytes)) {
      throw ForgedException.of(path);
    }
    return bytes;
  }
}
