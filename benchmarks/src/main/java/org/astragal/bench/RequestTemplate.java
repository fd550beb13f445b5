package org.astragal.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one HTTP/1.1 request, built once. Where the text holds {@link #MARK} a number of
 * sixteen hexadecimal digits is patched in for each request, so ids are unique and the length never
 * changes.
 *
 * <p>Thread safety: immutable.
 */
final class RequestTemplate {
  /** Stands for the number of the request, or of the line in a batch. Sixteen characters. */
  static final String MARK = "################";

  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  private final byte[] bytes;
  private final int bodyBytes;
  private final int outcomes;
  private final int[] requestMarks;
  private final int[] lineMarks;

  private RequestTemplate(String head, String body, int outcomes) {
    this.bytes = (head + body).getBytes(US_ASCII);
    this.bodyBytes = body.length();
    this.outcomes = outcomes;
    this.requestMarks = marks(head, 0);
    this.lineMarks = marks(body, head.length());
    if (lineMarks.length % outcomes != 0) {
      throw new IllegalArgumentException("every line needs the same number of marks");
    }
  }

  /**
   * A POST of one JSON body.
   *
   * @param path the path, with marks if the numbers belong there
   * @param host value of the Host header
   * @param body ASCII; each mark in it becomes the number of the request
   */
  static RequestTemplate single(String path, String host, String body) {
    return new RequestTemplate(head(path, host, "application/json", body.length()), body, 1);
  }

  /**
   * A POST of {@code lines} NDJSON lines.
   *
   * @param line ASCII without the line end; each mark in it becomes the number of that line
   */
  static RequestTemplate batch(String path, String host, String line, int lines) {
    String body = (line + "\n").repeat(lines);
    return new RequestTemplate(
        head(path, host, "application/x-ndjson", body.length()), body, lines);
  }

  private static String head(String path, String host, String type, int length) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: "
        + host
        + "\r\nContent-Type: "
        + type
        + "\r\nIdempotency-Key: bench-"
        + MARK
        + "\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  /** {@return outcomes asked for by one request} */
  int outcomes() {
    return outcomes;
  }

  /** {@return bytes of the request body} */
  int bodyBytes() {
    return bodyBytes;
  }

  /** {@return a buffer of its own that holds the request, position 0} */
  ByteBuffer newBuffer() {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /**
   * Writes the numbers into a buffer from {@link #newBuffer}.
   *
   * @param first number of this request's first outcome; a batch takes {@link #outcomes} of them
   */
  void patch(ByteBuffer buffer, long first) {
    for (int at : requestMarks) {
      putHex(buffer, at, first);
    }
    int perLine = lineMarks.length / outcomes;
    for (int i = 0; i < lineMarks.length; i++) {
      putHex(buffer, lineMarks[i], first + i / perLine);
    }
  }

  private static void putHex(ByteBuffer buffer, int at, long number) {
    for (int i = 0; i < MARK.length(); i++) {
      buffer.put(at + i, HEX[(int) (number >>> (60 - 4 * i)) & 15]);
    }
  }

  private static int[] marks(String text, int offset) {
    List<Integer> found = new ArrayList<>();
    for (int at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + MARK.length())) {
      found.add(at + offset);
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }
}
