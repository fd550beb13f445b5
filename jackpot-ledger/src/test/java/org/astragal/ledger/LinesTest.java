package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Goal: the lines of a body are the same whatever pieces it arrives in. */
final class LinesTest {
  @Test
  void lastLineFeedMayBeMissing() throws Exception {
    assertEquals(List.of("a", "bc"), lines("a\nbc", 1));
    assertEquals(List.of("a", "bc"), lines("a\nbc\n", 1));
  }

  @Test
  void bodyWithoutBytesHasNoLineAndALineFeedIsAnEmptyOne() throws Exception {
    assertEquals(List.of(), lines("", 1));
    assertEquals(List.of(""), lines("\n", 1));
    assertEquals(List.of("", "a", "", "b"), lines("\na\n\nb", 2));
  }

  @Test
  void linesOfAnyLengthInPiecesOfAnyLength() throws Exception {
    var random = new Random(1);
    for (var run = 0; run < 20; run++) {
      var wanted = new ArrayList<String>();
      for (var i = 0; i < 30; i++) {
        // Up to three times the first buffer.
        wanted.add(
            Character.toString('a' + i % 26).repeat(1 + random.nextInt(1 + (200_000 >> run))));
      }
      assertEquals(wanted, lines(String.join("\n", wanted), 1 + random.nextInt(100_000)));
    }
  }

  private static List<String> lines(String body, int piece) throws IOException {
    var lines = new Lines(pieces(body.getBytes(StandardCharsets.US_ASCII), piece));
    var found = new ArrayList<String>();
    for (var line = lines.next(); line.isPresent(); line = lines.next()) {
      found.add(new String(line.get(), StandardCharsets.US_ASCII));
    }
    return found;
  }

  /** Gives at most {@code piece} bytes at a time. */
  private static InputStream pieces(byte[] body, int piece) {
    return new ByteArrayInputStream(body) {
      @Override
      public int read(byte[] to, int offset, int length) {
        return super.read(to, offset, Math.min(length, piece));
      }
    };
  }
}
