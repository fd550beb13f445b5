package org.astragal.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.astragal.outcome.JcsWriter;
import org.astragal.service.TlsMaterial;

/**
 * Sends spans to a collector: OTLP/HTTP 1.x with JSON, by one thread. Money never waits for it: the
 * queue is bounded, and what finds no room, or no collector, is dropped and counted.
 *
 * <p>Thread-safe.
 */
final class TraceExport implements AutoCloseable {
  /** Spans that wait at most. */
  static final int MAX_QUEUED = 4_096;

  /** Spans of one request. */
  static final int MAX_SENT = 512;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration GATHER = Duration.ofMillis(500);
  private static final Duration GOODBYE = Duration.ofSeconds(2);
  private static final int SERVER = 2;
  private static final int INTERNAL = 1;
  private static final long NANOS = 1_000_000_000L;
  private static final System.Logger LOG = System.getLogger(TraceExport.class.getName());

  private final URI endpoint;
  private final String journal;
  private final HttpClient client;
  private final BlockingQueue<Traces.Span> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread sender;
  private volatile boolean closing;
  private boolean isAway;

  private TraceExport(URI endpoint, String journal, HttpClient client) {
    this.endpoint = endpoint;
    this.journal = journal;
    this.client = client;
    this.sender = Thread.ofPlatform().daemon().name("trace-export").unstarted(this::run);
  }

  /**
   * Starts one.
   *
   * @param journal the name of the ledger's journal, by which collectors tell ledgers apart
   */
  static TraceExport start(LedgerConfig.Tracing config, TlsMaterial tls, String journal) {
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIMEOUT)
            .sslContext(tls.context())
            .sslParameters(tls.clientParameters())
            .build();
    return start(URI.create(config.endpoint()), journal, client);
  }

  /** Starts one that sends by a client of its own. */
  static TraceExport start(URI endpoint, String journal, HttpClient client) {
    var export = new TraceExport(endpoint, journal, client);
    export.sender.start();
    return export;
  }

  /** Takes spans, as far as there is room; never waits. */
  void take(List<Traces.Span> spans) {
    for (var span : spans) {
      if (!queue.offer(span)) {
        dropped.incrementAndGet();
      }
    }
  }

  /** {@return spans that no collector got} */
  long dropped() {
    return dropped.get();
  }

  private void run() {
    try {
      while (!closing || !queue.isEmpty()) {
        var first = queue.poll(GATHER.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          var spans = new ArrayList<Traces.Span>(MAX_SENT);
          spans.add(first);
          queue.drainTo(spans, MAX_SENT - 1);
          send(spans);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(List<Traces.Span> spans) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json(spans)))
            .build();
    try {
      var status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status / 100 == 2) {
        isAway = false;
        return;
      }
      lost(spans, "it answered " + status);
    } catch (IOException e) {
      lost(spans, e.toString());
    }
  }

  /** They are not sent again: a trace is worth less than the next one. */
  private void lost(List<Traces.Span> spans, String why) {
    dropped.addAndGet(spans.size());
    if (!isAway) {
      LOG.log(
          System.Logger.Level.WARNING,
          "traces are dropped, {0} does not take them: {1}",
          endpoint,
          why);
    }
    isAway = true;
  }

  /** {@return the request's body: opentelemetry-proto, ExportTraceServiceRequest as JSON} */
  byte[] json(List<Traces.Span> spans) {
    var w = new JcsWriter().beginObject().name("resourceSpans").beginArray().beginObject();
    w.name("resource").beginObject().name("attributes").beginArray();
    attribute(w, "service.name", "astragal-ledger");
    attribute(w, "service.instance.id", journal);
    w.endArray().endObject().name("scopeSpans").beginArray().beginObject();
    w.name("scope").beginObject().name("name").string("org.astragal.ledger").endObject();
    w.name("spans").beginArray();
    spans.forEach(span -> span(w, span));
    w.endArray().endObject().endArray().endObject().endArray();
    return w.endObject().toBytes();
  }

  private static void span(JcsWriter w, Traces.Span span) {
    w.beginObject().name("attributes").beginArray();
    attribute(w, "astragal.log", span.log());
    attribute(w, "astragal.seq", Long.toString(span.seq()));
    w.endArray().name("endTimeUnixNano").string(nanos(span.end()));
    w.name("kind").integer(span.isEntry() ? SERVER : INTERNAL);
    w.name("name").string(span.name());
    w.name("parentSpanId").string(span.parent());
    w.name("spanId").string(span.id());
    w.name("startTimeUnixNano").string(nanos(span.begin()));
    w.name("traceId").string(span.trace()).endObject();
  }

  private static void attribute(JcsWriter w, String key, String value) {
    w.beginObject().name("key").string(key).name("value").beginObject();
    w.name("stringValue").string(value).endObject().endObject();
  }

  private static String nanos(Instant at) {
    return Long.toString(
        Math.addExact(Math.multiplyExact(at.getEpochSecond(), NANOS), at.getNano()));
  }

  /** Sends what waits, for a short time. */
  @Override
  public void close() {
    closing = true;
    try {
      if (!sender.join(GOODBYE)) {
        sender.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.shutdownNow();
  }
}
