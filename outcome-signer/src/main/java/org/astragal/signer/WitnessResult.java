package org.astragal.signer;

import org.astragal.outcome.Hash;

/** What a checkpoint of this log that somebody else kept says about this log. */
public sealed interface WitnessResult {
  /**
   * Our tree has the same root at that size.
   *
   * @param theirs size of their checkpoint
   * @param ours size of our newest checkpoint, at least theirs
   */
  record Agrees(long theirs, long ours) implements WitnessResult {}

  /**
   * They hold a checkpoint that we signed and no longer have: this log has lost records.
   *
   * @param theirs size of their checkpoint
   * @param ours size of our newest checkpoint, below theirs
   */
  record Behind(long theirs, long ours) implements WitnessResult {}

  /**
   * They hold a checkpoint that we signed over another tree: the log was forked.
   *
   * @param size size of their checkpoint
   * @param theirs their root
   * @param ours our root at that size
   */
  record Disagrees(long size, Hash theirs, Hash ours) implements WitnessResult {}

  /**
   * It is not a checkpoint of this log signed with a key of this log; it proves nothing.
   *
   * @param why the reason, for people
   */
  record NotOurs(String why) implements WitnessResult {}
}
