package org.astragal.signer;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.astragal.outcome.RoundRef.Mode;

/** The stored form of an intent; never leaves the store. */
final class IntentCodec {
  private static final byte VERSION = 1;

  private IntentCodec() {}

  static byte[] encode(Intent intent) {
    byte[] operator = utf8(intent.operator());
    byte[] request = utf8(intent.requestId());
    byte[] round = utf8(intent.roundId());
    byte[] mode = utf8(intent.mode().name());
    byte[] trace = utf8(intent.trace().orElse(""));
    byte[] body = intent.rawBody();
    int fixed = 1 + Integer.BYTES + 5 * Short.BYTES;
    int texts = operator.length + request.length + round.length + mode.length + trace.length;
    ByteBuffer out = ByteBuffer.allocate(fixed + texts + body.length);
    out.put(VERSION).putInt(intent.step());
    text(out, operator);
    text(out, request);
    text(out, round);
    text(out, mode);
    text(out, trace);
    return out.put(body).array();
  }

  /**
   * {@return the intent that was encoded}
   *
   * @throws IllegalArgumentException if these bytes are not an encoded intent
   */
  static Intent decode(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      byte version = in.get();
      if (version != VERSION) {
        throw new IllegalArgumentException("unknown version of an intent: " + version);
      }
      int step = in.getInt();
      String operator = text(in);
      String request = text(in);
      String round = text(in);
      Mode mode = Mode.valueOf(text(in));
      String trace = text(in);
      byte[] body = new byte[in.remaining()];
      in.get(body);
      return new Intent(
          operator,
          request,
          round,
          step,
          mode,
          body,
          trace.isEmpty() ? Optional.empty() : Optional.of(trace));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("an intent is cut short", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void text(ByteBuffer out, byte[] text) {
    out.putShort((short) text.length).put(text);
  }

  private static String text(ByteBuffer in) {
    byte[] text = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
