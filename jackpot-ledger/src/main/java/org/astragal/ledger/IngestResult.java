package org.astragal.ledger;

/** What one delivery came to. */
sealed interface IngestResult {
  /**
   * Verified and committed.
   *
   * @param accepted records that were new
   * @param duplicates records that had been posted before; they moved nothing
   * @param position records posted of this log
   * @param checkpoint the newest signed note that was followed
   * @param newest whether no larger one was cosigned
   */
  record Accepted(long accepted, long duplicates, long position, String checkpoint, boolean newest)
      implements IngestResult {}

  /** The delivery begins after the log's position: deliver from {@code position}. */
  record Gap(long position) implements IngestResult {}

  /** Refused and parked; nothing moved. */
  record Refused(String reason, long seq, String detail) implements IngestResult {}

  /**
   * The log contradicted itself; nothing of it is posted until people have looked.
   *
   * @param position records posted of this log
   * @param checkpoint the newest signed note that was followed
   */
  record Stopped(String reason, long position, String checkpoint) implements IngestResult {}

  /** The delivery itself makes no sense. */
  record Malformed(String detail) implements IngestResult {}
}
