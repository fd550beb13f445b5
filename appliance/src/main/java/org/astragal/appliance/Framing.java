package org.astragal.appliance;

import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/**
 * Refuses a request whose end could be read in two ways (RFC 9112, 6.3). Helidon 4.2 takes the
 * first of two lengths, and no body where it does not know the transfer coding: whoever stands
 * before the appliance might read on elsewhere, and a second request would be smuggled in.
 */
final class Framing implements Http1ConnectionListener {
  static final String TWO_LENGTHS = "Send Content-Length once, a whole number.";
  static final String TWO_FRAMINGS = "Send Content-Length or Transfer-Encoding, not both.";
  static final String UNKNOWN_CODING = "Send Transfer-Encoding: chunked, or none.";
  static final String TWO_HOSTS = "Send Host once.";

  @Override
  public void headers(ConnectionContext connection, Headers headers) {
    // The usual request first: one length, and no coding.
    if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
      requireChunked(headers);
    } else if (headers.contains(HeaderNames.CONTENT_LENGTH)
        && !isLength(headers.get(HeaderNames.CONTENT_LENGTH))) {
      throw refusal(TWO_LENGTHS);
    }
    if (isRepeated(headers, HeaderNames.HOST)) {
      throw refusal(TWO_HOSTS);
    }
  }

  private static void requireChunked(Headers headers) {
    if (headers.contains(HeaderNames.CONTENT_LENGTH)) {
      throw refusal(TWO_FRAMINGS);
    }
    Header coding = headers.get(HeaderNames.TRANSFER_ENCODING);
    if (coding.valueCount() != 1 || !coding.get().equals("chunked")) {
      throw refusal(UNKNOWN_CODING);
    }
  }

  private static boolean isLength(Header header) {
    if (header.valueCount() != 1) {
      return false;
    }
    String value = header.get();
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return !value.isEmpty() && value.length() <= 18;
  }

  private static boolean isRepeated(Headers headers, HeaderName name) {
    return headers.contains(name) && headers.get(name).valueCount() > 1;
  }

  /** {@return the refusal of a body whose chunks cannot be told apart} */
  static RequestException chunkWithoutLength(Exception cause) {
    return builder("Correct the lengths of the chunks.").cause(cause).build();
  }

  private static RequestException refusal(String sentence) {
    return builder(sentence).build();
  }

  private static RequestException.Builder builder(String sentence) {
    return RequestException.builder()
        .type(DirectHandler.EventType.BAD_REQUEST)
        .status(Status.BAD_REQUEST_400)
        .setKeepAlive(false)
        .safeMessage(true)
        .message(sentence);
  }
}
