package org.astragal.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a response is cut at its true end, wherever the network cuts the bytes. */
final class ResponseParserTest {
  private static final String FIXED =
      "HTTP/1.1 201 Created\r\nDate: x\r\ncontent-LENGTH: 5\r\nServer: y\r\n\r\nhello";
  private static final String CHUNKED =
      String.join(
          "\r\n",
          List.of(
              "HTTP/1.1 200 OK",
              "Transfer-Encoding: chunked",
              "",
              "4",
              "ab\r\n",
              "a",
              "0123456789",
              "0",
              "",
              ""));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void bodyOfDeclaredLengthIsFoundInPiecesOfAnySize(int piece) throws LoadException {
    ResponseParser parser = feed(FIXED, piece);
    assertTrue(parser.done());
    assertEquals(201, parser.status());
    assertEquals("hello", new String(parser.body(), US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void chunkedBodyIsFoundInPiecesOfAnySize(int piece) throws LoadException {
    ResponseParser parser = feed(CHUNKED, piece);
    assertTrue(parser.done());
    assertEquals(14, parser.bodyBytes());
    assertEquals("ab\r\n0123456789", new String(parser.body(), US_ASCII));
  }

  @Test
  void responseIsNotDoneOneByteBeforeItsEnd() throws LoadException {
    for (String text : new String[] {FIXED, CHUNKED}) {
      assertEquals(false, feed(text.substring(0, text.length() - 1), 1000).done());
    }
  }

  @Test
  void emptyBodyEndsWithTheHead() throws LoadException {
    assertTrue(feed("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n", 1000).done());
  }

  @Test
  void bytesAfterTheEndAreRefused() {
    assertThrows(LoadException.class, () -> feed(FIXED + "x", 1000));
    assertThrows(LoadException.class, () -> feed(CHUNKED + "x", 1000));
  }

  @Test
  void headWithoutLengthIsRefused() {
    assertThrows(LoadException.class, () -> feed("HTTP/1.1 200 OK\r\nDate: x\r\n\r\n", 1000));
  }

  @Test
  void otherProtocolsAreRefused() {
    assertThrows(LoadException.class, () -> feed("SSH-2.0-OpenSSH_9.6 and more\r\n\r\n", 1000));
  }

  @Test
  void headWithoutEndIsRefused() {
    assertThrows(LoadException.class, () -> feed("HTTP/1.1 200 " + "x".repeat(9_000), 1000));
  }

  @Test
  void parserIsReusedForTheNextResponse() throws LoadException {
    ResponseParser parser = feed(CHUNKED, 1000);
    parser.reset(true);
    parser.feed(FIXED.getBytes(US_ASCII), FIXED.length());
    assertEquals("hello", new String(parser.body(), US_ASCII));
  }

  private static ResponseParser feed(String text, int piece) throws LoadException {
    byte[] bytes = text.getBytes(US_ASCII);
    ResponseParser parser = new ResponseParser();
    parser.reset(true);
    for (int at = 0; at < bytes.length; at += piece) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
      parser.feed(part, part.length);
    }
    return parser;
  }
}
