package org.astragal.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
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
 * Lines of one log on their way into the books: verified as a stream, assessed, not yet posted.
 * Used by one thread, which {@link Ingest.Hold holds} the log.
 */
final class Delivery {
  private final String origin;
  private final Head head;
  private final Assessor assessor;
  private final KeyTrail trail;
  private final Queries queries;
  private final StreamVerifier stream;
  private final Batch batch = new Batch();
  private final List<byte[]> lines = new ArrayList<>();
  private final List<Hash> leaves = new ArrayList<>();
  private long duplicates;

  /** What was posted where the duplicates stand. */
  private Optional<Leaves> posted = Optional.empty();

  private Optional<SignedNote> note = Optional.empty();

  /** Whom to trust, after what was verified so far. */
  private Policy policy;

  Delivery(String origin, Head head, Assessor assessor, KeyTrail trail, Queries queries) {
    this.origin = origin;
    this.head = head;
    this.assessor = assessor;
    this.trail = trail;
    this.queries = queries;
    this.policy = head.policy();
    this.stream = StreamVerifier.resume(policy, origin, head.range());
  }

  /** Where a log stands: its tree, its newest signed note, and whom to trust for it. */
  record Head(CompactRange range, String note, Policy policy) {}

  /** What a line led to. */
  sealed interface Step {
    /** Taken; its checkpoint is not complete yet. */
    record Waiting() implements Step {}

    /** Taken; everything up to here is verified. */
    record Complete() implements Step {}

    /** It was posted before. */
    record Repeated() implements Step {}

    /** It comes after {@code position}, where the log stands; what is between is not here. */
    record Missing(long position) implements Step {}

    /**
     * Not taken.
     *
     * @param own whether the line itself is to blame; else the one that waits at {@code seq}
     * @param reason code of a verdict or a refusal
     * @param seq its place in the log, negative if it does not tell
     */
    record Bad(boolean own, String reason, long seq, String detail) implements Step {}

    /** Signed by the log's own key, but no continuation of the tree followed so far. */
    record Forked(long seq) implements Step {}
  }

  /** {@return records that wait for the end of their checkpoint} */
  int waiting() {
    return stream.waiting();
  }

  /** {@return the place of the next record} */
  long next() {
    return stream.next();
  }

  /** {@return what the verified records do to the books} */
  Batch batch() {
    return batch;
  }

  /** {@return lines that had been posted before} */
  long duplicates() {
    return duplicates;
  }

  /** {@return where the log stands when this is posted} */
  Head result() {
    return note.isEmpty() ? head : new Head(stream.verified(), note.get().toString(), policy);
  }

  /** {@return the step that the verified records are, if there are any} */
  Optional<Advance> advance() {
    return note.map(signed -> {
      var range = stream.verified();
      return new Advance(origin, head.range().size(), range.size(), range.peaks(), leaves, signed);
    });
  }

  /** {@return the line of a record that was taken} */
  byte[] line(long seq) {
    return lines.get(Math.toIntExact(seq - head.range().size()));
  }

  /** Forgets the records that wait. */
  void discardWaiting() {
    stream.discardWaiting();
    lines.subList(Math.toIntExact(stream.next() - head.range().size()), lines.size()).clear();
  }

  /** Takes the next line, or says why not. */
  Step accept(byte[] line) throws StoreException {
    return switch (stream.accept(line)) {
      case StreamResult.Pending _ -> {
        lines.add(line);
        yield new Step.Waiting();
      }
      case StreamResult.Verified verified -> {
        lines.add(line);
        note = Optional.of(verified.note());
        leaves.addAll(verified.leaves());
        for (var record : verified.records()) {
          assessor.assess(record, batch);
          trail.of(record).ifPresent(this::follow);
        }
        yield new Step.Complete();
      }
      case StreamResult.Refused refused -> refused(line, refused);
    };
  }

  /** {@return why the line that is offered is not genuine, by itself; empty if it is} */
  Optional<Step.Bad> falseByItself(byte[] line, long seq) {
    return falseByItself(line, true, seq);
  }

  private Optional<Step.Bad> falseByItself(byte[] line, boolean own, long seq) {
    return new OutcomeVerifier(policy).verify(line)
            instanceof Verdict.Refused(var reason, var detail)
        ? Optional.of(new Step.Bad(own, reason.code(), seq, detail))
        : Optional.empty();
  }

  /** {@return the first of the waiting lines that is not genuine by itself, if there is one} */
  Optional<Step.Bad> firstFalse() {
    for (var seq = stream.next() - stream.waiting(); seq < stream.next(); seq++) {
      var bad = falseByItself(line(seq), false, seq);
      if (bad.isPresent()) {
        return bad;
      }
    }
    return Optional.empty();
  }

  /** Takes what the log says of its keys, and trusts accordingly. */
  private void follow(KeyTrail.Change change) {
    batch.follow(change);
    policy = change.in(policy);
    stream.trust(policy);
  }

  private Step refused(byte[] line, StreamResult.Refused refused) throws StoreException {
    switch (refused.reason()) {
      case ALREADY_SEEN -> {
        return repeated(line);
      }
      case GAP -> {
        if (lines.isEmpty()) {
          return new Step.Missing(stream.next());
        }
      }
      case ROOT_MISMATCH -> {
        return diagnose(line);
      }
      default -> {}
    }
    return new Step.Bad(true, refused.reason().code(), refused.seq(), refused.detail());
  }

  /** A record in a place that is taken: genuine and the one that stands there, or refused. */
  private Step repeated(byte[] line) throws StoreException {
    return switch (new OutcomeVerifier(policy).verify(line)) {
      case Verdict.Accepted(var record, var checkpoint, var _) -> {
        if (!record.log().equals(origin)) {
          yield new Step.Bad(true, Reason.WRONG_LOG.code(), record.seq(), record.log());
        }
        var otherTree =
            checkpoint.size() == head.range().size()
                && !checkpoint.root().equals(head.range().root());
        yield otherTree ? new Step.Forked(record.seq()) : compare(line, record.seq());
      }
      case Verdict.Refused(var reason, var detail) -> new Step.Bad(true, reason.code(), -1, detail);
    };
  }

  /** Compares a genuine record with the one in its place, as far back as the books keep leaves. */
  private Step compare(byte[] line, long seq) throws StoreException {
    if (seq >= head.range().size()) {
      if (leaf(line(seq)).equals(leaf(line))) {
        duplicates++;
        return new Step.Repeated();
      }
      var first = falseByItself(line(seq), false, seq);
      return first.isPresent() ? first.get() : new Step.Forked(seq);
    }
    if (posted.flatMap(p -> p.of(seq)).isEmpty()) {
      posted = queries.leaves(origin, seq);
    }
    if (posted.flatMap(p -> p.of(seq)).map(leaf(line)::equals).orElse(true)) {
      duplicates++;
      return new Step.Repeated();
    }
    return new Step.Forked(seq);
  }

  private static Hash leaf(byte[] line) {
    try {
      return SealedOutcome.parse(line).leaf();
    } catch (SealedOutcomeException e) {
      throw new IllegalStateException("it was verified", e);
    }
  }

  /** The tree does not come out: finds the line that is not genuine, if there is one. */
  private Step diagnose(byte[] last) {
    var bad = firstFalse().or(() -> falseByItself(last, stream.next()));
    if (bad.isPresent()) {
      return bad.get();
    }
    return new Step.Forked(stream.next() - stream.waiting());
  }
}
