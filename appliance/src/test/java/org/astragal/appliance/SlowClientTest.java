package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whoever is slow, at whatever, is cut, and what it holds comes free; others are served
 * meanwhile. Each slow client sends a byte now and then, and returns only when it is cut.
 */
@Timeout(60)
final class SlowClientTest {
  private static final int CONNECTIONS = 12;

  @TempDir static Path folder;
  private static TestAppliance appliance;

  @BeforeAll
  static void start() throws Exception {
    String yaml =
        TestSite.get()
            .yaml(folder.resolve("log"))
            .replace("connections: 4096", "connections: " + CONNECTIONS)
            .replace("answerTimeout: 10s", "answerTimeout: 2s")
            .replace("headTimeout: 10s", "headTimeout: 1s")
            .replace("requestTimeout: 60s", "requestTimeout: 3s")
            .replace("idleTimeout: 1min", "idleTimeout: 2s");
    appliance = TestAppliance.start(folder, yaml, true);
  }

  @AfterAll
  static void stop() throws Exception {
    appliance.close();
  }

  @Test
  void aHandshakeThatNeverEndsIsCut() throws Exception {
    try (var slow = RawClient.plain(appliance.port())) {
      // A TLS record of 16,384 bytes begins.
      slow.send(new byte[] {0x16, 3, 1, 0x40, 0});
      othersAreServed("handshake");
      slow.drip((byte) 0);
    }
  }

  @Test
  void aConnectionThatSaysNothingIsCut() throws Exception {
    try (var silent = RawClient.plain(appliance.port());
        var greeted = RawClient.tls(appliance.port())) {
      var _ = silent.awaitClosed();
      var _ = greeted.awaitClosed();
    }
  }

  @Test
  void aHeadThatNeverEndsIsCut() throws Exception {
    try (var slow = RawClient.tls(appliance.port())) {
      slow.send("POST /v1/outcomes HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
      othersAreServed("head");
      slow.drip((byte) 'x');
    }
  }

  @Test
  void aSecondHeadThatNeverEndsIsCutToo() throws Exception {
    try (var slow = RawClient.tls(appliance.port())) {
      assertEquals(
          200, slow.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n").answer().status());
      slow.send("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Slow: ");
      slow.drip((byte) 'x');
    }
  }

  @Test
  void aBodyThatNeverEndsIsCut() throws Exception {
    try (var slow = RawClient.tls(appliance.port())) {
      slow.send(
          "POST /v1/outcomes HTTP/1.1\r\nHost: x\r\nIdempotency-Key: slow\r\n"
              + "Content-Length: 30000\r\n\r\n{");
      othersAreServed("body");
      slow.drip((byte) ' ');
    }
  }

  @Test
  void aClientThatReadsNoAnswersIsCut() throws Exception {
    try (var deaf = RawClient.tls(appliance.port())) {
      byte[] requests =
          "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n"
              .repeat(100)
              .getBytes(StandardCharsets.ISO_8859_1);
      assertThrows(
          IOException.class,
          () -> {
            while (true) {
              deaf.send(requests);
            }
          });
    }
  }

  @Test
  void moreConnectionsThanAllowedAreServedOnceTheSilentOnesAreCut() throws Exception {
    var silent = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        silent.add(RawClient.plain(appliance.port()));
      }
      // It waits to be accepted until one of them is cut.
      try (var next = RawClient.tls(appliance.port())) {
        assertEquals(
            200, next.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n").answer().status());
      }
    } finally {
      for (RawClient client : silent) {
        client.close();
      }
    }
    String metrics = TestAppliance.text(appliance.get("monitoring", "/metrics"));
    assertTrue(
        metrics.lines().anyMatch(line -> line.startsWith("astragal_connections_cut_total")),
        metrics);
    assertTrue(metrics.contains("astragal_connections{listener=\"mutual-tls\""), metrics);
  }

  private static void othersAreServed(String key) throws Exception {
    String round = TestAppliance.roulette("r-" + key);
    assertEquals(201, appliance.play("k-" + key, round).statusCode());
  }
}
