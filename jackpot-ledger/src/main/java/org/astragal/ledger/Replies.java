package org.astragal.ledger;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;

/** What every call of the ledger sends and takes in the same way. */
final class Replies {
  /** Longest body of a call that carries one JSON object. */
  private static final int MAX_BODY = 16 * 1024;

  private Replies() {}

  /** Sends JSON that no cache keeps. */
  static void json(ServerResponse response, byte[] json) {
    json(response, Status.OK_200, json);
  }

  /** Sends JSON that no cache keeps, with a status. */
  static void json(ServerResponse response, Status status, byte[] json) {
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(json);
  }

  /** Tells a caller that the books gave no answer, and the ledger's own log why. */
  static void failed(System.Logger log, StoreException e, ServerResponse response) {
    report(log, e);
    Problem.of(e).send(response);
  }

  /** An outage is one line in the log; everything else is a fault to be looked into. */
  private static void report(System.Logger log, StoreException e) {
    if (e.fault() == StoreException.Fault.UNAVAILABLE) {
      log.log(System.Logger.Level.WARNING, "not answered: {0}", e.getMessage());
    } else {
      log.log(System.Logger.Level.ERROR, "not answered", e);
    }
  }

  /**
   * {@return the JSON object that a request carries}
   *
   * @throws IOException if the body breaks off
   * @throws JsonException if it is no JSON
   * @throws IllegalArgumentException if it is too long, or no object
   */
  static Json.Obj object(ServerRequest request) throws IOException, JsonException {
    try (var body = request.content().inputStream()) {
      var bytes = body.readNBytes(MAX_BODY + 1);
      if (bytes.length <= MAX_BODY && Json.parse(bytes, MAX_BODY) instanceof Json.Obj json) {
        return json;
      }
      throw new IllegalArgumentException("one JSON object of at most " + MAX_BODY + " bytes");
    }
  }
}
