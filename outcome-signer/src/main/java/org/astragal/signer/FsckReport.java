package org.astragal.signer;

import java.util.List;

/**
 * What a full check of a log found.
 *
 * @param origin the log, empty if the store does not say
 * @param records records that were read and hashed
 * @param checkpoints checkpoints whose signature and root were checked
 * @param tiles tiles that were compared
 * @param openIntents requests that were accepted and have no record yet; not a finding: they are
 *     voided when the log is opened
 * @param unsigned records that no checkpoint covers yet; not a finding: they are signed when the
 *     log is opened
 * @param findings what is wrong, at most 100 of them, in the order found
 * @param more findings beyond those listed
 */
public record FsckReport(
    String origin,
    long records,
    long checkpoints,
    long tiles,
    List<String> openIntents,
    long unsigned,
    List<Finding> findings,
    long more) {
  /** Copies the lists. */
  public FsckReport {
    openIntents = List.copyOf(openIntents);
    findings = List.copyOf(findings);
  }

  /** {@return whether nothing is wrong} */
  public boolean clean() {
    return findings.isEmpty();
  }

  /**
   * One thing that is wrong.
   *
   * @param kind what kind of thing
   * @param where which one, such as {@code record 17}
   * @param detail what is wrong with it
   */
  public record Finding(Kind kind, String where, String detail) {}

  /** Kinds of findings. */
  public enum Kind {
    /** The store cannot be opened or read. */
    STORE,
    /** The store's own description is missing or wrong. */
    META,
    /** A record is missing, malformed, or out of order. */
    RECORD,
    /** A tile is missing, too many, or not the hashes of the records. */
    TILE,
    /** A checkpoint is malformed, not signed as the policy wants, or of another tree. */
    CHECKPOINT,
    /** The index of requests or of rounds does not fit the records. */
    INDEX,
    /** An intent is malformed or should not be there. */
    INTENT,
    /** The head file contradicts the store. */
    HEAD
  }
}
