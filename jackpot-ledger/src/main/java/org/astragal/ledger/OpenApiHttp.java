package org.astragal.ledger;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code GET /openapi.yaml}: the document that describes the calls of both listeners. */
final class OpenApiHttp implements HttpService {
  @Override
  public void routing(HttpRules rules) {
    var document = document();
    rules.get(
        "/openapi.yaml",
        (_, response) ->
            response
                .header(HeaderNames.CONTENT_TYPE, "application/yaml")
                .header(HeaderNames.CACHE_CONTROL, "no-cache")
                .send(document));
  }

  /** {@return the document, in YAML} */
  static byte[] document() {
    try (var in = OpenApiHttp.class.getResourceAsStream("/ledger-openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: ledger-openapi.yaml");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
