package org.astragal.outcome;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** The steps of a verification, each of which refuses with a reason of its own. */
final class Steps {
  private final Policy policy;

  Steps(Policy policy) {
    this.policy = policy;
  }

  static SealedOutcome envelope(byte[] line) throws RefusedException {
    try {
      return SealedOutcome.parse(line);
    } catch (SealedOutcomeException e) {
      throw new RefusedException(Reason.of(e.fault()), e.getMessage());
    }
  }

  static Receipt receipt(SealedOutcome sealed, @Nullable SignedNote seen) throws RefusedException {
    Receipt receipt;
    try {
      receipt = sealed.receipt(seen);
    } catch (NoteException e) {
      throw new RefusedException(Reason.of(e.fault()), e.getMessage());
    }
    if (receipt.extra().isPresent()) {
      throw new RefusedException(
          Reason.MALFORMED_RECEIPT, "the receipt of a sealed outcome has no extra line");
    }
    return receipt;
  }

  /** The checkpoint's text and that the policy knows its log; the signature comes later. */
  Checkpoint checkpoint(SignedNote note) throws RefusedException {
    Checkpoint checkpoint;
    try {
      checkpoint = Checkpoint.parse(note.text());
    } catch (NoteException e) {
      throw new RefusedException(Reason.of(e.fault()), e.getMessage());
    }
    if (policy.keysFor(checkpoint.origin()).isEmpty()) {
      throw new RefusedException(Reason.UNKNOWN_LOG, checkpoint.origin());
    }
    return checkpoint;
  }

  /**
   * Every signature by a key that may sign for the log must be right, and there must be one.
   * Signatures by other keys do not count, nor do those by a key that was revoked at a smaller
   * tree.
   */
  VerifierKey signer(SignedNote note, Checkpoint checkpoint) throws RefusedException {
    String origin = checkpoint.origin();
    byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
    var signers = new ArrayList<VerifierKey>();
    var others = new ArrayList<NoteSignature>();
    boolean revoked = false;
    for (NoteSignature signature : note.signatures()) {
      boolean own = signature.name().equals(origin);
      var known = policy.key(signature.name(), signature.keyId()).filter(_ -> own);
      if (known.isEmpty()) {
        others.add(signature);
      } else if (!policy.counts(known.get(), checkpoint.size())) {
        revoked = true;
      } else if (known.get().verify(text, signature.signature())) {
        signers.add(known.get());
      } else {
        throw new RefusedException(Reason.BAD_SIGNATURE, known.get().vkey());
      }
    }
    if (signers.isEmpty()) {
      throw new RefusedException(
          revoked ? Reason.KEY_REVOKED : Reason.UNKNOWN_KEY, "signed by " + note.signatures());
    }
    for (NoteSignature other : others) {
      refuseDisguise(text, other, origin);
    }
    return signers.getFirst();
  }

  /**
   * A line by an unknown key may be anything, but not what is left of a trusted key's line after a
   * change: with two keys on a note, a changed name or id would otherwise pass unseen. The base64
   * digit that the id shares with the signature can spoil both, in the last two bits of the id. So
   * under the log's own name no id may be so near to that of a trusted key, and what has the length
   * of an ECDSA signature must also have its form.
   */
  private void refuseDisguise(byte[] text, NoteSignature other, String origin)
      throws RefusedException {
    byte[] signature = other.signature();
    for (VerifierKey key : policy.keysFor(origin)) {
      if (key.verify(text, signature)) {
        throw new RefusedException(Reason.MISLABELLED_SIGNATURE, other + " is by " + key);
      }
      if (other.name().equals(origin) && (other.keyId() ^ key.keyId()) >>> 2 == 0) {
        throw new RefusedException(Reason.BAD_SIGNATURE, other + " is what is left of " + key);
      }
    }
    boolean ecdsaLength =
        signature.length <= EcdsaDer.MAX_BYTES && signature.length != Ed25519Key.SIGNATURE;
    if (other.name().equals(origin) && ecdsaLength && !EcdsaDer.isStrict(signature)) {
      throw new RefusedException(Reason.BAD_SIGNATURE, other + " is no signature of a log's key");
    }
  }

  static void place(Receipt receipt, Checkpoint checkpoint) throws RefusedException {
    if (receipt.index() >= checkpoint.size()) {
      throw new RefusedException(
          Reason.INDEX_BEYOND_TREE,
          "index %d, size %d".formatted(receipt.index(), checkpoint.size()));
    }
    int wanted = InclusionProof.pathLength(receipt.index(), checkpoint.size());
    if (receipt.path().size() != wanted) {
      throw new RefusedException(
          Reason.WRONG_PATH_LENGTH, "%d hashes, not %d".formatted(receipt.path().size(), wanted));
    }
  }

  static void inclusion(Hash leaf, Receipt receipt, Checkpoint checkpoint) throws RefusedException {
    place(receipt, checkpoint);
    if (!InclusionProof.verify(
        leaf, receipt.index(), checkpoint.size(), receipt.path(), checkpoint.root())) {
      throw new RefusedException(
          Reason.ROOT_MISMATCH, "index %d, size %d".formatted(receipt.index(), checkpoint.size()));
    }
  }

  static OutcomeRecord record(byte[] bytes, String origin, long index) throws RefusedException {
    OutcomeRecord record;
    try {
      record = OutcomeRecord.parse(bytes);
    } catch (RecordException e) {
      throw new RefusedException(Reason.of(e.fault()), e.getMessage());
    }
    if (!record.log().equals(origin)) {
      throw new RefusedException(Reason.WRONG_LOG, record.log() + ", signed by " + origin);
    }
    if (record.seq() != index) {
      throw new RefusedException(Reason.WRONG_SEQ, record.seq() + " at index " + index);
    }
    return record;
  }
}
