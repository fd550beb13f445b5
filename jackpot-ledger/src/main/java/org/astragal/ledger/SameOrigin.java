package org.astragal.ledger;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.URI;
import java.util.Set;

/**
 * Refuses what a page of another origin asks a browser to change here. A browser shows its owner's
 * certificate for every page; a page of somebody else must not act in the name of a supervisor.
 * Browsers always tell the origin of such a request; other clients tell none.
 *
 * <p>Thread-safe.
 */
final class SameOrigin implements Filter {
  private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
  private static final HeaderName RESOURCE_POLICY =
      HeaderNames.create("Cross-Origin-Resource-Policy");
  private static final Set<Method> READING = Set.of(Method.GET, Method.HEAD);
  private static final Set<String> OWN = Set.of("same-origin", "none");

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    response.header(RESOURCE_POLICY, "same-origin");
    if (!READING.contains(request.prologue().method()) && isForeign(request)) {
      Problem.of(
              403,
              "wrong-origin",
              "Another site may not ask for this",
              "the request comes from a page that this ledger did not serve")
          .send(response);
      return;
    }
    chain.proceed();
  }

  private static boolean isForeign(RoutingRequest request) {
    var headers = request.headers();
    var site = headers.first(FETCH_SITE);
    if (site.isPresent() && !OWN.contains(site.get())) {
      return true;
    }
    var origin = headers.first(HeaderNames.ORIGIN);
    return origin.isPresent()
        && !authority(origin.get()).equals(headers.first(HeaderNames.HOST).orElse(""));
  }

  /** {@return host and port of an origin; nothing for one that has none, such as {@code null}} */
  private static String authority(String origin) {
    try {
      var uri = URI.create(origin);
      return "https".equals(uri.getScheme()) && uri.getRawAuthority() != null
          ? uri.getRawAuthority()
          : "";
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
