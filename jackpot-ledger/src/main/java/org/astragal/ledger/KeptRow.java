package org.astragal.ledger;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/**
 * A row as the books keep it. Of every table the first fields are pool, number and entry, each
 * behind its length.
 */
final class KeptRow {
  private static final int POOL = 6;
  private static final int NUMBER = 14;
  private static final int ENTRY = 26;

  private final EntryRows.Table table;
  private final byte[] bytes;

  KeptRow(EntryRows.Table table, byte[] bytes) {
    this.table = table;
    this.bytes = bytes;
  }

  EntryRows.Table table() {
    return table;
  }

  /** {@return the bytes themselves, not a copy} */
  byte[] bytes() {
    return bytes;
  }

  int pool() {
    return ByteBuffer.wrap(bytes).getInt(POOL);
  }

  long n() {
    return ByteBuffer.wrap(bytes).getLong(NUMBER);
  }

  long entry() {
    return ByteBuffer.wrap(bytes).getLong(ENTRY);
  }

  /** {@return the number of the terms that held} */
  int terms() {
    var place = table == EntryRows.Table.CONTRIBUTION ? 10 : 3;
    return ByteBuffer.wrap(fields().get(place)).getInt();
  }

  /** {@return the place of the record that it was made from; empty for what no record asked for} */
  private OptionalLong seq() {
    return switch (table) {
      case CONTRIBUTION -> OptionalLong.of(ByteBuffer.wrap(fields().get(4)).getLong());
      case WIN -> OptionalLong.of(ByteBuffer.wrap(fields().get(7)).getLong());
      case MOVEMENT -> OptionalLong.empty();
    };
  }

  /**
   * {@return the place of the record that it was made from, if that is one of a step's} A win that
   * an appliance has decided names a round that was posted earlier, perhaps from another log.
   */
  OptionalLong seqIn(Input.Delivered step) {
    var seq = seq();
    if (seq.isEmpty()) {
      return seq;
    }
    var place = table == EntryRows.Table.CONTRIBUTION ? 3 : 6;
    var isOfStep =
        ByteBuffer.wrap(fields().get(place)).getInt() == step.number()
            && seq.getAsLong() >= step.from()
            && seq.getAsLong() < step.to();
    return isOfStep ? seq : OptionalLong.empty();
  }

  List<byte[]> fields() {
    return CopyReader.fields(bytes);
  }
}
