package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.RoundRef.Mode;
import org.astragal.outcome.SealedOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a request, and a step of a round, is played once for ever, whoever asks and when. */
final class IdempotencyTest {
  @TempDir Path directory;

  private static Intent body(String request, String round, int step, String body) {
    return new Intent(
        "op-17",
        request,
        round,
        step,
        Mode.REAL,
        body.getBytes(StandardCharsets.UTF_8),
        Optional.empty());
  }

  @Test
  void theSameRequestGetsTheSameBytes() throws Exception {
    var site = new TestLog(directory);
    SealedOutcome first;
    try (OutcomeLog log = site.create()) {
      first = TestLog.sealed(log, Rounds.intent(1));
      assertEquals(new Submission.Sealed(first, true), TestLog.submit(log, Rounds.intent(1)));
    }
    try (OutcomeLog log = site.open()) {
      assertEquals(new Submission.Sealed(first, true), TestLog.submit(log, Rounds.intent(1)));
      assertEquals(2, log.size());
    }
  }

  @Test
  void theSameRequestIdWithAnotherBodyIsRefused() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      TestLog.sealed(log, body("q", "r", 0, "{}"));
      assertEquals(new Submission.KeyReused(), TestLog.submit(log, body("q", "r", 0, "{ }")));
    }
    try (OutcomeLog log = site.open()) {
      assertEquals(new Submission.KeyReused(), TestLog.submit(log, body("q", "s", 0, "{ }")));
      // The refused one has not taken its round.
      TestLog.sealed(log, body("q-2", "s", 0, "{}"));
    }
  }

  @Test
  void aRequestThatFailsUnexpectedlyGivesItsClaimUp() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      TestLog.sealed(log, body("q-1", "r", 0, "{}"));
    }
    Surgery.operate(
        directory,
        (store, batch) ->
            batch
                .unwrap()
                .put(store.handle(Store.Family.ROUNDS), Keys.round("op-17", "r", 0), new byte[3]));
    try (OutcomeLog log = site.open()) {
      // A second try that found the first one's claim would wait for it for ever.
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThrows(RuntimeException.class, () -> TestLog.submit(log, body("q-2", "r", 0, "{}")));
      }
      // Neither the request nor the round is held: the same request goes on to another round.
      TestLog.sealed(log, body("q-2", "s", 0, "{}"));
      awaitNothingPending(log);
    }
  }

  /** An answer may come before its round is counted off. */
  private static void awaitNothingPending(OutcomeLog log) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (log.pending() > 0) {
      assertTrue(System.nanoTime() < end, "a claim is held");
      Thread.sleep(1);
    }
  }

  @Test
  void aStepOfARoundIsPlayedOnceWhateverTheRequestId() throws Exception {
    var site = new TestLog(directory);
    SealedOutcome first;
    try (OutcomeLog log = site.create()) {
      first = TestLog.sealed(log, body("q-1", "r", 0, "{}"));
      assertEquals(
          new Submission.RoundTaken(first), TestLog.submit(log, body("q-2", "r", 0, "{}")));
      TestLog.sealed(log, body("q-3", "r", 1, "{}"));
    }
    try (OutcomeLog log = site.open()) {
      assertEquals(
          new Submission.RoundTaken(first), TestLog.submit(log, body("q-4", "r", 0, "{}")));
      assertEquals(2, log.byRound("op-17", "r").size());
      assertEquals(first, log.byRound("op-17", "r").getFirst());
    }
  }

  @Test
  void anotherOperatorsRequestsAndRoundsAreOthers() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      TestLog.sealed(log, Rounds.intent("op-1", "q", "r"));
      TestLog.sealed(log, Rounds.intent("op-2", "q", "r"));
      assertEquals(1, log.byRound("op-1", "r").size());
      assertEquals(List.of(), log.byRound("op-1", ""));
      assertEquals(Optional.empty(), log.byRequest("op-3", "q"));
    }
  }

  @Test
  void whoComesSecondWaitsForTheFirst() throws Exception {
    var site = new TestLog(directory);
    var hold = new CountDownLatch(1);
    Intent intent = body("q", "r", 0, "{}");
    try (OutcomeLog log = site.create()) {
      CompletableFuture<Submission> first =
          log.submit(
              intent,
              () -> {
                await(hold);
                return Rounds.settled(intent, 1);
              });
      CompletableFuture<Submission> same = log.submit(intent, IdempotencyTest::never);
      CompletableFuture<Submission> round =
          log.submit(body("q-2", "r", 0, "{}"), IdempotencyTest::never);
      CompletableFuture<Submission> sameRound =
          log.submit(body("q-2", "r", 0, "{}"), IdempotencyTest::never);
      CompletableFuture<Submission> other =
          log.submit(body("q", "r", 0, "[]"), IdempotencyTest::never);
      assertEquals(new Submission.KeyReused(), other.get(30, TimeUnit.SECONDS));
      assertEquals(
          List.of(false, false, false), List.of(same.isDone(), round.isDone(), sameRound.isDone()));
      hold.countDown();
      var sealed = assertInstanceOf(Submission.Sealed.class, first.get(30, TimeUnit.SECONDS));
      assertEquals(new Submission.Sealed(sealed.outcome(), true), same.get(30, TimeUnit.SECONDS));
      assertEquals(new Submission.RoundTaken(sealed.outcome()), round.get(30, TimeUnit.SECONDS));
      assertEquals(
          new Submission.RoundTaken(sealed.outcome()), sameRound.get(30, TimeUnit.SECONDS));
    }
  }

  private static RecordBody never() {
    throw new AssertionError("played twice");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** 64 threads send the same 400 requests in their own order, and rounds under second ids. */
  @Test
  void sixtyFourThreadsOfDuplicatesPlayEachRoundOnce() throws Exception {
    var site = new TestLog(directory);
    var played = new ConcurrentHashMap<String, AtomicInteger>();
    var answers = new ConcurrentHashMap<String, SealedOutcome>();
    try (OutcomeLog log = site.create();
        var threads = Executors.newFixedThreadPool(64)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int thread = 0; thread < 64; thread++) {
        int number = thread;
        tasks.add(() -> {
          for (int i = 0; i < 400; i++) {
            int round = (i * 7 + number * 31) % 400;
            submitDuplicate(log, "round-" + round, number % 4 == 0, played, answers);
          }
          return null;
        });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
      assertEquals(400, answers.size());
      assertEquals(401, log.size());
      played.forEach((round, count) -> assertEquals(1, count.get(), round));
      assertEquals(0, log.pending());
    }
    assertTrue(Fsck.check(directory, site.policy()).clean());
  }

  private static void submitDuplicate(
      OutcomeLog log,
      String round,
      boolean secondId,
      ConcurrentHashMap<String, AtomicInteger> played,
      ConcurrentHashMap<String, SealedOutcome> answers)
      throws Exception {
    Intent intent = body(secondId ? "second-" + round : "first-" + round, round, 0, "{}");
    Submission result =
        TestLog.submit(
            log,
            intent,
            () -> {
              played.computeIfAbsent(round, _ -> new AtomicInteger()).incrementAndGet();
              return Rounds.settled(intent, 3);
            });
    SealedOutcome outcome =
        switch (result) {
          case Submission.Sealed sealed -> sealed.outcome();
          case Submission.RoundTaken taken -> taken.outcome();
          default -> throw new AssertionError(result.toString());
        };
    SealedOutcome before = answers.putIfAbsent(round, outcome);
    assertTrue(before == null || before.equals(outcome), "two outcomes of " + round);
  }
}
