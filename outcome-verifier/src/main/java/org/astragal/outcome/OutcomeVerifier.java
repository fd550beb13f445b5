package org.astragal.outcome;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies sealed outcomes offline, one by one, with nothing but a policy. Safe for use by many
 * threads.
 *
 * @spec rfc9162.html#2.1.3.2 RFC 9162, 2.1.3.2 Verifying an Inclusion Proof
 */
public final class OutcomeVerifier {
  private final Steps steps;

  /** The last note that was verified: the receipts of a batch all hold the same one. */
  private volatile @Nullable Signed last;

  /**
   * Creates one.
   *
   * @param policy whom to trust
   */
  public OutcomeVerifier(Policy policy) {
    this.steps = new Steps(policy);
  }

  /**
   * {@return whether a sealed outcome is what a trusted log recorded; never throws for its bytes}
   *
   * @param sealedLine the sealed outcome, without a line feed; not kept
   */
  public Verdict verify(byte[] sealedLine) {
    try {
      SealedOutcome sealed = Steps.envelope(sealedLine);
      Signed before = last;
      Receipt receipt = Steps.receipt(sealed, before == null ? null : before.note);
      Checkpoint checkpoint = steps.checkpoint(receipt.checkpoint());
      Steps.inclusion(sealed.leaf(), receipt, checkpoint);
      VerifierKey key = signer(receipt.checkpoint(), checkpoint);
      // Only what is proven to be in the log is worth reading.
      OutcomeRecord record = Steps.record(sealed.record(), checkpoint.origin(), receipt.index());
      return new Verdict.Accepted(record, checkpoint, key);
    } catch (RefusedException e) {
      return new Verdict.Refused(e.reason(), e.detail());
    }
  }

  /**
   * {@return whether these bytes, whatever they say, stand in a trusted log}
   *
   * @param record the bytes, at most 65,535; not kept
   * @param receipt their receipt; its {@code extra} is not looked at
   */
  public SealVerdict verifySealOnly(byte[] record, Receipt receipt) {
    try {
      if (record.length == 0 || record.length > OutcomeRecord.MAX_BYTES) {
        throw new RefusedException(Reason.RECORD_SIZE, record.length + " bytes");
      }
      Checkpoint checkpoint = steps.checkpoint(receipt.checkpoint());
      Steps.inclusion(Hash.leaf(record), receipt, checkpoint);
      VerifierKey key = signer(receipt.checkpoint(), checkpoint);
      return new SealVerdict.Intact(receipt.index(), checkpoint, key);
    } catch (RefusedException e) {
      return new SealVerdict.Broken(e.reason(), e.detail());
    }
  }

  /**
   * {@return the key that signed a checkpoint; empty if none that counts did, or it is no
   * checkpoint}
   *
   * @param note the checkpoint as it was signed
   */
  public Optional<VerifierKey> signer(SignedNote note) {
    try {
      return Optional.of(steps.signer(note, steps.checkpoint(note)));
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  private VerifierKey signer(SignedNote note, Checkpoint checkpoint) throws RefusedException {
    Signed known = last;
    if (known != null && known.note.equals(note)) {
      return known.key;
    }
    VerifierKey key = steps.signer(note, checkpoint);
    last = new Signed(note, key);
    return key;
  }

  private record Signed(SignedNote note, VerifierKey key) {}
}
