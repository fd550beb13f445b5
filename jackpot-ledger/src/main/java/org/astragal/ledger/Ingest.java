package org.astragal.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.IngestResult.Gap;
import org.astragal.ledger.IngestResult.Malformed;
import org.astragal.ledger.IngestResult.Refused;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.Reason;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SealedOutcomeException;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.StreamResult;
import org.astragal.outcome.StreamVerifier;
import org.astragal.outcome.Verdict;

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

  /** Lines looked at singly to find the one that broke a tree. */
  private static final int MAX_DIAGNOSED = 1_000;

  private final Policy policy;
  private final KeyTrail trail;
  private final Assessor assessor;
  private final Database database;
  private final Queries queries;
  private final Books books;
  private final MeterHub hub;
  private final LedgerMetrics metrics;
  private final Map<String, LogGate> gates = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();

  Ingest(
      Policy policy,
      KeyTrail trail,
      Assessor assessor,
      Database database,
      Books books,
      MeterHub hub,
      LedgerMetrics metrics) {
    this.policy = policy;
    this.trail = trail;
    this.assessor = assessor;
    this.database = database;
    this.queries = new Queries(database);
    this.books = books;
    this.hub = hub;
    this.metrics = metrics;
    metrics.queue(waiting::get);
  }

  /** Where a log stands; {@code head} is known between deliveries and read from the books else. */
  private static final class LogGate {
    private final ReentrantLock lock = new ReentrantLock(true);
    private Optional<Head> head = Optional.empty();
  }

  private record Head(CompactRange range, String note, Policy policy) {}

  /** A delivery on its way; used by one thread. */
  private static final class Delivery {
    private final StreamVerifier stream;
    private final long from;
    private final Batch batch = new Batch();
    private final List<byte[]> lines = new ArrayList<>();
    private final List<Hash> leaves = new ArrayList<>();
    private long duplicates;

    /** What was posted where the duplicates stand. */
    private Optional<Leaves> posted = Optional.empty();

    private Optional<SignedNote> note = Optional.empty();

    /** Whom to trust, after what was verified so far. */
    private Policy policy;

    private Delivery(String origin, Head head) {
      this.policy = head.policy();
      this.stream = StreamVerifier.resume(policy, origin, head.range());
      this.from = stream.next();
    }

    /** Takes what the log says of its keys, and trusts accordingly. */
    private void follow(KeyTrail.Change change) {
      batch.follow(change);
      policy = change.in(policy);
      stream.trust(policy);
    }

    private Verdict verifySingly(byte[] line) {
      return new OutcomeVerifier(policy).verify(line);
    }

    private byte[] line(long seq) {
      return lines.get(Math.toIntExact(seq - from));
    }
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
    if (policy.keysFor(origin).isEmpty()) {
      return refuse(
          origin, -1, Refusal.UNKNOWN_LOG.code(), "the policy has no key of it", first.get());
    }
    var gate = gates.computeIfAbsent(origin, _ -> new LogGate());
    waiting.incrementAndGet();
    gate.lock.lock();
    try {
      waiting.decrementAndGet();
      return deliver(origin, gate, first, lines);
    } catch (StoreException e) {
      // Whether it was committed is for the books to say.
      gate.head = Optional.empty();
      throw e;
    } finally {
      gate.lock.unlock();
    }
  }

  private IngestResult deliver(String origin, LogGate gate, Optional<byte[]> first, Lines lines)
      throws StoreException, IOException {
    var head = gate.head.isPresent() ? gate.head.get() : read(origin);
    gate.head = Optional.of(head);
    var delivery = new Delivery(origin, head);
    for (var line = first; line.isPresent(); line = lines.next()) {
      var problem = accept(origin, delivery, head, line.get());
      if (problem.isPresent()) {
        return problem.get();
      }
    }
    if (delivery.stream.waiting() > 0) {
      return refuse(
          origin,
          delivery.stream.next(),
          Refusal.NOT_AT_CHECKPOINT.code(),
          delivery.stream.waiting() + " records stand after the last complete checkpoint",
          delivery.lines.getLast());
    }
    if (delivery.note.isEmpty()) {
      metrics.duplicates(delivery.duplicates);
      return new Accepted(0, delivery.duplicates, head.range().size(), head.note());
    }
    var range = delivery.stream.verified();
    var note = delivery.note.get();
    commit(
        new Advance(origin, delivery.from, range.size(), range.peaks(), delivery.leaves, note),
        delivery);
    gate.head = Optional.of(new Head(range, new String(note.bytes(), UTF_8), delivery.policy));
    return new Accepted(
        range.size() - delivery.from,
        delivery.duplicates,
        range.size(),
        new String(note.bytes(), UTF_8));
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  private Head read(String origin) throws StoreException {
    var trusted = trusted(origin);
    return queries
        .head(origin)
        .map(h -> new Head(h.range(), h.note(), trusted))
        .orElseGet(() -> new Head(new CompactRange(), "", trusted));
  }

  /** The policy with what the log was followed in. */
  private Policy trusted(String origin) throws StoreException {
    var trusted = policy;
    for (var said : trail.follows() ? queries.keys(origin) : List.<Queries.FollowedKey>of()) {
      try {
        trusted =
            new KeyTrail.Change(said.seq(), trail.key(said.vkey()), said.trusted()).in(trusted);
      } catch (NoteException e) {
        throw new IllegalStateException("the books hold keys that were parsed before", e);
      }
    }
    return trusted;
  }

  private void commit(Advance step, Delivery delivery) throws StoreException {
    var began = System.nanoTime();
    var posted = books.post(step, delivery.batch, delivery::line);
    metrics.committed(step, posted.work(), delivery.duplicates, System.nanoTime() - began);
    for (var what : posted.work().unpostable()) {
      LOG.log(
          System.Logger.Level.ERROR,
          "{0} seq {1} could not be posted: {2}",
          step.origin(),
          Long.toString(what.seq()),
          what.detail());
    }
    hub.committed(posted.meters());
  }

  private Optional<IngestResult> accept(String origin, Delivery d, Head head, byte[] line)
      throws StoreException {
    switch (d.stream.accept(line)) {
      case StreamResult.Pending _ -> d.lines.add(line);
      case StreamResult.Verified verified -> {
        d.lines.add(line);
        d.note = Optional.of(verified.note());
        d.leaves.addAll(verified.leaves());
        for (var record : verified.records()) {
          assessor.assess(record, d.batch);
          trail.of(record).ifPresent(d::follow);
        }
      }
      case StreamResult.Refused refused -> {
        return refused(origin, d, head, line, refused);
      }
    }
    return Optional.empty();
  }

  private Optional<IngestResult> refused(
      String origin, Delivery d, Head head, byte[] line, StreamResult.Refused refused)
      throws StoreException {
    switch (refused.reason()) {
      case ALREADY_SEEN -> {
        return duplicate(origin, d, head, line);
      }
      case GAP -> {
        if (d.lines.isEmpty()) {
          return Optional.of(new Gap(d.from));
        }
      }
      case ROOT_MISMATCH -> {
        return Optional.of(diagnose(origin, d, line));
      }
      default -> {}
    }
    return Optional.of(
        refuse(origin, refused.seq(), refused.reason().code(), refused.detail(), line));
  }

  /** A record in a place that is taken: genuine and the one that was posted there, or refused. */
  private Optional<IngestResult> duplicate(String origin, Delivery d, Head head, byte[] line)
      throws StoreException {
    switch (d.verifySingly(line)) {
      case Verdict.Accepted(var record, var checkpoint, var _) -> {
        if (!record.log().equals(origin)) {
          return Optional.of(
              refuse(origin, record.seq(), Reason.WRONG_LOG.code(), record.log(), line));
        }
        var otherTree =
            checkpoint.size() == head.range().size()
                && !checkpoint.root().equals(head.range().root());
        if (otherTree || !isPosted(origin, d, record.seq(), line)) {
          return Optional.of(forked(origin, record.seq(), line));
        }
        d.duplicates++;
        return Optional.empty();
      }
      case Verdict.Refused(var reason, var detail) -> {
        return Optional.of(refuse(origin, -1, reason.code(), detail, line));
      }
    }
  }

  /** Whether it is the record that was posted there, as far back as the books keep leaves. */
  private boolean isPosted(String origin, Delivery d, long seq, byte[] line) throws StoreException {
    if (seq >= d.from) {
      return leaf(d.line(seq)).equals(leaf(line));
    }
    if (d.posted.flatMap(p -> p.of(seq)).isEmpty()) {
      d.posted = queries.leaves(origin, seq);
    }
    return d.posted.flatMap(p -> p.of(seq)).map(leaf(line)::equals).orElse(true);
  }

  private static Hash leaf(byte[] line) {
    try {
      return SealedOutcome.parse(line).leaf();
    } catch (SealedOutcomeException e) {
      throw new IllegalStateException("it was verified", e);
    }
  }

  /** The tree does not come out: finds the line that is not genuine, if there is one. */
  private IngestResult diagnose(String origin, Delivery d, byte[] last) throws StoreException {
    var first = d.stream.next() - d.stream.waiting();
    var suspects = new ArrayList<byte[]>();
    for (var seq = first; seq < d.stream.next(); seq++) {
      suspects.add(d.line(seq));
    }
    suspects.add(last);
    for (var i = 0; i < Math.min(suspects.size(), MAX_DIAGNOSED); i++) {
      if (d.verifySingly(suspects.get(i)) instanceof Verdict.Refused(var reason, var detail)) {
        return refuse(origin, first + i, reason.code(), detail, suspects.get(i));
      }
    }
    return suspects.size() > MAX_DIAGNOSED
        ? refuse(origin, first, Reason.ROOT_MISMATCH.code(), "", last)
        : forked(origin, first, last);
  }

  private IngestResult forked(String origin, long seq, byte[] line) throws StoreException {
    LOG.log(
        System.Logger.Level.ERROR,
        "{0} has been forked: a signed tree differs from the one followed, at seq {1}",
        origin,
        Long.toString(seq));
    return refuse(
        origin,
        seq,
        Refusal.LOG_FORKED.code(),
        "signed by the log's own key, but not a continuation of the tree followed so far",
        line);
  }

  private IngestResult refuse(String origin, long seq, String reason, String detail, byte[] line)
      throws StoreException {
    metrics.refused(reason);
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} seq {1} refused: {2}: {3}",
        origin,
        Long.toString(seq),
        reason,
        detail);
    database.write(c -> {
      Parking.park(c, origin, seq, reason, detail, line);
      return true;
    });
    return new Refused(reason, seq, detail);
  }
}
