package org.astragal.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.Reason;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SealedOutcomeException;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.StreamResult;
import org.astragal.outcome.StreamVerifier;
import org.astragal.outcome.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Lines of one log on their way into the books: verified as a stream, assessed, not yet posted.
 * Used by one thread, which {@link Ingest.Hold holds} the log.
 */
final class Delivery {
  private final String origin;
  private final Head head;
  private final Judges judges;
  private final StreamVerifier stream;
  private final Batch batch = new Batch();
  private final List<byte[]> lines = new ArrayList<>();
  private final List<Hash> leaves = new ArrayList<>();
  private final List<Traces.Sampled> sampled = new ArrayList<>();
  private final Instant begun = Instant.now();
  private long duplicates;

  /** What was posted where the duplicates stand. */
  private Optional<Leaves> posted = Optional.empty();

  /** The last one that was found to be of this tree. */
  private @Nullable Checkpoint compared;

  private Optional<SignedNote> note = Optional.empty();

  /** Whom to trust, after what was verified so far. */
  private Policy policy;

  Delivery(String origin, Head head, Judges judges) {
    this.origin = origin;
    this.head = head;
    this.judges = judges;
    this.policy = head.policy();
    this.stream = StreamVerifier.resume(policy, origin, head.range());
  }

  /** Who says what a verified record does. */
  record Judges(
      Assessor assessor, Certified certified, KeyTrail trail, Queries queries, Traces traces) {}

  /**
   * Where a log stands.
   *
   * @param range its tree
   * @param note its newest signed note, empty before the first
   * @param policy whom to trust for it
   * @param voided texts of its checkpoints that people have declared void
   */
  record Head(CompactRange range, String note, Policy policy, Set<String> voided) {}

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

  /** {@return outcomes whose callers want them traced} */
  List<Traces.Sampled> sampled() {
    return sampled;
  }

  /** {@return when it began} */
  Instant begun() {
    return begun;
  }

  /** {@return lines that had been posted before} */
  long duplicates() {
    return duplicates;
  }

  /** {@return where the log stands when this is posted} */
  Head result() {
    return note.isEmpty()
        ? head
        : new Head(stream.verified(), note.get().toString(), policy, head.voided());
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
    if (!head.voided().isEmpty() && isVoid(line)) {
      return new Step.Bad(
          true, Refusal.LOG_FORKED.code(), -1, "its checkpoint has been declared void");
    }
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
          assess(record);
          judges.trail().of(record).ifPresent(this::follow);
        }
        yield new Step.Complete();
      }
      case StreamResult.Refused refused -> refused(line, refused);
    };
  }

  private void assess(OutcomeRecord record) {
    if (record.body() instanceof RoundSettled round
        && !judges.certified().has(round.game().logic())) {
      batch.refuse(
          new Batch.Unpostable(
              record.seq(),
              Refusal.UNCERTIFIED_LOGIC,
              round.game().id() + " with " + round.game().logic()));
      return;
    }
    if (record.body() instanceof RoundSettled round && sampled.size() < Traces.MAX_SAMPLED) {
      judges.traces().sampled(round.trace(), record.seq()).ifPresent(sampled::add);
    }
    judges.assessor().assess(record, batch);
  }

  private boolean isVoid(byte[] line) {
    try {
      return head.voided().contains(SealedOutcome.parse(line).receipt().checkpoint().text());
    } catch (SealedOutcomeException | NoteException e) {
      // The stream says so better.
      return false;
    }
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
        yield isOfThisTree(checkpoint)
            ? compare(line, record.seq())
            : new Step.Forked(record.seq());
      }
      case Verdict.Refused(var reason, var detail) -> new Step.Bad(true, reason.code(), -1, detail);
    };
  }

  /**
   * Whether a signed checkpoint is one of the tree that was followed, as far as that can be told.
   */
  private boolean isOfThisTree(Checkpoint checkpoint) throws StoreException {
    if (checkpoint.size() > head.range().size() || checkpoint.equals(compared)) {
      return true;
    }
    var root =
        checkpoint.size() == head.range().size()
            ? Optional.of(head.range().root())
            : judges.queries().rootAt(origin, checkpoint.size());
    if (root.isPresent() && !root.get().equals(checkpoint.root())) {
      return false;
    }
    compared = checkpoint;
    return true;
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
      posted = judges.queries().leaves(origin, seq);
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
