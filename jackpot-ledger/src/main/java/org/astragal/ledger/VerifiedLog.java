package org.astragal.ledger;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.astragal.outcome.Hash;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.RoundSettled;
import org.jspecify.annotations.Nullable;

/**
 * The records of one log, verified on a thread of its own, parsed on another one, and given out one
 * by one; whoever waits for records helps to parse them. Used by one thread, which closes it.
 */
final class VerifiedLog implements AutoCloseable {
  /** Runs of records that are verified ahead. */
  private static final int AHEAD = 16;

  private final String origin;
  private final Reading reading;
  private final PoolRules.Source source;
  private final BlockingQueue<Said> queue = new ArrayBlockingQueue<>(AHEAD);
  private final Deque<Item> ready = new ArrayDeque<>();
  private final Thread thread;
  private final ExecutorService parser;
  private Optional<Said.End> end = Optional.empty();

  /**
   * A verified record.
   *
   * @param wager what it is to the pools, if it is a settled round
   */
  record Item(OutcomeRecord record, Hash leaf, Optional<Wager> wager) {}

  /** Reads and verifies a log. */
  interface Reading {
    /**
     * Reads to the end.
     *
     * @param to takes what is verified, in order
     * @return why nothing comes any more
     * @throws IOException if it cannot be read
     */
    Said.End read(Taker to) throws IOException, InterruptedException;
  }

  /** Takes verified records. */
  interface Taker {
    /** Waits until there is room. */
    void take(Records records, List<Hash> leaves) throws InterruptedException;
  }

  /** Records that are verified, and perhaps not parsed yet. */
  interface Records {
    /** {@return the records; called once, on any thread} */
    List<OutcomeRecord> parse() throws RecordException, IOException;
  }

  /** What the reading thread says. */
  sealed interface Said {
    /** These come next. */
    record Run(FutureTask<List<Item>> items) implements Said {}

    /**
     * Nothing comes any more.
     *
     * @param isFalse whether something is wrong with what is there
     */
    record End(String why, boolean isFalse) implements Said {}
  }

  private VerifiedLog(String origin, PoolRules.Source source, Reading reading) {
    this.origin = origin;
    this.source = source;
    this.reading = reading;
    this.thread = Thread.ofPlatform().daemon().name("verifier-" + origin).unstarted(this::read);
    this.parser =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("parser-" + origin).factory());
  }

  /**
   * Begins to verify.
   *
   * @param source how far the origin of its rounds is proved
   */
  static VerifiedLog start(String origin, PoolRules.Source source, Reading reading) {
    var log = new VerifiedLog(origin, source, reading);
    log.thread.start();
    return log;
  }

  /** {@return the next record; empty if there is none, for the reason that {@link #end} tells} */
  Optional<Item> next() throws AuditException {
    while (ready.isEmpty() && end.isEmpty()) {
      try {
        switch (queue.take()) {
          case Said.Run(var items) -> {
            // Nothing happens if the parser has begun with it.
            items.run();
            ready.addAll(items.get());
          }
          case Said.End last -> end = Optional.of(last);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AuditException("interrupted", e);
      } catch (ExecutionException e) {
        end = Optional.of(refused(e.getCause()));
      }
    }
    return Optional.ofNullable(ready.poll());
  }

  private Said.End refused(@Nullable Throwable why) {
    if (why instanceof RecordException || why instanceof IOException) {
      return new Said.End(origin + " does not verify: " + why.getMessage(), true);
    }
    throw new IllegalStateException("records of " + origin, why);
  }

  /** {@return why no record comes any more} */
  String end() {
    return end.map(Said.End::why).orElse("there is more");
  }

  /** {@return whether no record comes any more since the next one does not verify} */
  boolean isFalse() {
    return end.map(Said.End::isFalse).orElse(false);
  }

  @Override
  public void close() {
    thread.interrupt();
    parser.shutdownNow();
  }

  private void read() {
    try {
      queue.put(readAll());
    } catch (RuntimeException | Error e) {
      // Whoever waits for the next record must hear of it, too.
      failed(e);
      throw e;
    } catch (InterruptedException e) {
      // Closed: nobody asks any more.
      Thread.currentThread().interrupt();
    }
  }

  private void failed(Throwable why) {
    try {
      queue.put(new Said.End(origin + " cannot be read: " + why, false));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Said.End readAll() throws InterruptedException {
    try {
      return reading.read(this::take);
    } catch (IOException e) {
      return new Said.End(origin + " cannot be read: " + e, false);
    }
  }

  private void take(Records records, List<Hash> leaves) throws InterruptedException {
    var items = new FutureTask<>(() -> items(records.parse(), leaves));
    queue.put(new Said.Run(items));
    try {
      parser.execute(items);
    } catch (java.util.concurrent.RejectedExecutionException e) {
      throw new InterruptedException("closed");
    }
  }

  private List<Item> items(List<OutcomeRecord> records, List<Hash> leaves) {
    var items = new ArrayList<Item>(records.size());
    for (var i = 0; i < records.size(); i++) {
      var record = records.get(i);
      var wager =
          record.body() instanceof RoundSettled round
              ? Optional.of(Wager.of(record.seq(), record.at(), round, source))
              : Optional.<Wager>empty();
      items.add(new Item(record, leaves.get(i), wager));
    }
    return items;
  }
}
