package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RoundRef.Mode;
import org.astragal.outcome.SealedOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what a restart signs is no larger at a time than what the running log signs. */
final class RollForwardTest {
  /** Their records have 17 MB together, whether they were played or are voided. */
  private static final int ROUNDS = 300;

  private static final int PADDING = 58_000;

  @TempDir Path directory;

  @Test
  void longRecordsWithoutASignatureAreSignedInPiecesThatALedgerTakes() throws Exception {
    var site = new TestLog(directory);
    site.closeLimit = Duration.ZERO;
    List<Intent> intents = new ArrayList<>();
    List<CompletableFuture<Submission>> futures = new ArrayList<>();
    try (OutcomeLog log = site.create()) {
      // Longer than the log waits for it: nothing of this is signed before the restart.
      site.signer.delayMillis(60_000);
      for (int i = 0; i < ROUNDS; i++) {
        Intent intent = longIntent(i);
        intents.add(intent);
        futures.add(log.submit(intent, () -> Rounds.settledWith(intent, PADDING)));
      }
    }
    for (CompletableFuture<Submission> future : futures) {
      assertInstanceOf(Submission.Unavailable.class, future.get(30, TimeUnit.SECONDS));
    }
    site.signer.delayMillis(0);
    try (OutcomeLog log = site.open()) {
      long at = 0;
      while (at < log.size()) {
        List<SealedOutcome> underOneCheckpoint = log.read(at, 1);
        long bytes = underOneCheckpoint.stream().mapToLong(one -> one.record().length).sum();
        assertTrue(
            bytes < Signing.MAX_BYTES + OutcomeRecord.MAX_BYTES,
            () -> underOneCheckpoint.size() + " records of " + bytes + " bytes");
        site.verify(underOneCheckpoint.getLast());
        at += underOneCheckpoint.size();
      }
      for (Intent intent : intents) {
        assertEquals(1, log.byRound(intent.operator(), intent.roundId()).size());
      }
    }
  }

  private static Intent longIntent(int i) {
    byte[] body = new byte[Intent.MAX_BODY];
    Arrays.fill(body, (byte) 'x');
    return new Intent("op-17", "request-" + i, "round-" + i, 0, Mode.REAL, body, Optional.empty());
  }
}
