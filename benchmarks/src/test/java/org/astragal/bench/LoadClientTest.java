package org.astragal.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: the figures of a run are those of the requests that a server truly answered. */
final class LoadClientTest {
  private static final String BODY = "{\"round\":{\"id\":\"r-" + RequestTemplate.MARK + "\"}}";

  private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
  private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile int status = 201;
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext("/v1/outcomes", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    byte[] answer = "0123456789".getBytes(UTF_8);
    exchange.sendResponseHeaders(status, answer.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer);
    }
  }

  private LoadClient connect(RequestTemplate template, int connections) throws LoadException {
    return LoadClient.connect(server.getAddress(), template, 201, connections);
  }

  @Test
  void everyRequestIsAnsweredAndHasIdsOfItsOwn() throws LoadException {
    try (LoadClient client = connect(RequestTemplate.single("/v1/outcomes", "h", BODY), 16)) {
      LoadResult result = client.closedLoop(Duration.ofSeconds(20), 1_000);
      assertEquals(1_000, result.requests());
      assertEquals(1_000, result.latency().count());
      assertEquals(10, result.bodyBytes());
      assertEquals("0123456789", result.samples().getFirst());
    }
    assertEquals(1_000, new HashSet<>(keys).size());
    assertEquals(1_000, new HashSet<>(bodies).size());
    String id = keys.getFirst().substring("bench-".length());
    assertTrue(bodies.contains("{\"round\":{\"id\":\"r-" + id + "\"}}"), id);
  }

  @Test
  void everyLineOfABatchHasAnIdOfItsOwn() throws LoadException {
    try (LoadClient client = connect(RequestTemplate.batch("/v1/outcomes", "h", BODY, 10), 4)) {
      LoadResult result = client.closedLoop(Duration.ofSeconds(20), 50);
      assertEquals(50, result.requests());
      assertEquals(500, result.outcomes());
    }
    assertEquals(500, new HashSet<>(bodies.stream().flatMap(String::lines).toList()).size());
  }

  @Test
  void aRunEndsWithItsTimeAndNothingIsLeftOnTheWay() throws LoadException {
    try (LoadClient client = connect(RequestTemplate.single("/v1/outcomes", "h", BODY), 8)) {
      LoadResult result = client.closedLoop(Duration.ofMillis(300), Long.MAX_VALUE);
      assertTrue(result.requests() > 0);
      assertEquals(keys.size(), result.allOutcomes());
      assertEquals(0.3, result.seconds(), 1e-9);
    }
  }

  @Test
  void pacedRunSendsWhatThePlanSays() throws LoadException {
    List<String> heard = new ArrayList<>();
    try (LoadClient client = connect(RequestTemplate.single("/v1/outcomes", "h", BODY), 8)) {
      LoadResult result =
          client.paced(
              200,
              Duration.ofMillis(500),
              (planned, now, body) -> heard.add(new String(body, UTF_8)));
      assertEquals(100, result.requests());
    }
    assertEquals(Collections.nCopies(100, "0123456789"), heard);
  }

  @Test
  void anyOtherStatusFailsTheRun() {
    status = 503;
    LoadException e =
        assertThrows(
            LoadException.class,
            () -> {
              try (LoadClient client =
                  connect(RequestTemplate.single("/v1/outcomes", "h", BODY), 4)) {
                client.closedLoop(Duration.ofSeconds(5), 100);
              }
            });
    assertEquals(LoadException.Fault.STATUS, e.fault());
  }
}
