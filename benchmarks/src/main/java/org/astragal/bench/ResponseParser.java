package org.astragal.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * Cuts HTTP/1.1 responses out of the bytes of one connection: status, and a body with a
 * Content-Length or in chunks. It looks at as little as it can, because the client shares the
 * machine with the server it measures.
 *
 * <p>Thread safety: one thread at a time.
 */
final class ResponseParser {
  /** Longest head accepted, in bytes. */
  private static final int MAX_HEAD = 8 * 1024;

  private enum State {
    HEAD,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    DONE
  }

  private final byte[] head = new byte[MAX_HEAD];
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private State state = State.DONE;
  private int headLength;
  private int matched;
  private int status;
  private long remaining;
  private long bodyBytes;
  private boolean keep;

  /**
   * Gets ready for the next response.
   *
   * @param keepBody whether {@link #body} will be asked for
   */
  void reset(boolean keepBody) {
    state = State.HEAD;
    headLength = 0;
    matched = 0;
    status = 0;
    bodyBytes = 0;
    keep = keepBody;
    if (keepBody) {
      body.reset();
    }
  }

  /** {@return whether the whole response has been seen} */
  boolean done() {
    return state == State.DONE;
  }

  int status() {
    return status;
  }

  /** {@return bytes of the body seen so far, without chunk heads} */
  long bodyBytes() {
    return bodyBytes;
  }

  /** {@return the body, when {@link #reset} was told to keep it} */
  byte[] body() {
    return body.toByteArray();
  }

  /**
   * Takes the next bytes.
   *
   * @throws LoadException if this is not an HTTP/1.1 response with a known length, or if bytes
   *     follow the response: nothing is pipelined
   */
  void feed(byte[] bytes, int length) throws LoadException {
    int at = 0;
    while (at < length) {
      at =
          switch (state) {
            case HEAD -> takeHead(bytes, at, length);
            case BODY, CHUNK -> takeBody(bytes, at, length);
            case CHUNK_SIZE -> takeChunkSize(bytes[at], at);
            case CHUNK_END -> takeLineEnd(bytes[at], at, State.CHUNK_SIZE);
            case TRAILER -> takeLineEnd(bytes[at], at, State.DONE);
            case DONE -> throw protocol("bytes after the end of the response");
          };
    }
  }

  private int takeHead(byte[] bytes, int from, int length) throws LoadException {
    int at = from;
    while (at < length) {
      byte b = bytes[at++];
      if (headLength == MAX_HEAD) {
        throw protocol("head longer than " + MAX_HEAD + " bytes");
      }
      head[headLength++] = b;
      if (b == (matched % 2 == 0 ? '\r' : '\n')) {
        matched++;
      } else {
        matched = b == '\r' ? 1 : 0;
      }
      if (matched == 4) {
        readHead();
        break;
      }
    }
    return at;
  }

  /** Keeps what one read brings in one go; the common case of a head is 100 to 300 bytes. */
  private void readHead() throws LoadException {
    if (headLength < 16 || head[0] != 'H' || head[8] != ' ') {
      throw protocol("not an HTTP response");
    }
    status = (head[9] - '0') * 100 + (head[10] - '0') * 10 + (head[11] - '0');
    long declared = -1;
    boolean chunked = false;
    for (int line = nextLine(0); line < headLength - 2; line = nextLine(line)) {
      int first = head[line] | 0x20;
      if (first == 'c' && startsWith(line, "content-length:")) {
        declared = number(line + 15);
      } else if (first == 't' && startsWith(line, "transfer-encoding:")) {
        String rest = new String(head, line, headLength - line, US_ASCII);
        chunked = rest.lines().findFirst().orElse("").toLowerCase(Locale.ROOT).contains("chunked");
      }
    }
    if (chunked) {
      remaining = 0;
      state = State.CHUNK_SIZE;
    } else if (declared >= 0) {
      remaining = declared;
      state = declared == 0 ? State.DONE : State.BODY;
    } else {
      throw protocol("no length in the head of a response with status " + status);
    }
  }

  private int nextLine(int from) {
    int at = from;
    while (head[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  private boolean startsWith(int at, String lower) {
    for (int i = 0; i < lower.length(); i++) {
      int c = head[at + i];
      if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private long number(int from) {
    int at = from;
    while (head[at] == ' ') {
      at++;
    }
    long value = 0;
    while (head[at] >= '0' && head[at] <= '9') {
      value = value * 10 + (head[at++] - '0');
    }
    return value;
  }

  private int takeBody(byte[] bytes, int at, int length) {
    int n = (int) Math.min(remaining, length - at);
    if (keep) {
      body.write(bytes, at, n);
    }
    bodyBytes += n;
    remaining -= n;
    if (remaining == 0) {
      state = state == State.BODY ? State.DONE : State.CHUNK_END;
    }
    return at + n;
  }

  /** RFC 9112, 7.1: hexadecimal size, CRLF; extensions are not expected from our own servers. */
  private int takeChunkSize(byte b, int at) throws LoadException {
    int digit = Character.digit(b, 16);
    if (digit >= 0) {
      remaining = remaining * 16 + digit;
    } else if (b == '\n') {
      state = remaining == 0 ? State.TRAILER : State.CHUNK;
    } else if (b != '\r') {
      throw protocol("bad chunk size");
    }
    return at + 1;
  }

  private int takeLineEnd(byte b, int at, State next) throws LoadException {
    if (b == '\n') {
      state = next;
      remaining = 0;
    } else if (b != '\r') {
      throw protocol("line end expected");
    }
    return at + 1;
  }

  private static LoadException protocol(String detail) {
    return new LoadException(LoadException.Fault.PROTOCOL, detail);
  }
}
