package org.astragal.bench;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The baseline: the appliance's HTTP server with a handler that reads the request's body and
 * answers with bytes made once. What it does in a second is what the machine, the server and the
 * client can do when there is nothing to do.
 *
 * <p>Runs as a process of its own, with the JVM flags of the appliance; prints {@code READY port}
 * and ends when its standard input does.
 */
final class EmptyHandler {
  private EmptyHandler() {}

  /**
   * Serves until standard input ends.
   *
   * @param args one number: bytes of an answer's body
   */
  static void main(String[] args) throws IOException {
    byte[] answer = new byte[Integer.parseInt(args[0])];
    Arrays.fill(answer, (byte) 'x');
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .routing(
                routing -> routing.post("/v1/outcomes", (req, res) -> answer(req, res, answer)))
            .build()
            .start();
    IO.println("READY " + server.port());
    while (System.in.read() >= 0) {
      // Nothing is said on standard input; its end is the signal.
    }
    server.stop();
  }

  private static void answer(ServerRequest request, ServerResponse response, byte[] answer)
      throws IOException {
    try (InputStream in = request.content().inputStream()) {
      if (in.readAllBytes().length == 0) {
        response.status(Status.BAD_REQUEST_400).send();
        return;
      }
    }
    response
        .status(Status.CREATED_201)
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .send(answer);
  }
}
