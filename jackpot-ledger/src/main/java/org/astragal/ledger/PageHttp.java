package org.astragal.ledger;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code GET /}: one page that shows the meters live. Nothing on it comes from elsewhere. */
final class PageHttp implements HttpService {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/", file("index.html", "text/html; charset=utf-8"))
        .get("/meters.js", file("meters.js", "text/javascript; charset=utf-8"))
        .get("/meters.css", file("meters.css", "text/css; charset=utf-8"))
        .get("/favicon.svg", file("favicon.svg", "image/svg+xml"))
        .get("/favicon.ico", file("favicon.svg", "image/svg+xml"));
  }

  private static Handler file(String name, String type) {
    var content = load("ledger-page/" + name);
    return (request, response) ->
        response
            .header(HeaderNames.CONTENT_TYPE, type)
            .header(HeaderNames.CACHE_CONTROL, "no-cache")
            .header(HeaderNames.create("Content-Security-Policy"), POLICY)
            .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
            .header(HeaderNames.create("Referrer-Policy"), "no-referrer")
            .send(content);
  }

  private static byte[] load(String resource) {
    try (var in = PageHttp.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
