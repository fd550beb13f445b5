package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.TestLog.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what is verified moves money once, and nothing else moves any. */
final class IngestTest {
  @TempDir private Path directory;

  @Test
  void contributionsAreExact() throws Exception {
    var log = new TestLog("test.example/outcomes/a");
    try (var books = TestBooks.open(directory, Site.RULES, List.of(log))) {
      log.create();
      log.seal(List.of(Round.of("r-1", 137).body()));
      var result = books.ingest().deliver(log.origin(), TestLog.body(log.lines(0, 2)));
      var accepted = assertInstanceOf(Accepted.class, result);
      assertEquals(2, accepted.position());
      assertEquals(137 * 5000, books.micro("GRAND", AccountKind.POOL) - 5_000_000_000_000L);
      assertEquals(137 * 5143, books.micro("GRAND", AccountKind.RESERVE));
      books.assertBalanced();
    }
  }
}
