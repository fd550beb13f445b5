package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.RoundSettled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Goal: a caller finds what the ledger did in the trace that it began, and a collector that is slow
 * or away costs nobody anything.
 */
final class TraceExportTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final String SAMPLED = "00-" + TRACE + "-" + PARENT + "-01";

  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/traced");
  private final BlockingQueue<JsonNode> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private HttpServer collector = collector();
  private volatile boolean isSlow;

  private HttpServer collector() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/v1/traces", this::take);
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    var type = exchange.getRequestHeaders().getFirst("Content-Type");
    var body = exchange.getRequestBody().readAllBytes();
    requests.add(JsonMapper.shared().readTree(body));
    try {
      if (isSlow) {
        goOn.await();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    var answer = "{\"partialSuccess\":{}}".getBytes(StandardCharsets.UTF_8);
    var good = "application/json".equals(type) && "POST".equals(exchange.getRequestMethod());
    exchange.sendResponseHeaders(good ? 200 : 400, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @BeforeEach
  void begin() {
    collector.start();
  }

  @AfterEach
  void end() {
    goOn.countDown();
    collector.stop(0);
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
  }

  private static RoundSettled traced(RoundSettled round, String traceparent) {
    return new RoundSettled(
        round.appliance(),
        round.bets(),
        round.choices(),
        round.draws(),
        round.game(),
        round.contributions(),
        round.triggers(),
        round.operator(),
        round.request(),
        round.results(),
        round.round(),
        Optional.of(traceparent));
  }

  @Test
  void fourSpansOfAnOutcomeAreInTheTraceOfItsCaller() throws Exception {
    var configuration = "traces: {endpoint: '" + endpoint() + "'}\n";
    var before = Instant.now();
    try (var ledger =
        InProcess.open(directory, List.of(log), TestDatabase.create(), configuration)) {
      ledger.push(List.of(log.create()));
      ledger.push(
          log.seal(
              List.of(
                  Round.of("not traced", 100).body(),
                  traced(Round.of("not sampled", 100).body(), "00-" + TRACE + "-" + PARENT + "-00"),
                  traced(Round.of("traced", 100).body(), SAMPLED))));
    }
    var request = requests.poll(60, TimeUnit.SECONDS);
    assertTrue(requests.isEmpty());
    var resource = request.at("/resourceSpans/0/resource/attributes");
    assertEquals("astragal-ledger", resource.at("/0/value/stringValue").asString());
    assertEquals("ledger.example/journal", resource.at("/1/value/stringValue").asString());
    var spans = request.at("/resourceSpans/0/scopeSpans/0/spans");
    assertEquals(4, spans.size());
    var byName = new java.util.TreeMap<String, JsonNode>();
    for (var span : spans) {
      assertEquals(TRACE, span.get("traceId").asString());
      assertTrue(span.get("spanId").asString().matches("[0-9a-f]{16}"));
      assertEquals(
          List.of("astragal.log", "astragal.seq"),
          span.get("attributes").findValuesAsString("key"));
      assertEquals("3", span.at("/attributes/1/value/stringValue").asString());
      byName.put(span.get("name").asString(), span);
    }
    var entry = byName.get("ledger.ingest");
    assertEquals(PARENT, entry.get("parentSpanId").asString());
    assertEquals(2, entry.get("kind").asInt());
    var at = Math.multiplyExact(before.getEpochSecond(), 1_000_000_000L);
    for (var name : List.of("ledger.verify", "ledger.post", "ledger.meter")) {
      var step = byName.get(name);
      assertEquals(entry.get("spanId"), step.get("parentSpanId"), name);
      assertTrue(nanos(step, "startTimeUnixNano") >= at, name);
      at = nanos(step, "endTimeUnixNano");
    }
    assertTrue(nanos(entry, "endTimeUnixNano") >= at);
    assertFalse(request.toString().contains("op-"), "nothing of operators or players");
  }

  private static long nanos(JsonNode span, String name) {
    return Long.parseLong(span.get(name).asString());
  }

  @Test
  void aCollectorThatIsAwayHoldsNothingUp() throws Exception {
    collector.stop(0);
    var configuration = "traces: {endpoint: '" + endpoint() + "'}\n";
    try (var ledger =
        InProcess.open(directory, List.of(log), TestDatabase.create(), configuration)) {
      ledger.push(List.of(log.create()));
      ledger.push(log.seal(List.of(traced(Round.of("traced", 100).body(), SAMPLED))));
      var metrics = "";
      while (!metrics.contains("ledger_trace_spans_dropped{scope=\"application\",} 4.0")) {
        Thread.sleep(20);
        metrics = Site.get(HttpClient.newHttpClient(), ledger.openUrl() + "/metrics").body();
      }
    }
  }

  @Test
  void whatFindsNoRoomIsDroppedAndCounted() throws Exception {
    isSlow = true;
    var at = Instant.now();
    var span = new Traces.Span(TRACE, PARENT, PARENT, "n", false, at, at, "log", 1);
    var many = TraceExport.MAX_QUEUED + 2 * TraceExport.MAX_SENT;
    try (var export = TraceExport.start(endpoint(), "j", HttpClient.newHttpClient())) {
      export.take(IntStream.range(0, many).mapToObj(_ -> span).toList());
      assertTrue(export.dropped() >= TraceExport.MAX_SENT, "more than the queue and one request");
      assertTrue(export.dropped() <= 2L * TraceExport.MAX_SENT);
      goOn.countDown();
    }
    var all = new ArrayList<JsonNode>();
    requests.drainTo(all);
    for (var request : all) {
      assertTrue(request.at("/resourceSpans/0/scopeSpans/0/spans").size() <= TraceExport.MAX_SENT);
    }
  }

  @Test
  void aDeliveryIsTracedUpToALimitAndWithoutTheSectionNotAtAll() {
    var taken = new ArrayList<Traces.Span>();
    var traces = Traces.to(taken::addAll);
    assertEquals(Optional.empty(), Traces.OFF.sampled(Optional.of(SAMPLED), 1));
    assertEquals(
        Optional.of(new Traces.Sampled(TRACE, PARENT, 7)), traces.sampled(Optional.of(SAMPLED), 7));
    assertEquals(Optional.empty(), traces.sampled(Optional.empty(), 7));
    var at = Instant.now();
    traces.posted("log", List.of(), new Traces.Steps(at, at, at, at));
    assertEquals(List.of(), taken);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        ""
      })
  void whatIsNoSampledTraceparentIsNotTraced(String text) {
    assertEquals(Optional.empty(), Traces.to(_ -> {}).sampled(Optional.of(text), 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://198.51.100.7:4318/v1/traces", "ftp://127.0.0.1/", "x", "https:"})
  void tracesLeaveThisMachineOnlyOverTls(String endpoint) {
    assertThrows(IllegalArgumentException.class, () -> new LedgerConfig.Tracing(endpoint));
  }
}
