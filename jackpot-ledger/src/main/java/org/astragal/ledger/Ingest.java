package org.astragal.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.astragal.ledger.Delivery.Head;
import org.astragal.ledger.Delivery.Judges;
import org.astragal.ledger.Delivery.Step;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.IngestResult.Gap;
import org.astragal.ledger.IngestResult.Malformed;
import org.astragal.ledger.IngestResult.Refused;
import org.astragal.ledger.IngestResult.Stopped;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.Policy;
import org.astragal.outcome.SignedNote;

/**
 * Deliveries of sealed outcomes: verified as a stream, posted in one transaction each.
 *
 * <p>Deliveries of one log wait for each other; those of different logs do not. A delivery whose
 * answer was lost may be repeated at any time: what was posted is then a duplicate.
 *
 * <p>Thread-safe.
 */
final class Ingest {
  private static final System.Logger LOG = System.getLogger(Ingest.class.getName());

  private final Policy policy;
  private final Judges judges;
  private final Database database;
  private final Queries queries;
  private final Books books;
  private final MeterHub hub;
  private final LedgerMetrics metrics;
  private final Map<String, LogGate> gates = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();

  Ingest(
      Policy policy,
      Judges judges,
      Database database,
      Books books,
      MeterHub hub,
      LedgerMetrics metrics) {
    this.policy = policy;
    this.judges = judges;
    this.database = database;
    this.queries = judges.queries();
    this.books = books;
    this.hub = hub;
    this.metrics = metrics;
    metrics.queue(waiting::get);
  }

  /** Where a log stands; {@code head} is known between deliveries and read from the books else. */
  private static final class LogGate {
    private final ReentrantLock lock = new ReentrantLock(true);
    private Optional<Head> head = Optional.empty();
    private Optional<Evidence.Stop> stop = Optional.empty();
    private Optional<Cosigned> cosigned = Optional.empty();
  }

  /** A log that nobody else can move until this is closed. Used by one thread. */
  final class Hold implements AutoCloseable {
    private final String origin;
    private final LogGate gate;

    private Hold(String origin, LogGate gate) {
      this.origin = origin;
      this.gate = gate;
    }

    /** {@return where the log stands} */
    Head head() throws StoreException {
      if (gate.head.isEmpty()) {
        look();
      }
      return gate.head.orElseThrow();
    }

    /** {@return why nothing of the log may be posted, if that is so} */
    Optional<Evidence.Stop> stop() throws StoreException {
      if (gate.head.isEmpty() || gate.stop.isPresent()) {
        look();
      }
      return gate.stop;
    }

    private void look() throws StoreException {
      gate.head = Optional.empty();
      gate.stop = database.read(c -> Evidence.stopped(c, origin));
      gate.cosigned = database.read(c -> Cosigned.of(c, origin));
      gate.head = Optional.of(read(origin));
    }

    /** {@return the largest checkpoint that was posted or cosigned} */
    Cosigned newest() throws StoreException {
      var head = head();
      return gate.cosigned
          .filter(beyond -> beyond.size() > head.range().size())
          .orElseGet(() -> new Cosigned(head.range().size(), head.range().root(), head.note()));
    }

    /**
     * Remembers a checkpoint that is consistent with the newest one.
     *
     * @param before size of the newest one
     */
    void cosigned(Cosigned next, long before) throws StoreException {
      database.write(c -> next.save(c, origin, before));
      gate.cosigned = Optional.of(next);
    }

    /** {@return whether the log has signed another tree of that size before; then it is stopped} */
    boolean isContradictedBy(Checkpoint checkpoint, SignedNote note) throws StoreException {
      var newest = newest();
      var root =
          checkpoint.size() == newest.size()
              ? Optional.of(newest.root())
              : checkpoint.size() < head().range().size()
                  ? queries.rootAt(origin, checkpoint.size())
                  : Optional.<Hash>empty();
      if (root.isEmpty() || root.get().equals(checkpoint.root())) {
        return false;
      }
      contradicted(newest.note(), note, checkpoint.size() - 1, new byte[0]);
      return true;
    }

    /** Keeps what proves that the log was forked, and stops it. */
    void forked(long seq, byte[] line) throws StoreException {
      contradicted(head().note(), Evidence.noteOf(line), seq, line);
    }

