package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.astragal.ledger.TestLog.Round;
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
}
