package org.astragal.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a deliverer hears what became of its delivery, however much of it was looked at. */
final class IngestHttpTest {
  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/http");

  @Test
  void refusalOfTheFirstOfManyLinesIsHeardAndTheConnectionGoesOn() throws Exception {
    log.create();
    log.seal(List.of(Round.of("r-1", 100).body()));
    try (var ledger = InProcess.open(directory, log)) {
      var lines =
          new ArrayList<byte[]>(
              List.of("junk".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
      lines.addAll(Collections.nCopies(20_000, new byte[1_000]));
      var answer =
          Site.push(ledger.appliance(), ledger.ingestPort(), log.origin(), TestLog.body(lines));
      assertEquals(422, answer.statusCode());
      assertTrue(answer.body().contains("malformed-envelope"), answer::body);
      ledger.push(log.lines(0, 2));
    }
  }

  @Test
  void sendersThatFallSilentInTheMiddleDoNotHoldUpTheOthers() throws Exception {
    log.create();
    log.seal(List.of(Round.of("r-1", 100).body()));
    var body = TestLog.body(log.lines(0, 2));
    try (var ledger =
        InProcess.open(directory, log, TestDatabase.create(), 0, Duration.ofMillis(500))) {
      // As many as there may be at a time, each with the first line of its delivery.
      var silent = new ArrayList<SSLSocket>();
      for (var i = 0; i < 2; i++) {
        silent.add(begin(ledger, body, log.lines(0, 1).getFirst().length + 1));
      }
      ledger.push(log.lines(0, 2));
      for (var socket : silent) {
        var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
        assertTrue(answer.isEmpty() || answer.contains("body-incomplete"), answer);
        socket.close();
      }
    }
  }

  @Test
  void deliveryCutInTheMiddlePostsNothing() throws Exception {
    log.create();
    log.seal(List.of(Round.of("r-1", 100).body()));
    var first = log.lines(0, 1).getFirst();
    var body = TestLog.body(log.lines(0, 2));
    try (var ledger = InProcess.open(directory, log)) {
      // What has come ends at a checkpoint: it would stand by itself.
      try (var socket = begin(ledger, body, first.length + 1)) {
        socket.shutdownOutput();
        var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
        assertTrue(answer.isEmpty() || answer.contains("body-incomplete"), answer);
      }
      assertEquals(Optional.empty(), ledger.queries().head(log.origin()));
      ledger.push(log.lines(0, 2));
    }
  }

  @Test
  void forkedLogIsAnsweredWithTheCheckpointThatIsHeldAndShownToAnybody() throws Exception {
    log.create();
    log.seal(List.of(Round.of("r-1", 100).body()));
    var fork = log.fork(1);
    fork.seal(List.of(Round.of("r-2", 100).body()));
    try (var ledger = InProcess.open(directory, log)) {
      ledger.push(log.lines(0, 2));
      var first = push(ledger, fork.lines(1, 2));
      assertEquals(422, first.statusCode());
      assertEquals("log-forked", Site.json(first.body()).string("reason"));
      var second = push(ledger, fork.lines(1, 2));
      assertEquals(422, second.statusCode());
      var stopped = Site.json(second.body());
      assertEquals("urn:astragal:problem:log-stopped", stopped.string("type"));
      assertEquals("log-stopped", stopped.string("reason"));
      assertEquals("2", stopped.string("position"));
      assertTrue(stopped.string("checkpoint").startsWith(log.note(2).text()));
      var logs = show(ledger, "logs");
      assertTrue(logs.contains("\"stopped\":\"log-forked\""), logs);
      assertTrue(show(ledger, "alarms").contains("\"kind\":\"log-forked\""));
      var shown = Site.json(show(ledger, "contradictions"));
      var one = (Json.Obj) shown.arr("contradictions").getFirst();
      assertTrue(one.string("held").startsWith(log.note(2).text()));
      assertTrue(one.string("other").startsWith(fork.note(2).text()));
    }
  }

  private HttpResponse<String> push(InProcess ledger, List<byte[]> lines) throws Exception {
    return Site.push(ledger.appliance(), ledger.ingestPort(), log.origin(), TestLog.body(lines));
  }

  private static String show(InProcess ledger, String what) throws Exception {
    return Site.get(HttpClient.newHttpClient(), ledger.openUrl() + "/v1/" + what).body();
  }

  /** Sends the head of a delivery and some of its body. */
  private SSLSocket begin(InProcess ledger, byte[] body, int bytes) throws Exception {
    var socket =
        (SSLSocket)
            ledger
                .site()
                .pki()
                .client("appliance")
                .getSocketFactory()
                .createSocket("127.0.0.1", ledger.ingestPort());
    var out = socket.getOutputStream();
    var head =
        "POST /v1/ingest?log=%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
            .formatted(log.origin(), body.length);
    out.write(head.getBytes(UTF_8));
    out.write(body, 0, bytes);
    out.flush();
    return socket;
  }
}
