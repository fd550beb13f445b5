package org.astragal.outcome;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a whole log as it comes: every sealed outcome in order, one signature for each
 * checkpoint. It keeps the tree's compact range, so a gap, another order, a changed record or
 * another history cannot pass, and no path needs to be followed.
 *
 * <p>Within a batch only the last receipt's checkpoint is compared with the tree; the others must
 * hold the same signed checkpoint to the last byte, at their own index and with a path of the right
 * length, but their hashes are not followed.
 *
 * <p>Thread safety: use by one thread.
 */
public final class StreamVerifier {
  /** Most records that may wait for the end of their checkpoint. */
  public static final int MAX_BATCH = 65_536;

  private final String origin;
  private Steps steps;

  /** The tree up to the last verified checkpoint. */
  private CompactRange verified;

  /** The tree with what waits. */
  private CompactRange ahead;

  private final List<OutcomeRecord> waiting = new ArrayList<>();
  private final List<Hash> leaves = new ArrayList<>();
  private @Nullable Batch batch;

  private StreamVerifier(Policy policy, String origin, CompactRange verified) {
    this.steps = new Steps(policy);
    this.origin = origin;
    this.verified = verified.copy();
    this.ahead = verified.copy();
  }

  /**
   * {@return a verifier of a log from its beginning}
   *
   * @param policy whom to trust
   * @param origin the log's name
   */
  public static StreamVerifier start(Policy policy, String origin) {
    return resume(policy, origin, new CompactRange());
  }

  /**
   * {@return a verifier that goes on where another one was}
   *
   * @param policy whom to trust
   * @param origin the log's name
   * @param verified what {@link #verified} gave; copied
   */
  public static StreamVerifier resume(Policy policy, String origin, CompactRange verified) {
    return new StreamVerifier(policy, origin, verified);
  }

  /**
   * Changes whom to trust, from the next checkpoint on.
   *
   * @param policy whom to trust
   */
  public void trust(Policy policy) {
    steps = new Steps(policy);
  }

  /** {@return the tree up to the last verified checkpoint; the caller's own} */
  public CompactRange verified() {
    return verified.copy();
  }

  /** {@return the place in the log of the next record} */
  public long next() {
    return ahead.size();
  }

  /** {@return how many records wait for the end of their checkpoint} */
  public int waiting() {
    return waiting.size();
  }

  /** Forgets the records that wait: the next one is the first after the last checkpoint. */
  public void discardWaiting() {
    ahead = verified.copy();
    waiting.clear();
    leaves.clear();
    batch = null;
  }

  /**
   * Takes the next sealed outcome. A refusal changes nothing; but if records that wait were bad,
   * which only their checkpoint can tell, {@link #discardWaiting} must come before another try.
   *
   * @param sealedLine the sealed outcome, without a line feed; not kept
   * @return what it led to; never throws for its bytes
   */
  public StreamResult accept(byte[] sealedLine) {
    long seq = next();
    try {
      return take(sealedLine, seq);
    } catch (RefusedException e) {
      return new StreamResult.Refused(e.reason(), seq, e.detail());
    }
  }

  private StreamResult take(byte[] sealedLine, long seq) throws RefusedException {
    SealedOutcome sealed = Steps.envelope(sealedLine);
    Receipt receipt = Steps.receipt(sealed, batch == null ? null : batch.note);
    if (receipt.index() != seq) {
      throw new RefusedException(
          receipt.index() > seq ? Reason.GAP : Reason.ALREADY_SEEN,
          "%d came, %d was due".formatted(receipt.index(), seq));
    }
    Checkpoint checkpoint = checkpoint(receipt.checkpoint());
    Steps.place(receipt, checkpoint);
    if (checkpoint.size() - verified.size() > MAX_BATCH) {
      throw new RefusedException(
          Reason.BATCH_TOO_LONG, "%d records".formatted(checkpoint.size() - verified.size()));
    }
    OutcomeRecord record = Steps.record(sealed.record(), origin, seq);
    Hash leaf = sealed.leaf();
    if (checkpoint.size() > seq + 1) {
      ahead.append(leaf);
      waiting.add(record);
      leaves.add(leaf);
      batch = new Batch(receipt.checkpoint(), checkpoint);
      return new StreamResult.Pending(record, checkpoint.size());
    }
    CompactRange complete = ahead.copy();
    complete.append(leaf);
    if (!complete.root().equals(checkpoint.root())) {
      throw new RefusedException(
          Reason.ROOT_MISMATCH,
          "records %d to %d are not those of the signed tree".formatted(verified.size(), seq));
    }
    VerifierKey key = steps.signer(receipt.checkpoint(), checkpoint);
    var records = new ArrayList<>(waiting);
    records.add(record);
    var hashes = new ArrayList<>(leaves);
    hashes.add(leaf);
    verified = complete;
    discardWaiting();
    return new StreamResult.Verified(records, hashes, checkpoint, receipt.checkpoint(), key);
  }

  private Checkpoint checkpoint(SignedNote note) throws RefusedException {
    if (batch != null && note.equals(batch.note)) {
      return batch.checkpoint;
    }
    Checkpoint checkpoint = steps.checkpoint(note);
    if (!checkpoint.origin().equals(origin)) {
      throw new RefusedException(Reason.WRONG_LOG, checkpoint.origin() + ", not " + origin);
    }
    if (batch != null) {
      throw new RefusedException(
          Reason.CHECKPOINT_CHANGED,
          "size %d, the batch began with %d".formatted(checkpoint.size(), batch.checkpoint.size()));
    }
    return checkpoint;
  }

  /** What the records that wait were said to be covered by. */
  private record Batch(SignedNote note, Checkpoint checkpoint) {}
}
