package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.SignedNote;

/**
 * Copies a published log into a folder of the same form: every record is held against the signed
 * checkpoint before it is kept. What a run before has kept is not fetched again. Used by one
 * thread.
 */
final class LogFetch {
  /** The file of the signed checkpoint: the last one that is written. */
  static final String CHECKPOINT = "checkpoint";

  private static final int MAX_CHECKPOINT = 1 << 16;

  private final Resource from;
  private final Policy policy;
  private final Path folder;
  private long fetched;
  private boolean isNew;

  private LogFetch(Resource from, Policy policy, Path folder) {
    this.from = from;
    this.policy = policy;
    this.folder = folder;
  }

  /** Where resources are fetched from. */
  @FunctionalInterface
  interface Resource {
    /**
     * {@return the bytes of a resource}
     *
     * @param most bytes that it can have
     */
    byte[] get(String path, int most) throws IOException, InterruptedException;
  }

  /**
   * What is in the folder now.
   *
   * @param head of the log
   * @param fetched records that were not there before
   */
  record Result(Checkpoint head, long fetched) {}

  /**
   * Copies.
   *
   * @param policy the keys that count
   * @param folder created; may hold an earlier copy of the same log
   * @throws FetchException if the log contradicts its signature or the earlier copy
   * @throws IOException if it cannot be read or kept; what was fetched stays
   */
  static Result run(Resource from, Policy policy, Path folder)
      throws FetchException, IOException, InterruptedException {
    return new LogFetch(from, policy, folder).run();
  }

  /** The log is not what it is signed to be. */
  static final class FetchException extends Exception {
    private static final long serialVersionUID = 1L;

    FetchException(String message) {
      super(message);
    }
  }

  private Result run() throws FetchException, IOException, InterruptedException {
    Files.createDirectories(folder);
    var before = kept();
    var note = from.get(CHECKPOINT, MAX_CHECKPOINT);
    var head = verified(note, "the newest checkpoint");
    if (before.isPresent()) {
      requireSameLog(before.get(), head);
    }
    try {
      var tiles = LogTiles.open(this::read, head.size(), head.root());
      var tree = new CompactRange();
      for (var n = 0L; n < tiles.bundles(); n++) {
        for (var leaf : tiles.leaves(n)) {
          tree.append(leaf);
          requireContinued(before, tree);
        }
        isNew = false;
        tiles.records(n);
        fetched += isNew ? tiles.width(n) : 0;
      }
    } catch (LogTiles.ForgedException e) {
      throw new FetchException(String.valueOf(e.getMessage()));
    }
    keep(CHECKPOINT, note);
    return new Result(head, fetched);
  }

  private Optional<Checkpoint> kept() throws FetchException, IOException {
    try {
      var file = folder.resolve(CHECKPOINT);
      return Optional.of(verified(Files.readAllBytes(file), file.toString()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Checkpoint verified(byte[] bytes, String what) throws FetchException {
    try {
      var note = SignedNote.parse(bytes);
      var checkpoint = Checkpoint.parse(note.text());
      if (new OutcomeVerifier(policy).signer(note).isEmpty()) {
        throw new FetchException(
            what + " of " + checkpoint.origin() + " is not signed by a key of the policy");
      }
      return checkpoint;
    } catch (NoteException e) {
      throw new FetchException(what + " is no signed checkpoint: " + e.getMessage());
    }
  }

  private void requireSameLog(Checkpoint before, Checkpoint head) throws FetchException {
    if (!before.origin().equals(head.origin())) {
      throw new FetchException(folder + " holds the log " + before.origin());
    }
    if (before.size() > head.size()) {
      throw new FetchException(
          "the log went back: it has signed %d records before, now %d; both checkpoints are genuine, keep %s"
              .formatted(before.size(), head.size(), folder.resolve(CHECKPOINT)));
    }
  }

  private void requireContinued(Optional<Checkpoint> before, CompactRange tree)
      throws FetchException {
    if (before.isPresent()
        && before.get().size() == tree.size()
        && !before.get().root().equals(tree.root())) {
      throw new FetchException(
          "the log was forked: at size %d its tree is another one than that of %s; keep it"
              .formatted(tree.size(), folder.resolve(CHECKPOINT)));
    }
  }

  /** From the folder if it is there and right, else from the log. */
  private byte[] read(String path, LogTiles.Holds holds) throws IOException, InterruptedException {
    var file = folder.resolve(path);
    // Tiles at the edge are right only together: one that was wrong must not stay so.
    if (!LogTiles.isEdge(path) && Files.exists(file)) {
      var own = Files.readAllBytes(file);
      if (holds.test(own)) {
        return own;
      }
    }
    var bytes = from.get(path, LogTiles.MAX_BUNDLE);
    if (!holds.test(bytes)) {
      throw LogTiles.ForgedException.of(path);
    }
    keep(path, bytes);
    isNew |= LogTiles.isBundle(path);
    return bytes;
  }

  /** As a whole or not at all. */
  private void keep(String path, byte[] bytes) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    var next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, bytes);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
