package org.astragal.signer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.astragal.outcome.SignedNote;

/**
 * Has the tree signed, one signature at a time, each over all records that became durable while the
 * one before was made and became durable itself: two checkpoints on their way would share the same
 * records between them, and cost twice. When the signer fails it tries again until there is a
 * signature: records are never taken back.
 */
final class Signing implements Runnable {
  /** Most records under one signature, also when a log is rolled forward. */
  static final int MAX_RECORDS = 4096;

  /** 8 MiB of records: their sealed form stays well below what a ledger takes in one request. */
  static final int MAX_BYTES = 8 << 20;

  private static final long FIRST_PAUSE_NANOS = 100_000_000;
  private static final long LONGEST_PAUSE_NANOS = 500_000_000;

  private final Notary notary;
  private final Pipes pipes;
  private final Health health;
  private final Sha sha = new Sha();
  private Peaks peaks;
  private volatile boolean stopping;

  /**
   * Creates it.
   *
   * @param peaks of the newest durable checkpoint
   */
  Signing(Notary notary, Pipes pipes, Health health, Peaks peaks) {
    this.notary = notary;
    this.pipes = pipes;
    this.health = health;
    this.peaks = peaks;
  }

  /** Ends {@link #run} after the present signature, or at once if the signer fails. */
  void stop() {
    stopping = true;
    pipes.signer().signal();
  }

  @Override
  public void run() {
    while (true) {
      pipes.signer().await(() -> waiting() || over());
      if (health.failed() || pipes.durable().isEmpty()) {
        return;
      }
      List<Entry> entries = take();
      var tree = new BatchTree(peaks, leaves(entries), sha);
      long begin = System.nanoTime();
      Optional<SignedNote> note = sign(tree);
      if (note.isEmpty()) {
        return;
      }
      peaks = tree.peaks();
      Duration signing = Duration.ofNanos(System.nanoTime() - begin);
      pipes.signed().put(new Signed(tree, note.get(), entries, signing));
    }
  }

  private boolean waiting() {
    return pipes.signed().isEmpty() && !pipes.durable().isEmpty();
  }

  private List<Entry> take() {
    var taken = new ArrayList<Entry>();
    int bytes = 0;
    while (taken.size() < MAX_RECORDS && bytes < MAX_BYTES) {
      Entry next = pipes.durable().poll();
      if (next == null) {
        break;
      }
      bytes += next.record().length;
      taken.add(next);
    }
    return taken;
  }

  private static byte[] leaves(List<Entry> entries) {
    byte[] leaves = new byte[entries.size() * Sha.BYTES];
    for (int i = 0; i < entries.size(); i++) {
      System.arraycopy(entries.get(i).leaf(), 0, leaves, i * Sha.BYTES, Sha.BYTES);
    }
    return leaves;
  }

  /** {@return the signed checkpoint; empty if the log stops before there is one} */
  private Optional<SignedNote> sign(BatchTree tree) {
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      try {
        SignedNote note = notary.sign(tree);
        health.clear(LogState.SIGNER_DOWN, "the signer signs again");
        return Optional.of(note);
      } catch (SigningException | RuntimeException e) {
        // A device driver's surprises are failures of the device, too.
        health.set(LogState.SIGNER_DOWN, "the signer gives no signature: " + e.getMessage());
      }
      if (over()) {
        return Optional.empty();
      }
      pause(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  private void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    long left = nanos;
    while (left > 0 && !over()) {
      LockSupport.parkNanos(this, Math.min(left, FIRST_PAUSE_NANOS));
      left = end - System.nanoTime();
    }
  }

  private boolean over() {
    return stopping || health.failed();
  }
}
