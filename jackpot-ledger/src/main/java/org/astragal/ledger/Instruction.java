package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is to be paid for one win, signed. The same bytes are sent until they are answered.
 * Immutable.
 */
final class Instruction {
  /** No head of a journal begins so: one key signs both. */
  private static final byte[] DOMAIN =
      "astragal settlement v1\0".getBytes(StandardCharsets.US_ASCII);

  private final int pool;
  private final long posting;
  private final String key;
  private final byte[] body;
  private final byte[] signature;

  /**
   * An instruction.
   *
   * @param key the same for the same win, whoever asks and however often
   */
  Instruction(int pool, long posting, String key, byte[] body, byte[] signature) {
    this.pool = pool;
    this.posting = posting;
    this.key = key;
    this.body = body.clone();
    this.signature = signature.clone();
  }

  /** {@return what is signed for a body} */
  static byte[] message(byte[] body) {
    var message = Arrays.copyOf(DOMAIN, DOMAIN.length + body.length);
    System.arraycopy(body, 0, message, DOMAIN.length, body.length);
    return message;
  }

  int pool() {
    return pool;
  }

  long posting() {
    return posting;
  }

  String key() {
    return key;
  }

  byte[] body() {
    return body.clone();
  }

  byte[] signature() {
    return signature.clone();
  }
}
