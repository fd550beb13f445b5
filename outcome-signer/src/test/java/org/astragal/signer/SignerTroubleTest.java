package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.astragal.outcome.Event;
import org.astragal.outcome.Json;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.VerifierKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: whatever the signer does, nothing unsealed leaves, nothing is lost, nothing repeats. */
final class SignerTroubleTest {
  @TempDir Path directory;

  private static Submission.Reason reason(Submission submission) {
    return assertInstanceOf(Submission.Unavailable.class, submission).reason();
  }

  @Test
  void whatASignerLeftUnsignedIsSealedWhenItReturns() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      TestLog.sealed(log, Rounds.intent(0));
      site.signer.failing(true);
      assertEquals(Submission.Reason.SIGNER_DOWN, reason(TestLog.submit(log, Rounds.intent(1))));
      assertEquals(LogState.SIGNER_DOWN, log.state());
      assertEquals(2, log.size());
      // New rounds and the same one again are told to come back.
      assertEquals(Submission.Reason.SIGNER_DOWN, reason(TestLog.submit(log, Rounds.intent(2))));
      assertEquals(Submission.Reason.SIGNER_DOWN, reason(TestLog.submit(log, Rounds.intent(1))));
      // What is sealed is still given.
      assertInstanceOf(Submission.Sealed.class, TestLog.submit(log, Rounds.intent(0)));
      CompletableFuture<SealedOutcome> event =
          log.append(new Event("rng.alarm", Rounds.APPLIANCE, Json.Obj.EMPTY));

      site.signer.failing(false);
      assertTrue(log.await(3, Duration.ofSeconds(30)));
      site.verify(event.get(30, TimeUnit.SECONDS));
      var again =
          assertInstanceOf(
              Submission.Sealed.class,
              TestLog.submit(
                  log,
                  Rounds.intent(1),
                  () -> {
                    throw new AssertionError("played twice");
                  }));
      assertTrue(again.repeated());
      site.verify(again.outcome());
      TestLog.sealed(log, Rounds.intent(2));
      assertEquals(LogState.RUNNING, log.state());
      assertEquals(List.of(LogState.SIGNER_DOWN, LogState.RUNNING), site.states);
    }
    assertTrue(Fsck.check(directory, site.policy()).clean());
  }

  @Test
  void whatWasUnsignedWhenTheLogClosedIsSignedWhenItIsOpened() throws Exception {
    var site = new TestLog(directory);
    site.closeLimit = Duration.ofMillis(50);
    try (OutcomeLog log = site.create()) {
      site.signer.failing(true);
      assertEquals(Submission.Reason.SIGNER_DOWN, reason(TestLog.submit(log, Rounds.intent(1))));
    }
    assertEquals(LogException.Fault.SIGNER, assertThrows(LogException.class, site::open).fault());
    site.signer.failing(false);
    try (OutcomeLog log = site.open()) {
      SealedOutcome outcome = log.byRequest("op-17", "request-1").orElseThrow();
      site.verify(outcome);
      assertEquals(new Submission.Sealed(outcome, true), TestLog.submit(log, Rounds.intent(1)));
    }
  }

  @Test
  void nothingLeavesBeforeTheSignature() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      site.signer.delayMillis(400);
      Intent intent = Rounds.intent(1);
      var played = new CountDownLatch(1);
      CompletableFuture<Submission> future =
          log.submit(
              intent,
              () -> {
                played.countDown();
                return Rounds.settled(intent, 1);
              });
      assertTrue(played.await(30, TimeUnit.SECONDS));
      assertThrows(TimeoutException.class, () -> future.get(100, TimeUnit.MILLISECONDS));
      assertEquals(1, log.size());
      assertEquals(List.of(), log.byRound("op-17", "round-1"));
      assertFalse(log.byRequest("op-17", "request-1").isPresent());
      assertFalse(log.tile(0, 0, 2).isPresent());
      assertFalse(log.entries(0, 2).isPresent());
      assertInstanceOf(Submission.Sealed.class, future.get(30, TimeUnit.SECONDS));
      assertTrue(log.tile(0, 0, 2).isPresent());
    }
  }

  @Test
  void oneSignatureCoversEverythingThatCameDuringTheOneBefore() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      site.signer.delayMillis(300);
      int before = site.signer.signatures();
      site.sealMany(log, 2000);
      int used = site.signer.signatures() - before;
      assertTrue(used <= 12, used + " signatures for 2000 outcomes");
    }
  }

  @Test
  void oneSignatureIsMadeAtATime() throws Exception {
    var site = new TestLog(directory);
    var inside = new AtomicBoolean();
    var together = new AtomicBoolean();
    CheckpointSigner careful =
        new CheckpointSigner() {
          @Override
          public List<VerifierKey> keys() {
            return site.signer.keys();
          }

          @Override
          public List<NoteSignature> sign(byte[] text) throws SigningException {
            together.compareAndSet(false, !inside.compareAndSet(false, true));
            try {
              return site.signer.sign(text);
            } finally {
              inside.set(false);
            }
          }
        };
    try (OutcomeLog log =
        StoredLog.open(site.config(true), _ -> careful)
            .start(site.clock, () -> Rounds.APPLIANCE, site)) {
      site.sealMany(log, 3000);
    }
    assertFalse(together.get());
  }

  @Test
  void aDriverThatThrowsTheUnexpectedIsASignerThatFails() throws Exception {
    var site = new TestLog(directory);
    var broken = new AtomicBoolean();
    CheckpointSigner surprising =
        new CheckpointSigner() {
          @Override
          public List<VerifierKey> keys() {
            return site.signer.keys();
          }

          @Override
          public List<NoteSignature> sign(byte[] text) throws SigningException {
            if (broken.get()) {
              throw new IllegalStateException("CKR_GENERAL_ERROR");
            }
            return site.signer.sign(text);
          }
        };
    try (OutcomeLog log =
        StoredLog.open(site.config(true), _ -> surprising)
            .start(site.clock, () -> Rounds.APPLIANCE, site)) {
      broken.set(true);
      assertEquals(Submission.Reason.SIGNER_DOWN, reason(TestLog.submit(log, Rounds.intent(1))));
      broken.set(false);
      assertTrue(log.await(1, Duration.ofSeconds(30)));
    }
  }

  @Test
  void moreThanIsAllowedToBePendingIsRefusedAndLeavesNoTrace() throws Exception {
    var site = new TestLog(directory);
    site.maxPending = 10;
    try (OutcomeLog log = site.create()) {
      site.signer.delayMillis(500);
      List<CompletableFuture<Submission>> futures = new ArrayList<>();
      for (int i = 0; i < 11; i++) {
        futures.add(log.submit(Rounds.intent(i), Rounds.play(Rounds.intent(i))));
      }
      assertEquals(Submission.Reason.OVERLOADED, reason(futures.getLast().get()));
      for (CompletableFuture<Submission> future : futures.subList(0, 10)) {
        assertInstanceOf(Submission.Sealed.class, future.get(30, TimeUnit.SECONDS));
      }
      assertEquals(11, log.size());
      // Its request and its round are as new.
      TestLog.sealed(log, Rounds.intent(10));
    }
  }
}
