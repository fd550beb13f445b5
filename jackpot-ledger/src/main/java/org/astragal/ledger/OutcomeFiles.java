package org.astragal.ledger;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.astragal.outcome.Hash;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Policy;
import org.astragal.outcome.Reason;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SealedOutcomeException;
import org.astragal.outcome.StreamResult;
import org.astragal.outcome.StreamVerifier;

/**
 * The sealed outcomes of one log from files, verified as one stream on a thread of its own, and
 * given out record by record. Used by one thread, which closes it.
 */
final class OutcomeFiles implements AutoCloseable {
  /** Batches that are verified ahead. */
  private static final int AHEAD = 4;

  private static final int BUFFER = 1 << 18;

  private final String origin;
  private final List<Path> files;
  private final KeyTrail trail;
  private final BlockingQueue<Said> queue = new ArrayBlockingQueue<>(AHEAD);
  private final Deque<Item> ready = new ArrayDeque<>();
  private final Thread thread;
  private Policy policy;
  private Optional<Said.End> end = Optional.empty();

  /** A verified record. */
  record Item(OutcomeRecord record, Hash leaf) {}

  /** What the reading thread says. */
  private sealed interface Said {
    /** These come next. */
    record Batch(List<Item> items) implements Said {}

    /**
     * Nothing comes any more.
     *
     * @param isFalse whether something is wrong with what is there
     */
    record End(String why, boolean isFalse) implements Said {}
  }

  private OutcomeFiles(String origin, List<Path> files, Policy policy, KeyTrail trail) {
    this.origin = origin;
    this.files = files;
    this.policy = policy;
    this.trail = trail;
    this.thread = Thread.ofPlatform().daemon().name("verifier-" + origin).unstarted(this::read);
  }

  /**
   * Opens the logs that files hold: each file lines of one log in order, several files of a log
   * following each other.
   *
   * @return by origin
   * @throws AuditException if a file's first line is none
   */
  static Map<String, OutcomeFiles> open(List<Path> files, Policy policy, KeyTrail trail)
      throws AuditException {
    record First(Path file, String log, long seq) {}
    var firsts = new ArrayList<First>();
    for (var file : files) {
      try (var in = new BufferedInputStream(Files.newInputStream(file))) {
        var line = new Lines(in).next();
        if (line.isEmpty()) {
          throw new AuditException(file + " is empty");
        }
        var record = OutcomeRecord.parse(SealedOutcome.parse(line.get()).record());
        firsts.add(new First(file, record.log(), record.seq()));
      } catch (IOException | SealedOutcomeException | RecordException e) {
        throw new AuditException(file + " does not begin with a sealed outcome", e);
      }
    }
    firsts.sort(Comparator.comparing(First::log).thenComparingLong(First::seq));
    var byLog = new HashMap<String, List<Path>>();
    firsts.forEach(f -> byLog.computeIfAbsent(f.log(), _ -> new ArrayList<>()).add(f.file()));
    var open = new HashMap<String, OutcomeFiles>();
    byLog.forEach((log, all) -> {
      var one = new OutcomeFiles(log, all, policy, trail);
      open.put(log, one);
      one.thread.start();
    });
    return open;
  }

  /** {@return the next record; empty if there is none, for the reason that {@link #end} tells} */
  Optional<Item> next() throws AuditException {
    while (ready.isEmpty() && end.isEmpty()) {
      try {
        switch (queue.take()) {
          case Said.Batch(var items) -> ready.addAll(items);
          case Said.End last -> end = Optional.of(last);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AuditException("interrupted", e);
      }
    }
    return Optional.ofNullable(ready.poll());
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
  }

  private void read() {
    try {
      var stream = StreamVerifier.start(policy, origin);
      var why = "";
      for (var at = 0; at < files.size() && why.isEmpty(); at++) {
        try (var in = Files.newInputStream(files.get(at))) {
          why = read(stream, new BufferedInputStream(in, BUFFER));
        }
      }
      end(
          why.isEmpty()
              ? new Said.End("the files of " + origin + " end at " + stream.next(), false)
              : new Said.End(why, true));
    } catch (IOException e) {
      end(new Said.End(origin + " cannot be read: " + e, false));
    } catch (InterruptedException e) {
      // Closed: nobody asks any more.
      Thread.currentThread().interrupt();
    }
  }

  private void end(Said.End last) {
    try {
      queue.put(last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@return why it cannot go on; empty at the end of the file} */
  private String read(StreamVerifier stream, InputStream in)
      throws IOException, InterruptedException {
    var lines = new Lines(in);
    for (var line = lines.next(); line.isPresent(); line = lines.next()) {
      switch (stream.accept(line.get())) {
        case StreamResult.Pending _ -> {
          // Its checkpoint is not complete yet.
        }
        case StreamResult.Verified verified -> give(stream, verified);
        case StreamResult.Refused refused -> {
          // A line twice is none of the auditor's business: its place is verified.
          if (refused.reason() != Reason.ALREADY_SEEN) {
            return "%s seq %d does not verify: %s %s"
                .formatted(origin, refused.seq(), refused.reason().code(), refused.detail());
          }
        }
      }
    }
    return "";
  }

  private void give(StreamVerifier stream, StreamResult.Verified verified)
      throws InterruptedException {
    var items = new ArrayList<Item>(verified.records().size());
    for (var i = 0; i < verified.records().size(); i++) {
      var record = verified.records().get(i);
      items.add(new Item(record, verified.leaves().get(i)));
      var change = trail.of(record);
      if (change.isPresent()) {
        policy = change.get().in(policy);
        stream.trust(policy);
      }
    }
    queue.put(new Said.Batch(items));
  }
}
