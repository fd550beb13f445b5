package org.astragal.ledger;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.astragal.outcome.Hash;

/**
 * {@code GET /}: the console. Files of the program and nothing else: no page of it loads from
 * elsewhere, and none runs what stands in it as text.
 */
final class ConsoleHttp implements HttpService {
  /** What a browser may do on these pages: load from here, and turn no text into code. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  /** The modules of the console. */
  static final List<String> MODULES =
      List.of(
          "api.js",
          "chain.js",
          "console.js",
          "decide.js",
          "dom.js",
          "meters.js",
          "money.js",
          "odometer.js",
          "orders.js",
          "overview.js",
          "plot.js",
          "postings.js",
          "watch.js");

  private static final HeaderName CONTENT_POLICY = HeaderNames.create("Content-Security-Policy");
  private static final HeaderName TYPE_OPTIONS = HeaderNames.create("X-Content-Type-Options");
  private static final HeaderName REFERRER = HeaderNames.create("Referrer-Policy");
  private static final HeaderName OPENER = HeaderNames.create("Cross-Origin-Opener-Policy");

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/", file("index.html", "text/html; charset=utf-8"))
        .get("/console.css", file("console.css", "text/css; charset=utf-8"))
        .get("/favicon.svg", file("favicon.svg", "image/svg+xml"))
        .get("/favicon.ico", file("favicon.svg", "image/svg+xml"));
    for (var module : MODULES) {
      rules.get("/" + module, file(module, "text/javascript; charset=utf-8"));
    }
  }

  private static Handler file(String name, String type) {
    var content = load("ledger-console/" + name);
    var tag = '"' + Hash.sha256(content).base64() + '"';
    return (request, response) -> {
      response
          .header(HeaderNames.CACHE_CONTROL, "no-cache")
          .header(HeaderNames.ETAG, tag)
          .header(CONTENT_POLICY, POLICY)
          .header(TYPE_OPTIONS, "nosniff")
          .header(REFERRER, "no-referrer")
          .header(OPENER, "same-origin");
      if (request.headers().first(HeaderNames.IF_NONE_MATCH).filter(tag::equals).isPresent()) {
        response.status(Status.NOT_MODIFIED_304).send();
      } else {
        response.header(HeaderNames.CONTENT_TYPE, type).send(content);
      }
    };
  }

  private static byte[] load(String resource) {
    try (var in = ConsoleHttp.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
