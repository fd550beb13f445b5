package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: what is not HTTP, or could be read in two ways, is refused with a problem that says what is
 * wrong, and nothing more is read from that connection.
 */
@Timeout(60)
final class TransportTest {
  private static final String POST = "POST /v1/outcomes HTTP/1.1\r\nHost: x\r\n";

  @TempDir static Path folder;
  private static TestAppliance appliance;

  @BeforeAll
  static void start() throws Exception {
    String yaml =
        TestSite.get()
            .yaml(folder.resolve("log"))
            .replace("batchBytes: 1048576", "batchBytes: 65536")
            .replace("bodyBytesInFlight: 16777216", "bodyBytesInFlight: 100000");
    appliance = TestAppliance.start(folder, yaml, true);
  }

  @AfterAll
  static void stop() throws Exception {
    appliance.close();
  }

  /** A second request hides in what one of the two readings takes for the body. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5|Content-Length: 5",
        "Content-Length: 5|Content-Length: 50",
        "Content-Length: 5, 5",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: 5x",
        "Content-Length: 99999999999999999999",
        "Content-Length: 5|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Content-Length: 5",
        "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: xchunked",
        "Content-Length: 5|Host: y",
      })
  void aRequestWhoseEndIsNotCertainIsRefusedAndTheConnectionClosed(String headers)
      throws Exception {
    try (var client = RawClient.tls(appliance.port())) {
      client.send(
          POST
              + headers.replace("|", "\r\n")
              + "\r\n\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      var answer = client.answer();
      assertEquals("malformed-http", answer.type());
      assertEquals(400, answer.status());
      assertTrue(answer.problem().string("detail").startsWith("Send "), answer.head());
      assertTrue(client.awaitClosed());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /%s HTTP/1.1           | address-too-long   | 414 | 4096",
        "GET / HTTP/1.1\\r\\nX: %s  | head-too-large     | 431 | 16384",
        "GET / HTTP/1.0             | http-version       | 505 | HTTP/1.1",
        "GET / HTTP/3.0             | malformed-http     | 400 | request line",
        "GET /                      | malformed-http     | 400 | request line",
        "GET /%%zz HTTP/1.1         | malformed-http     | 400 | path",
        "nonsense                   | malformed-http     | 400 | request line",
        "GET / HTTP/1.1\\r\\nB d: x | malformed-http     | 400 | header",
      })
  void whatIsNotHttpIsToldWhatIsWrong(String text, String type, int status, String word)
      throws Exception {
    try (var client = RawClient.tls(appliance.port())) {
      client.send(
          text.replace("\\r\\n", "\r\n").formatted("x".repeat(20_000)) + "\r\nHost: x\r\n\r\n");
      var answer = client.answer();
      assertEquals(type, answer.type(), answer.body());
      assertEquals(status, answer.status());
      String detail = answer.problem().string("detail");
      assertTrue(detail.contains(word), detail);
      assertTrue(client.awaitClosed());
    }
  }

  @Test
  void aContentCodingIsNotTaken() throws Exception {
    try (var client = RawClient.tls(appliance.port())) {
      client.send(
          POST + "Idempotency-Key: k\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}");
      var answer = client.answer();
      assertEquals("unsupported-coding", answer.type());
      assertEquals(415, answer.status());
    }
  }

  @Test
  void aChunkedRequestIsTaken() throws Exception {
    String body = TestAppliance.roulette("r-chunked");
    try (var client = RawClient.tls(appliance.port())) {
      client.send(POST + "Idempotency-Key: k-chunked\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send(chunk(body) + "0\r\n\r\n");
      assertEquals(201, client.answer().status());
      // The end of the body was found: the next request is read where it begins.
      client.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      assertEquals(200, client.answer().status());
    }
  }

  @Test
  void aChunkedBodyOverTheLimitIsRefused() throws Exception {
    try (var client = RawClient.tls(appliance.port())) {
      client.send(POST + "Idempotency-Key: k-large\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send(chunk(" ".repeat(40_000)) + "0\r\n\r\n");
      var answer = client.answer();
      assertEquals("body-too-large", answer.type());
      assertEquals(413, answer.status());
    }
  }

  @Test
  void aChunkedBodyThatDoesNotEndIsRefused() throws Exception {
    try (var client = RawClient.tls(appliance.port())) {
      client.send(POST + "Idempotency-Key: k-endless\r\nTransfer-Encoding: chunked\r\n\r\n");
      byte[] chunk = chunk(" ".repeat(1 << 20)).getBytes(StandardCharsets.ISO_8859_1);
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    client.send(chunk);
                  }
                } catch (IOException _) {
                  // Closed on the other side.
                }
              });
      var answer = client.answer();
      assertEquals("body-too-large", answer.type());
      assertEquals(413, answer.status());
      sender.join();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n{}\r\n0\r\n\r\n", "-5\r\n", "7fffffffffffffff0\r\n"})
  void chunksOfNoLengthAreRefused(String chunks) throws Exception {
    try (var client = RawClient.tls(appliance.port())) {
      client.send(POST + "Idempotency-Key: k-bad\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
      var answer = client.answer();
      assertEquals("malformed-http", answer.type());
      assertEquals(400, answer.status());
      assertTrue(client.awaitClosed());
    }
  }

  @Test
  void aBodyThatFindsNoRoomIsRefusedUntilThereIsRoomAgain() throws Exception {
    byte[] large = " ".repeat(60_000).getBytes(StandardCharsets.ISO_8859_1);
    try (var slow = RawClient.tls(appliance.port())) {
      slow.send(
          "POST /v1/outcomes:batch HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n"
              + " ".repeat(59_990));
      while (room(large)) {
        Thread.sleep(5);
      }
      // What is small finds room all the same.
      assertEquals(201, appliance.play("k-room", TestAppliance.roulette("r-room")).statusCode());
      assertEquals(200, slow.send(" ".repeat(10)).answer().status());
    }
    while (!room(large)) {
      Thread.sleep(5);
    }
  }

  private static boolean room(byte[] body) throws Exception {
    var answer = appliance.post("game-server", "/v1/outcomes:batch", body);
    if (answer.statusCode() == 200) {
      return true;
    }
    assertEquals("busy", TestAppliance.problem(answer));
    assertEquals("1", answer.headers().firstValue("Retry-After").orElse(""));
    return false;
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }
}