    private void contradicted(String held, SignedNote other, long seq, byte[] line)
        throws StoreException {
      LOG.log(
          System.Logger.Level.ERROR,
          "{0} has been forked: a signed tree differs from the one followed, at seq {1}",
          origin,
          Long.toString(seq));
      gate.head = Optional.empty();
      database.write(c -> Evidence.contradiction(c, origin, seq, held, other, line));
      metrics.alarm(Refusal.LOG_FORKED.code());
    }

    /** Whether what is to be posted has another tree at the size that was cosigned. */
    private boolean contradictsCosigned(Advance step, Delivery delivery) throws StoreException {
      var beyond = gate.cosigned.filter(c -> c.size() > step.from() && c.size() <= step.to());
      if (beyond.isEmpty()) {
        return false;
      }
      var tree = head().range().copy();
      for (var leaf : step.leaves()) {
        if (tree.size() < beyond.get().size()) {
          tree.append(leaf);
        }
      }
      if (tree.root().equals(beyond.get().root())) {
        return false;
      }
      // What is here as a whole is held against what was only promised.
      contradicted(
          step.checkpoint().toString(),
          note(beyond.get().note()),
          beyond.get().size() - 1,
          delivery.line(step.to() - 1));
      return true;
    }

    /** {@return a delivery that goes on from there} */
    Delivery delivery() throws StoreException {
      return new Delivery(origin, head(), judges);
    }

    /**
     * Posts what was verified, and does what is to be done beside it, in one transaction.
     *
     * @return whether it was posted; else the log contradicts what was cosigned, and is stopped
     */
    boolean commit(Delivery delivery) throws StoreException {
      try {
        var advance = delivery.advance();
        if (advance.isPresent()) {
          if (contradictsCosigned(advance.get(), delivery)) {
            return false;
          }
          var seen = gate.cosigned.map(Cosigned::size).orElse(0L);
          delivery.batch().beside(c -> Evidence.note(c, advance.get(), seen));
          var verified = Instant.now();
          var posted = post(advance.get(), delivery.batch(), delivery.duplicates(), delivery::line);
          var steps = new Traces.Steps(delivery.begun(), verified, posted, Instant.now());
          judges.traces().posted(origin, delivery.sampled(), steps);
          gate.head = Optional.of(delivery.result());
          return true;
        }
        metrics.duplicates(delivery.duplicates());
        var beside = delivery.batch().beside();
        if (!beside.isEmpty()) {
          // A process that was taken over must not move an offset any more.
          books.write(c -> {
            for (var work : beside) {
              work.run(c);
            }
            return true;
          });
        }
        return true;
      } catch (StoreException e) {
        // Whether it was committed is for the books to say.
        gate.head = Optional.empty();
        throw e;
      }
    }

    @Override
    public void close() {
      gate.lock.unlock();
    }
  }

  /** {@return whether the policy has a key of this log} */
  boolean knows(String origin) {
    return !policy.keysFor(origin).isEmpty();
  }

  /**
   * Waits until nobody else moves a log.
   *
   * @param origin a log that the policy knows
   */
  Hold hold(String origin) {
    var gate = gates.computeIfAbsent(origin, _ -> new LogGate());
    waiting.incrementAndGet();
    gate.lock.lock();
    waiting.decrementAndGet();
    if (books.shared()) {
      // Another process may have moved it, stopped it or let it go on.
      gate.head = Optional.empty();
    }
    return new Hold(origin, gate);
  }

  /**
   * Verifies a delivery as it arrives, and posts it when it is there and good.
   *
   * @param origin the log
   * @param body sealed outcomes, one a line; not read to its end if it is refused before
   * @throws StoreException if nothing can be said now; the same delivery may be repeated
   * @throws IOException if the body breaks off; nothing was posted
   */
  IngestResult deliver(String origin, InputStream body) throws StoreException, IOException {
    var lines = new Lines(body);
    var first = lines.next();
    if (first.isEmpty()) {
      return new Malformed("the body holds no line");
    }
    if (!knows(origin)) {
      return refuse(
          origin, -1, Refusal.UNKNOWN_LOG.code(), "the policy has no key of it", first.get());
    }
    try (var hold = hold(origin)) {
      return deliver(origin, hold, first, lines);
    }
  }

