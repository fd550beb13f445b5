package org.astragal.signer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

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
