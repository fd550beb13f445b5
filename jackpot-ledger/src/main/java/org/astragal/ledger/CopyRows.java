package org.astragal.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.astragal.outcome.Hash;

/**
 * Rows in PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"). Used by one
 * thread.
 */
final class CopyRows {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int LARGEST_FIELD = 4 + RoundKey.BYTES;

  /** Signature, flags, length of the header's extension. */
  static final int HEADER = SIGNATURE.length + 8;

  /** The number of the type bigint. */
  private static final int INT8 = 20;

  private ByteBuffer buffer;

  CopyRows(int expectedBytes) {
    buffer = ByteBuffer.allocate(Math.max(expectedBytes, 1024));
    // Signature, flags, length of the header extension.
    buffer.put(SIGNATURE).putInt(0).putInt(0);
  }

  /** {@return whether these bytes are what every file of that format begins with} */
  static boolean isHeader(byte[] bytes) {
    return Arrays.equals(bytes, Arrays.copyOf(SIGNATURE, HEADER));
  }

  CopyRows row(int fields) {
    room().putShort((short) fields);
    return this;
  }

  CopyRows int2(int value) {
    room().putInt(2).putShort((short) value);
    return this;
  }

  CopyRows int4(int value) {
    room().putInt(4).putInt(value);
    return this;
  }

  CopyRows int8(long value) {
    room().putInt(8).putLong(value);
    return this;
  }

  CopyRows text(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    room(4 + bytes.length).putInt(bytes.length).put(bytes);
    return this;
  }

  /** An array of bigint, one dimension from 1, without nulls. */
  CopyRows int8s(long[] values) {
    var dimensions = values.length == 0 ? 0 : 1;
    var length = 12 + 8 * dimensions + 12 * values.length;
    var to = room(4 + length).putInt(length);
    to.putInt(dimensions).putInt(0).putInt(INT8);
    if (dimensions == 1) {
      to.putInt(values.length).putInt(1);
    }
    for (var value : values) {
      to.putInt(8).putLong(value);
    }
    return this;
  }

  CopyRows key(RoundKey key) {
    room().putInt(RoundKey.BYTES).putLong(key.high()).putLong(key.low());
    return this;
  }

  /** {@return bytes written so far, the header among them} */
  int length() {
    return buffer.position();
  }

  /** {@return the leaf of the row that was written since {@link #length} was {@code from}} */
  Hash leaf(int from) {
    return Hash.leaf(buffer.array(), from, buffer.position() - from);
  }

  boolean isEmpty() {
    return buffer.position() == HEADER;
  }

  /** Ends the rows. {@return how many of the bytes of {@link #array} are filled} */
  int end() {
    room().putShort((short) -1);
    return buffer.position();
  }

  /** {@return the bytes themselves, not a copy} */
  byte[] array() {
    return buffer.array();
  }

  private ByteBuffer room() {
    return room(LARGEST_FIELD);
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      var used = buffer.position();
      var enough = Math.max(Math.multiplyExact(buffer.capacity(), 2), used + bytes);
      var larger = Arrays.copyOf(buffer.array(), enough);
      buffer = ByteBuffer.wrap(larger).position(used);
    }
    return buffer;
  }
}
