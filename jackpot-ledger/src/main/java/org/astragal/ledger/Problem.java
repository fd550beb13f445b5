package org.astragal.ledger;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.outcome.JcsWriter;

/**
 * An RFC 9457 problem. Types are stable; see {@code docs} of the HTTP interface.
 *
 * @param status HTTP status
 * @param code last part of the type
 * @param title the same for every problem of the type
 * @param detail what happened this time
 * @param extra further members, text
 */
record Problem(int status, String code, String title, String detail, Map<String, String> extra) {
  /** Media type of problems. */
  static final String MEDIA_TYPE = "application/problem+json";

  private static final String PREFIX = "urn:astragal:problem:";

  Problem {
    extra = Map.copyOf(extra);
  }

  static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, Map.of());
  }

  /** The database is away or the process stops. */
  static Problem unavailable(String detail) {
    return of(503, "unavailable", "The ledger cannot answer now", detail);
  }

  /** {@return the problem that tells of {@code e} without its particulars} */
  static Problem of(StoreException e) {
    return switch (e.fault()) {
      case UNAVAILABLE -> unavailable("the database does not answer; try again");
      case FENCED -> unavailable("another ledger process has taken over");
      case MOVED, IN_USE -> unavailable("the log's position moved; try again");
      case IDENTITY_BROKEN ->
          of(500, "identity-broken", "The accounts do not add up", "nothing was posted");
      case REFUSED ->
          of(500, "store-failed", "The database refused the work", "nothing was posted");
    };
  }

  byte[] json() {
    var members = new TreeMap<>(extra);
    members.put("detail", detail);
    members.put("title", title);
    members.put("type", PREFIX + code);
    members.put("status", "");
    var w = new JcsWriter().beginObject();
    members.forEach((name, value) -> {
      w.name(name);
      if (name.equals("status")) {
        w.integer(status);
      } else {
        w.string(value);
      }
    });
    return w.endObject().toBytes();
  }

  void send(ServerResponse response) {
    if (status == 503) {
      response.header(HeaderNames.RETRY_AFTER, "1");
    }
    response
        .status(Status.create(status))
        .header(HeaderNames.CONTENT_TYPE, MEDIA_TYPE)
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(json());
  }
}