  private IngestResult deliver(String origin, Hold hold, Optional<byte[]> first, Lines lines)
      throws StoreException, IOException {
    var before = hold.head();
    var stop = hold.stop();
    if (stop.isPresent()) {
      return new Stopped(stop.get().reason(), before.range().size(), before.note());
    }
    var delivery = hold.delivery();
    var last = first;
    for (var line = first; line.isPresent(); line = lines.next()) {
      last = line;
      switch (delivery.accept(line.get())) {
        case Step.Waiting _, Step.Complete _, Step.Repeated _ -> {
          // The end of the body tells.
        }
        case Step.Missing(var position) -> {
          return new Gap(position);
        }
        case Step.Bad(var own, var reason, var seq, var detail) -> {
          return refuse(origin, seq, reason, detail, own ? line.get() : delivery.line(seq));
        }
        case Step.Forked(var seq) -> {
          hold.forked(seq, line.get());
          return refuse(origin, seq, Refusal.LOG_FORKED.code(), FORKED, line.get());
        }
      }
    }
    if (delivery.waiting() > 0) {
      return refuse(
          origin,
          delivery.next(),
          Refusal.NOT_AT_CHECKPOINT.code(),
          delivery.waiting() + " records stand after the last complete checkpoint",
          last.orElseThrow());
    }
    if (!hold.commit(delivery)) {
      return new Stopped(Refusal.LOG_FORKED.code(), before.range().size(), before.note());
    }
    var after = delivery.result();
    return new Accepted(
        after.range().size() - before.range().size(),
        delivery.duplicates(),
        after.range().size(),
        after.note(),
        hold.newest().size() == after.range().size());
  }

  private static SignedNote note(String text) {
    try {
      return SignedNote.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (NoteException e) {
      throw new IllegalStateException("it was parsed before", e);
    }
  }

  private Head read(String origin) throws StoreException {
    var trusted = trusted(origin);
    var voided = database.read(c -> Evidence.voided(c, origin));
    return queries
        .head(origin)
        .map(h -> new Head(h.range(), h.note(), trusted, voided))
        .orElseGet(() -> new Head(new CompactRange(), "", trusted, voided));
  }

  /** The policy with what the log was followed in. */
  private Policy trusted(String origin) throws StoreException {
    var trusted = policy;
    for (var said :
        judges.trail().follows() ? queries.keys(origin) : List.<Queries.FollowedKey>of()) {
      try {
        trusted =
            new KeyTrail.Change(said.seq(), judges.trail().key(said.vkey()), said.trusted())
                .in(trusted);
      } catch (NoteException e) {
        throw new IllegalStateException("the books hold keys that were parsed before", e);
      }
    }
    return trusted;
  }

  /**
   * Posts a step that was verified, and tells of it.
   *
   * @param repeated lines of the delivery that had been posted before
   * @param lines gives the delivered line of a seq
   * @return when it was committed
   */
  Instant post(Advance step, Batch batch, long repeated, LongFunction<byte[]> lines)
      throws StoreException {
    var began = System.nanoTime();
    var posted = books.post(step, batch, lines);
    var at = Instant.now();
    metrics.committed(step, posted.work(), repeated, System.nanoTime() - began);
    for (var what : posted.work().unpostable()) {
      LOG.log(
          System.Logger.Level.ERROR,
          "{0} seq {1} could not be posted: {2}",
          step.origin(),
          Long.toString(what.seq()),
          what.detail());
    }
    hub.committed(posted.meters());
    return at;
  }

  /** What is said of a line that proves a fork. */
  static final String FORKED =
      "signed by the log's own key, but not a continuation of the tree followed so far";

  private IngestResult refuse(String origin, long seq, String reason, String detail, byte[] line)
      throws StoreException {
    tellRefusal(origin, seq, reason, detail);
    database.write(c -> {
      Parking.park(c, origin, seq, reason, detail, line);
      return true;
    });
    return new Refused(reason, seq, detail);
  }

  /** Counts and logs a line that is parked. */
  void tellRefusal(String origin, long seq, String reason, String detail) {
    metrics.refused(reason);
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} seq {1} refused: {2}: {3}",
        origin,
        Long.toString(seq),
        reason,
        detail);
  }
}
