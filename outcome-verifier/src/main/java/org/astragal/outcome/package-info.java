/**
 * What others embed: the outcome record, its canonical JSON, the Merkle tree, checkpoints,
 * receipts, and their verification. Nothing here signs, keeps a clock, or talks to anybody.
 *
 * <p><b>Life of a sealed outcome, as a verifier sees it.</b> A line arrives: {@link
 * org.astragal.outcome.SealedOutcome} cuts it into the record and the receipt, and refuses every
 * spelling but one. {@link org.astragal.outcome.Receipt} gives the record's place, the path, and
 * the {@link org.astragal.outcome.SignedNote} whose text is a {@link
 * org.astragal.outcome.Checkpoint}. The record's bytes are hashed as they stand, never written
 * again: {@link org.astragal.outcome.Hash#leaf(byte[])}. {@link
 * org.astragal.outcome.InclusionProof} leads from that leaf to a root, which must be the
 * checkpoint's; the checkpoint must be signed by a {@link org.astragal.outcome.VerifierKey} that
 * the {@link org.astragal.outcome.Policy} names for this log. Only then is the record read: {@link
 * org.astragal.outcome.OutcomeRecord} takes no member that it does not know, and the record must
 * name the very log and place that were proven.
 *
 * <p>{@link org.astragal.outcome.OutcomeVerifier} does this for one outcome, with nothing but a
 * policy. {@link org.astragal.outcome.StreamVerifier} does it for a whole log: with every record at
 * hand it keeps a {@link org.astragal.outcome.CompactRange} and compares roots, so it needs one
 * signature for each checkpoint and no path at all, and sees gaps, repetitions and other histories
 * too.
 *
 * <p>Every refusal is a {@link org.astragal.outcome.Reason} with a stable code. Bytes from outside
 * never cause an unchecked exception. Two things that look like identity are not: ECDSA signatures
 * are malleable and made afresh at each signing, so the identity of an outcome is (log, seq), never
 * a signature or a receipt.
 */
package org.astragal.outcome;
