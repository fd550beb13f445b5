package org.astragal.outcome;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One record of a log.
 *
 * @param log the log's origin
 * @param seq the record's place in it, from 0
 * @param at when it was made, to the millisecond; what is finer is dropped
 * @param body what it says
 */
public record OutcomeRecord(String log, long seq, Instant at, RecordBody body) {
  /** Longest record in bytes: tiles of entries count them in 16 bits. */
  public static final int MAX_BYTES = 65_535;

  /** The version of the record's form, its member {@code v}. */
  public static final int VERSION = 1;

  /** Refuses what could not be written. */
  public OutcomeRecord {
    if (!Checkpoint.isOrigin(log)) {
      throw new IllegalArgumentException("not an origin: " + log);
    }
    Check.range("seq", seq, 0, Long.MAX_VALUE);
    at = at.truncatedTo(ChronoUnit.MILLIS);
    Timestamps.check(at);
    if (body instanceof LogCreated && seq != 0) {
      throw new IllegalArgumentException("a log begins with record 0, not " + seq);
    }
  }

  /**
   * {@return the record in canonical JSON; the caller's own array}
   *
   * @throws IllegalStateException if it is longer than {@link #MAX_BYTES}
   */
  public byte[] encode() {
    byte[] bytes = RecordWriter.write(this);
    if (bytes.length > MAX_BYTES) {
      throw new IllegalStateException("a record of " + bytes.length + " bytes");
    }
    return bytes;
  }

  /**
   * {@return the record that these bytes are}
   *
   * @param bytes JSON; not kept. Need not be canonical: who verifies hashes these very bytes
   * @throws RecordException if a member is unknown, missing, there twice or not allowed
   */
  public static OutcomeRecord parse(byte[] bytes) throws RecordException {
    return RecordReader.read(bytes);
  }
}
