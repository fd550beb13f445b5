package org.astragal.appliance;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.service.Caller;
import org.astragal.service.Person;

/** One request and its answer, with the caller known. Use by one thread. */
final class Call {
  private static final Header PROBLEM =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);

  private static final String RETRY_SECONDS = "1";

  /** For calls that are limited in their rate; see {@link Integrity#PAUSE}. */
  private static final String RATE_SECONDS = "10";

  private final Caller caller;
  private final ServerRequest request;
  private final ServerResponse response;
  private final Bodies.Held room;

  Call(Caller caller, ServerRequest request, ServerResponse response, Bodies.Held room) {
    this.caller = caller;
    this.request = request;
    this.response = response;
    this.room = room;
  }

  /**
   * What an answer is.
   *
   * @param header says so
   */
  record Media(Header header) {
    static final Media JSON = of("application/json");
    static final Media NDJSON = of("application/x-ndjson");
    static final Media TEXT = of("text/plain; charset=utf-8");
    static final Media BINARY = of("application/octet-stream");
    static final Media YAML = of("application/yaml");

    private static Media of(String type) {
      return new Media(HeaderValues.createCached(HeaderNames.CONTENT_TYPE, type));
    }
  }

  Caller caller() {
    return caller;
  }

  /**
   * {@return the person who calls, an officer or somebody of a laboratory}
   *
   * @throws ProblemException if there is no certificate that says who it is
   */
  Person officer() throws ProblemException {
    return request
        .remotePeer()
        .tlsCertificates()
        .filter(chain -> chain.length > 0)
        .map(chain -> Person.of((X509Certificate) chain[0]))
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.UNKNOWN_CALLER, "Connect with a certificate of your own."));
  }

  /**
   * Reads the body.
   *
   * @param limit most bytes to take
   * @throws ProblemException if there are more, or too many of all requests are in memory
   */
  byte[] body(int limit) throws ProblemException {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    // Never closed: that would wait for the rest of a body that broke off or is not HTTP.
    InputStream in = request.content().inputStream();
    try {
      return room.read(in, contentLength(), limit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw Framing.chunkWithoutLength(e);
    }
  }

  /** Helidon's own way to this number asks its service registry each time. */
  private OptionalLong contentLength() {
    ServerRequestHeaders headers = request.headers();
    return headers.contains(HeaderNames.CONTENT_LENGTH)
        ? OptionalLong.of(Long.parseLong(headers.get(HeaderNames.CONTENT_LENGTH).get()))
        : OptionalLong.empty();
  }

  /** {@return the value of a header that stands there once} */
  Optional<String> header(HeaderName name) throws ProblemException {
    if (!request.headers().contains(name)) {
      return Optional.empty();
    }
    Header header = request.headers().get(name);
    if (header.valueCount() > 1) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER, "Send " + name.defaultCase() + " once.");
    }
    return Optional.of(header.get());
  }

  /** {@return a part of the path} */
  String path(String name) {
    return request.path().pathParameters().get(name);
  }

  /** {@return a parameter of the query that stands there once} */
  Optional<String> query(String name) throws ProblemException {
    var values = request.query().all(name, List::of);
    if (values.size() > 1) {
      throw new ProblemException(ProblemType.INVALID_PARAMETER, "Give " + name + " once.");
    }
    return values.stream().findFirst();
  }

  void send(Media media, byte[] body) {
    response.header(media.header).send(body);
  }

  void send(int status, Media media, byte[] body) {
    response.status(Status.create(status)).header(media.header).send(body);
  }

  void send(Json.Obj body) {
    send(Media.JSON, new JcsWriter().value(body).toBytes());
  }

  /**
   * Begins an answer of so many bytes; it is for the caller to write them and to close.
   *
   * @param bytes exactly as many as will be written
   */
  OutputStream stream(Media media, long bytes) {
    return response
        .header(media.header)
        .header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, bytes))
        .outputStream();
  }

  void accepted(Json.Obj body) {
    send(Status.ACCEPTED_202.code(), Media.JSON, new JcsWriter().value(body).toBytes());
  }

  void created(Media media, byte[] body) {
    response.status(Status.CREATED_201).header(media.header).send(body);
  }

  /** Sets a header of the answer. */
  Call with(Header header) {
    response.header(header);
    return this;
  }

  void problem(Problem problem) {
    answer(response, problem);
  }

  /** Answers with a problem, unless something was answered already. */
  static void answer(ServerResponse response, Problem problem) {
    if (response.isSent()) {
      return;
    }
    switch (problem.type().status()) {
      case 429 -> response.header(HeaderNames.RETRY_AFTER, RATE_SECONDS);
      case 503 -> response.header(HeaderNames.RETRY_AFTER, RETRY_SECONDS);
      default -> {}
    }
    response.status(Status.create(problem.type().status())).header(PROBLEM).send(problem.bytes());
  }
}
