package org.astragal.appliance;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/**
 * Takes every connection for HTTP/1.1, so that what is not gets an answer that says so. Helidon's
 * own choice closes a connection without a word when its first line is too long or of another
 * version.
 */
final class OnlyHttp1 implements ServerConnectionSelector {
  private final Http1ConnectionSelector http1;

  OnlyHttp1(Http1Config config) {
    http1 = Http1ConnectionSelector.builder().config(config).build();
  }

  @Override
  public int bytesToIdentifyConnection() {
    return 0;
  }

  @Override
  public Support supports(BufferData data) {
    return Support.SUPPORTED;
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http1.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return http1.connection(context);
  }
}
