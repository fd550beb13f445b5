package org.astragal.appliance;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.List;

/**
 * What is refused before any route sees it, such as a malformed request line, is a problem too.
 * Helidon says which case it is in words only, and answers most of them with 400.
 */
final class TransportProblems {
  /**
   * A case, known by its words.
   *
   * @param words a part of what Helidon says
   */
  private record Case(String words, ProblemType type, String detail) {
    Case(String detail) {
      this(detail, ProblemType.MALFORMED_HTTP, detail);
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case(Framing.TWO_LENGTHS),
          new Case(Framing.TWO_FRAMINGS),
          new Case(Framing.UNKNOWN_CODING),
          new Case(Framing.TWO_HOSTS),
          new Case(
              "URI too long",
              ProblemType.ADDRESS_TOO_LONG,
              "Send a request line of at most " + RestServer.MAX_LINE_BYTES + " bytes."),
          new Case(
              "Header size exceeded",
              ProblemType.HEAD_TOO_LARGE,
              "Send headers of at most " + RestServer.MAX_HEAD_BYTES + " bytes in sum."),
          new Case(
              "ontent encoding",
              ProblemType.UNSUPPORTED_CODING,
              "Send the body without Content-Encoding."),
          new Case(
              "Content-Encoding",
              ProblemType.UNSUPPORTED_CODING,
              "Send the body without Content-Encoding."),
          new Case("HTTP 1.0", ProblemType.HTTP_VERSION, "Use HTTP/1.1."),
          new Case("protocol", ProblemType.MALFORMED_HTTP, "End the request line with HTTP/1.1."),
          new Case("the chunks", ProblemType.MALFORMED_HTTP, "Correct the lengths of the chunks."),
          new Case("Chunk", ProblemType.MALFORMED_HTTP, "Correct the lengths of the chunks."),
          new Case("chunk", ProblemType.MALFORMED_HTTP, "Correct the end of the last chunk."),
          new Case("Host", ProblemType.MALFORMED_HTTP, "Send one Host header with a name."),
          new Case("ath", ProblemType.MALFORMED_HTTP, "Correct the path in the request line."),
          new Case("eader", ProblemType.MALFORMED_HTTP, "Correct the names of the headers."));

  private TransportProblems() {}

  /** {@return handlers for every case, which count what they refuse} */
  static DirectHandlers handlers(Metrics metrics) {
    DirectHandlers.Builder builder = DirectHandlers.builder();
    for (DirectHandler.EventType event : DirectHandler.EventType.values()) {
      builder.addHandler(
          event,
          (request, type, status, headers, message) -> {
            Problem problem = of(status.code(), message);
            metrics.refused(problem.type());
            return DirectHandler.TransportResponse.builder()
                .status(Status.create(problem.type().status()))
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .keepAlive(false)
                .entity(problem.bytes())
                .build();
          });
    }
    return builder.build();
  }

  /** {@return the problem for what Helidon refused with this status and these words} */
  static Problem of(int status, String words) {
    return switch (status) {
      case 404 -> new Problem(ProblemType.NOT_FOUND, "See /openapi.yaml for what there is.");
      case 413 -> new Problem(ProblemType.BODY_TOO_LARGE, "Send less; nothing was drawn.");
      case 500 ->
          new Problem(
              ProblemType.INTERNAL,
              "Retry with the same key; the fault is in the appliance's log.");
      case 503 -> new Problem(ProblemType.NOT_READY, "Retry later.");
      default ->
          CASES.stream()
              .filter(known -> words.contains(known.words))
              .findFirst()
              .map(known -> new Problem(known.type, known.detail))
              .orElse(
                  new Problem(
                      ProblemType.MALFORMED_HTTP,
                      "Correct the request line (METHOD /path HTTP/1.1) or the headers."));
    };
  }
}
