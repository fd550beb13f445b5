package org.astragal.signer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.Policy;
import org.astragal.outcome.SignedNote;
import org.astragal.signer.FsckReport.Kind;
import org.astragal.signer.LogException.Fault;
import org.astragal.signer.Store.Family;

/**
 * Checks a stored log completely: every record, tile, checkpoint and index entry. Changes nothing,
 * and works also beside a process that writes the log; it then checks the log as it was at the
 * beginning.
 */
public final class Fsck {
  /** A running writer may remove a file between our reading its name and opening it. */
  private static final int TRIES = 5;

  private static final Duration PAUSE = Duration.ofMillis(200);

  private Fsck() {}

  /**
   * {@return what is in the log and what is wrong with it}
   *
   * @param directory see {@link LogConfig#directory}
   * @param policy the keys that may have signed the checkpoints
   * @throws LogException if there is no log to check, or no place for temporary files
   */
  public static FsckReport check(Path directory, Policy policy) throws LogException {
    if (!OutcomeLog.exists(directory)) {
      throw new LogException(Fault.NOT_CREATED, "there is no log in " + directory);
    }
    try {
      Path scratch = Files.createTempDirectory("astragal-fsck-");
      try {
        NativeLibrary.load(Optional.empty(), scratch);
        return check(directory, policy, scratch);
      } finally {
        remove(scratch);
      }
    } catch (IOException e) {
      throw new LogException(Fault.STORAGE, "no place for temporary files: " + e, e);
    }
  }

  private static FsckReport check(Path directory, Policy policy, Path scratch) throws IOException {
    var findings = new Findings();
    // Before the store: a writer beside us may only make the store newer than this.
    Optional<byte[]> head = HeadFile.read(directory);
    try (Store store = open(directory.resolve(OutcomeLog.STORE), scratch)) {
      String origin = meta(store, findings);
      var run = new FsckRun(store, origin, policy, findings);
      run.check();
      checkHead(store, head, findings);
      return run.report();
    } catch (LogException e) {
      findings.add(Kind.STORE, "store", String.valueOf(e.getMessage()));
      return new FsckReport("", 0, 0, 0, List.of(), 0, findings.listed(), findings.more());
    }
  }

  private static Store open(Path directory, Path scratch) throws LogException {
    for (int tried = 1; ; tried++) {
      try {
        return Store.openReadOnly(directory, scratch);
      } catch (LogException e) {
        if (tried == TRIES) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static String meta(Store store, Findings findings) throws LogException {
    byte[] origin = store.get(Family.META, Opening.ORIGIN.getBytes(StandardCharsets.UTF_8));
    for (String name : List.of(Opening.ORIGIN, Opening.FORMAT, Opening.INCEPTION)) {
      if (store.get(Family.META, name.getBytes(StandardCharsets.UTF_8)) == null) {
        findings.add(Kind.META, name, "is missing");
      }
    }
    return origin == null ? "" : new String(origin, StandardCharsets.UTF_8);
  }

  private static void checkHead(Store store, Optional<byte[]> head, Findings findings)
      throws LogException {
    if (head.isEmpty()) {
      findings.add(Kind.HEAD, "head", "the file is missing");
      return;
    }
    try {
      long size = Checkpoint.parse(SignedNote.parse(head.get()).text()).size();
      byte[] stored = store.get(Family.CHECKPOINTS, Keys.number(size));
      if (stored == null || !Arrays.equals(stored, head.get())) {
        findings.add(
            Kind.HEAD, "head", "the store does not hold the checkpoint " + size + " of the file");
      }
    } catch (NoteException e) {
      findings.add(Kind.HEAD, "head", "it is not a checkpoint: " + e.getMessage());
    }
  }

  private static void remove(Path scratch) throws IOException {
    try (Stream<Path> files = Files.list(scratch)) {
      files.forEach(file -> {
        try {
          Files.delete(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
    Files.delete(scratch);
  }
}
