package org.astragal.ledger;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Rows in PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"). Used by one
 * thread.
 */
final class CopyRows {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int LARGEST_FIELD = 4 + RoundKey.BYTES;

  private ByteBuffer buffer;

  CopyRows(int expectedBytes) {
    buffer = ByteBuffer.allocate(Math.max(expectedBytes, 1024));
    // Signature, flags, length of the header extension.
    buffer.put(SIGNATURE).putInt(0).putInt(0);
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

  CopyRows key(RoundKey key) {
    room().putInt(RoundKey.BYTES).putLong(key.high()).putLong(key.low());
    return this;
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
    if (buffer.remaining() < LARGEST_FIELD) {
      var used = buffer.position();
      var larger = Arrays.copyOf(buffer.array(), Math.multiplyExact(buffer.capacity(), 2));
      buffer = ByteBuffer.wrap(larger).position(used);
    }
    return buffer;
  }
}
