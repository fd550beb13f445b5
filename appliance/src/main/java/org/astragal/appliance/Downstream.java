package org.astragal.appliance;

import java.util.List;
import java.util.Optional;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;
import org.astragal.signer.LogException;

/**
 * Whoever takes every record of the log in order: a ledger, or the partition of a Kafka topic.
 *
 * <p>Thread safety: use by one thread at a time.
 */
interface Downstream extends AutoCloseable {
  /** {@return what it is called in metrics and messages} */
  String name();

  /**
   * {@return what it holds of this log, or nothing if it has never seen it}
   *
   * @param ours tells checkpoints of this log from those of others
   */
  Optional<Head> head(Ours ours) throws LedgerException, LogException, InterruptedException;

  /**
   * Delivers sealed outcomes. Safe to repeat.
   *
   * @param outcomes contiguous, up to the end of a checkpoint, not empty
   */
  Delivery deliver(List<SealedOutcome> outcomes) throws LedgerException, InterruptedException;

  @Override
  void close();

  /** Whether a checkpoint was signed by this log. */
  @FunctionalInterface
  interface Ours {
    boolean test(SignedNote checkpoint) throws LogException;
  }

  /**
   * The newest checkpoint of our log that somebody holds.
   *
   * @param position records that it has, from the first on
   * @param checkpoint signed by us
   * @param journal the head of its own journal, if it has one
   */
  record Head(long position, SignedNote checkpoint, Optional<JournalHead> journal) {}

  /**
   * The head of a ledger's own journal.
   *
   * @param note as it was signed
   * @param size entries that it stands for
   */
  record JournalHead(SignedNote note, long size) {}

  /** What became of a delivery. */
  sealed interface Delivery {
    /** {@return how many records it has} */
    long position();

    /**
     * It was taken.
     *
     * @param checkpoint the newest checkpoint of ours that it holds now, if it says so
     * @param cosigned whether it has cosigned that one
     */
    record Taken(long position, Optional<SignedNote> checkpoint, boolean cosigned)
        implements Delivery {}

    /** It did not begin where the ledger stands; nothing was taken. */
    record Elsewhere(long position) implements Delivery {}
  }
}
