package org.astragal.signer;

import java.nio.charset.StandardCharsets;

/**
 * A record with its place in the log, on its way to durability, signature and release.
 *
 * <p>Thread safety: immutable; the arrays are read-only.
 */
final class Entry {
  private final long seq;
  private final byte[] record;
  private final byte[] leaf;
  private final Submitted source;
  private final Waiting waiting;

  Entry(long seq, byte[] record, byte[] leaf, Submitted source, Waiting waiting) {
    this.seq = seq;
    this.record = record;
    this.leaf = leaf;
    this.source = source;
    this.waiting = waiting;
  }

  long seq() {
    return seq;
  }

  byte[] record() {
    return record;
  }

  byte[] leaf() {
    return leaf;
  }

  Submitted source() {
    return source;
  }

  /** Puts the record, what it completes and what it makes findable into a batch. */
  void store(StoreBatch batch, TreeEdge edge) throws LogException {
    if (edge.size() != seq) {
      throw new IllegalStateException("record " + seq + " after " + edge.size() + " leaves");
    }
    batch.record(seq, record);
    edge.append(leaf, batch::tile);
    if (source instanceof Ticket ticket) {
      batch.dropIntent(ticket.ordinal());
      batch.index(ticket.intent(), seq);
      waiting.store(batch, ticket.intent(), seq);
    } else if (source instanceof EventTicket event) {
      batch.event(seq, event.body().type());
      if (event.beside().isPresent()) {
        event.beside().get().store(batch, seq);
      }
    }
  }

  @Override
  public String toString() {
    return seq + " " + new String(record, StandardCharsets.UTF_8);
  }
}
