package org.astragal.signer;

/** A checkpoint, with the size of the one before it (0 if there is none). */
final class StoredCheckpoint {
  private final long previous;
  private final long size;
  private final byte[] note;

  StoredCheckpoint(long previous, long size, byte[] note) {
    this.previous = previous;
    this.size = size;
    this.note = note;
  }

  long previous() {
    return previous;
  }

  long size() {
    return size;
  }

  /** The note's bytes, read-only. */
  byte[] note() {
    return note;
  }
}
