package org.astragal.signer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/** Keys of the store. Numbers are big-endian, so that the order of keys is the order of numbers. */
final class Keys {
  private Keys() {}

  /** {@return a number as a key, or as a value} */
  static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  /** {@return the number that begins a key or value} */
  static long number(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }

  /** What the keys of the index of events begin with; no other name of an entry has a zero. */
  static final byte[] EVENTS = {'e', 'v', 'e', 'n', 't', 0};

  /** {@return "event" ‖ 0 ‖ seq} */
  static byte[] event(long seq) {
    return ByteBuffer.allocate(EVENTS.length + Long.BYTES).put(EVENTS).putLong(seq).array();
  }

  /** {@return the seq in a key of the index of events; empty if it is another key} */
  static OptionalLong event(byte[] key) {
    boolean ours =
        key.length == EVENTS.length + Long.BYTES
            && Arrays.equals(key, 0, EVENTS.length, EVENTS, 0, EVENTS.length);
    return ours
        ? OptionalLong.of(ByteBuffer.wrap(key).getLong(EVENTS.length))
        : OptionalLong.empty();
  }

  /** {@return operator ‖ 0 ‖ request id} */
  static byte[] request(String operator, String requestId) {
    return (operator + '\0' + requestId).getBytes(StandardCharsets.UTF_8);
  }

  /** {@return operator ‖ 0 ‖ round ‖ 0, with which the keys of all steps of the round begin} */
  static byte[] rounds(String operator, String roundId) {
    return (operator + '\0' + roundId + '\0').getBytes(StandardCharsets.UTF_8);
  }

  /** {@return operator ‖ 0 ‖ round ‖ 0 ‖ step} */
  static byte[] round(String operator, String roundId, int step) {
    byte[] prefix = rounds(operator, roundId);
    return ByteBuffer.allocate(prefix.length + Integer.BYTES).put(prefix).putInt(step).array();
  }

  /** {@return level ‖ index} */
  static byte[] tile(int level, long index) {
    return ByteBuffer.allocate(1 + Long.BYTES).put((byte) level).putLong(index).array();
  }
}
