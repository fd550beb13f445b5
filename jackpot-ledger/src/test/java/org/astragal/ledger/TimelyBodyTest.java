package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Goal: a body that comes a byte at a time ends as one that does not come. */
final class TimelyBodyTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

  /** A byte each second; at the end of a hundred there is no more. */
  private final InputStream slow =
      new ByteArrayInputStream(new byte[100]) {
        @Override
        public synchronized int read(byte[] to, int offset, int length) {
          now.addAndGet(Duration.ofSeconds(1).toNanos());
          return super.read(to, offset, Math.min(1, length));
        }
      };

  @Test
  void allWaitingTogetherIsLimited() throws Exception {
    var body = new TimelyBody(slow, LIMIT, now::get);
    for (var i = 0; i < 10; i++) {
      assertEquals(0, body.read());
    }
    assertThrows(IOException.class, body::read);
  }

  @Test
  void nobodyWaitsAgainAfterThat() {
    var body = new TimelyBody(slow, Duration.ZERO, now::get);
    assertThrows(IOException.class, body::read);
    var then = now.get();
    assertThrows(IOException.class, () -> body.transferTo(java.io.OutputStream.nullOutputStream()));
    assertEquals(then, now.get());
  }

  @Test
  void whatTheReaderDoesInBetweenDoesNotCount() throws Exception {
    var body = new TimelyBody(new ByteArrayInputStream(new byte[] {-1, 2}), LIMIT, now::get);
    assertEquals(0xFF, body.read());
    now.addAndGet(Duration.ofHours(1).toNanos());
    assertArrayEquals(new byte[] {2}, body.readAllBytes());
  }

  @Test
  void whatTheServerThrowsIsABodyThatBrokeOff() {
    var gone =
        new InputStream() {
          @Override
          public int read() {
            throw new UncheckedIOException(new IOException("reset"));
          }

          @Override
          public int read(byte[] to, int offset, int length) {
            return read();
          }
        };
    var body = new TimelyBody(gone, LIMIT, now::get);
    assertThrows(IOException.class, body::read);
  }
}
