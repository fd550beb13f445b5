package org.astragal.ledger;

import java.util.Optional;
import org.astragal.outcome.Event;
import org.astragal.outcome.JackpotEvent;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.LogCreated;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.outcome.RoundSuspended;
import org.astragal.outcome.RoundVoided;

/** What of a record concerns the pools: a pure function. Immutable, thread-safe. */
final class Assessor {

  /** Adds to {@code batch} what {@code record} asks of the books. */
  void assess(OutcomeRecord record, Batch batch) {
    switch (record.body()) {
      case RoundSettled round -> {
        batch.tally("settled");
        batch.add(Wager.of(record.seq(), record.at(), round, PoolRules.Source.SIGNED));
      }
      case RoundVoided _ -> batch.tally("not-contributing.voided");
      // What a round gives to a pool is posted when it is settled.
      case RoundOpened _, RoundStepped _, RoundSuspended _ ->
          batch.tally("not-contributing.waiting");
      case LogCreated _ -> batch.tally("not-a-round");
      case Event event -> {
        batch.tally("not-a-round");
        said(record, event).ifPresent(batch::add);
      }
    }
  }

  /** {@return what a record says of a jackpot level; nothing if it cannot be read} */
  static Optional<Answers.Said> said(OutcomeRecord record, Event event) {
    if (!event.type().startsWith(JackpotEvent.PREFIX)) {
      return Optional.empty();
    }
    try {
      return JackpotEvent.of(event)
          .map(e -> new Answers.Said(record.log(), record.seq(), record.at(), e));
    } catch (JsonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
