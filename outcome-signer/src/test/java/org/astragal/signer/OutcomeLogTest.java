package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.SealedOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: every outcome has its place, its receipt and the same bytes for ever. */
final class OutcomeLogTest {
  @TempDir Path directory;

  @Test
  void sealedOutcomesVerifyWithThePublicKeyAlone() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      for (int i = 0; i < 20; i++) {
        SealedOutcome outcome = TestLog.sealed(log, Rounds.intent(i));
        site.verify(outcome);
        assertEquals(i + 1, OutcomeRecord.parse(outcome.record()).seq());
      }
      assertEquals(21, log.size());
    }
  }

  @Test
  void recallGivesTheBytesOfTheFirstTimeAfterARestart() throws Exception {
    var site = new TestLog(directory);
    List<SealedOutcome> first = new ArrayList<>();
    try (OutcomeLog log = site.create()) {
      List<CompletableFuture<Submission>> futures = new ArrayList<>();
      for (int i = 0; i < 1500; i++) {
        Intent intent = Rounds.intent(i);
        futures.add(log.submit(intent, Rounds.play(intent)));
      }
      for (CompletableFuture<Submission> future : futures) {
        first.add(
            assertInstanceOf(Submission.Sealed.class, future.get(30, TimeUnit.SECONDS)).outcome());
      }
    }
    try (OutcomeLog log = site.open()) {
      assertEquals(1501, log.size());
      List<SealedOutcome> all = new ArrayList<>();
      while (all.size() < log.size()) {
        all.addAll(log.read(all.size(), 100_000));
      }
      for (int i = 0; i < first.size(); i++) {
        assertEquals(first.get(i), log.bySeq(i + 1).orElseThrow());
        assertEquals(first.get(i), log.byRequest("op-17", "request-" + i).orElseThrow());
        assertEquals(List.of(first.get(i)), log.byRound("op-17", "round-" + i));
        assertEquals(first.get(i), all.get(i + 1));
      }
      site.verify(all.getFirst());
      site.verify(all.getLast());
    }
  }
}
