package org.astragal.appliance;

import java.time.Duration;
import java.util.Optional;
import org.astragal.outcome.Event;
import org.astragal.outcome.LedgerHead;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;
import org.astragal.signer.LogException;
import org.astragal.signer.OutcomeLog;

/**
 * When the head of a ledger's journal is sealed into the log: once in a while, if the ledger has
 * taken anything since but the records of heads. Without the latter a log would never be at rest.
 *
 * <p>Thread safety: use by one thread.
 */
final class HeadAnchor {
  /** Among more records than these there is always one that is no head. */
  private static final int MAX_LOOKED_AT = 64;

  private static final int MAX_BYTES = 1 << 20;

  private final OutcomeLog log;
  private final Duration every;
  private long since = System.nanoTime();
  private long position;
  private long anchored;

  /**
   * Begins to count.
   *
   * @param every shortest time between two heads
   * @param position where the ledger stands
   */
  HeadAnchor(OutcomeLog log, Duration every, long position) {
    this.log = log;
    this.every = every;
    this.position = position;
  }

  /** {@return whether it is time to ask a ledger, which stands at {@code now}, for its head} */
  boolean isDue(long now) {
    return now > position && System.nanoTime() - since >= every.toNanos();
  }

  /**
   * {@return the head to seal, if that is due} What is given is not given again. A ledger that
   * tells no head is asked again when the next one would be due.
   *
   * @throws LedgerException if the ledger has taken records since, and its journal has not grown
   */
  Optional<SignedNote> due(Downstream.Head head) throws LogException, LedgerException {
    if (!isDue(head.position())) {
      return Optional.empty();
    }
    since = System.nanoTime();
    if (head.journal().isEmpty()) {
      return Optional.empty();
    }
    Downstream.JournalHead journal = head.journal().get();
    long from = position;
    position = head.position();
    if (!hasNews(from, position)) {
      return Optional.empty();
    }
    if (journal.size() <= anchored) {
      throw new LedgerException(
          LedgerException.Fault.PROTOCOL,
          "its journal still has "
              + journal.size()
              + " entries, though it has taken records since");
    }
    anchored = journal.size();
    return Optional.of(journal.note());
  }

  private boolean hasNews(long from, long to) throws LogException {
    if (to - from > MAX_LOOKED_AT) {
      return true;
    }
    for (SealedOutcome outcome : log.read(from, MAX_BYTES)) {
      if (from == to) {
        break;
      }
      if (!isHead(outcome)) {
        return true;
      }
      from++;
    }
    return from < to;
  }

  private static boolean isHead(SealedOutcome outcome) {
    try {
      return OutcomeRecord.parse(outcome.record()).body() instanceof Event event
          && event.type().equals(LedgerHead.TYPE);
    } catch (RecordException e) {
      throw new IllegalStateException("the log gave it", e);
    }
  }
}
