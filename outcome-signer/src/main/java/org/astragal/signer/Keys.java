package org.astragal.signer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
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

  /** What the keys of waiting rounds begin with. */
  static final byte[] WAITING = {'w', 'a', 'i', 't', 's', 0};

  /** {@return "waits" ‖ 0 ‖ operator ‖ 0 ‖ round ‖ 0 ‖ step} */
  static byte[] waiting(String operator, String roundId, int step) {
    byte[] round = round(operator, roundId, step);
    return ByteBuffer.allocate(WAITING.length + round.length).put(WAITING).put(round).array();
  }

  /** {@return whether a key is one of a waiting round} */
  static boolean isWaiting(byte[] key) {
    return key.length > WAITING.length
        && Arrays.equals(key, 0, WAITING.length, WAITING, 0, WAITING.length);
  }

  /** {@return the waiting round that a key names, if it is the key of a first step} */
  static Optional<WaitingRound> waiting(byte[] key, long seq) {
    int end = key.length - Integer.BYTES - 1;
    if (!isWaiting(key) || end < WAITING.length || ByteBuffer.wrap(key).getInt(end + 1) != 0) {
      return Optional.empty();
    }
    String text = new String(key, WAITING.length, end - WAITING.length, StandardCharsets.UTF_8);
    int zero = text.indexOf('\0');
    return Optional.of(new WaitingRound(text.substring(0, zero), text.substring(zero + 1), seq));
  }

  /** What the keys of things begin with that are kept beside records. */
  static final byte[] KEPT = {'k', 'e', 'p', 't', 0};

  /** {@return "kept" ‖ 0 ‖ name} */
  static byte[] kept(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(KEPT.length + text.length).put(KEPT).put(text).array();
  }

  /** {@return the name in a key of something kept; empty if it is another key} */
  static Optional<String> kept(byte[] key) {
    return key.length > KEPT.length && Arrays.equals(key, 0, KEPT.length, KEPT, 0, KEPT.length)
        ? Optional.of(
            new String(key, KEPT.length, key.length - KEPT.length, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** What the keys of the newest records of waiting rounds begin with. */
  private static final byte[] NEWEST = {'n', 'e', 'w', 'e', 's', 't', 0};

  /** {@return "newest" ‖ 0 ‖ seq} */
  static byte[] newest(long seq) {
    return ByteBuffer.allocate(NEWEST.length + Long.BYTES).put(NEWEST).putLong(seq).array();
  }

  /** {@return whether a key is one of the newest record of a waiting round} */
  static boolean isNewest(byte[] key) {
    return key.length == NEWEST.length + Long.BYTES
        && Arrays.equals(key, 0, NEWEST.length, NEWEST, 0, NEWEST.length);
  }

  /** {@return the seq in such a key} */
  static long newestSeq(byte[] key) {
    return ByteBuffer.wrap(key).getLong(NEWEST.length);
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
