package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.astragal.outcome.Event;
import org.astragal.outcome.Json;
import org.astragal.outcome.LogCreated;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RoundVoided;
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
  void recordZeroNamesTheKeyOfTheLog() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      OutcomeRecord first = OutcomeRecord.parse(log.bySeq(0).orElseThrow().record());
      assertEquals(
          new LogCreated(Rounds.APPLIANCE, Optional.empty(), List.of(site.signer.key().vkey())),
          first.body());
      site.verify(log.bySeq(0).orElseThrow());
    }
  }

  @Test
  void recallGivesTheBytesOfTheFirstTimeAfterARestart() throws Exception {
    var site = new TestLog(directory);
    List<SealedOutcome> first;
    try (OutcomeLog log = site.create()) {
      first = site.sealMany(log, 1500);
    }
    try (OutcomeLog log = site.open()) {
      assertEquals(1501, log.size());
      List<SealedOutcome> all = new ArrayList<>();
      while (all.size() < log.size()) {
        all.addAll(log.read(all.size(), 100_000));
      }
      for (int i = 0; i < first.size(); i++) {
        assertEquals(first.get(i), log.bySeq(i + 1).orElseThrow());
        assertEquals(first.get(i), all.get(i + 1));
      }
      assertEquals(first.get(700), log.byRequest("op-17", "request-700").orElseThrow());
      assertEquals(List.of(first.get(700)), log.byRound("op-17", "round-700"));
      site.verify(all.getFirst());
      site.verify(all.getLast());
    }
  }

  @Test
  void roundsArePlayedInTheOrderOfTheLog() throws Exception {
    var site = new TestLog(directory);
    List<Integer> played = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Submission>> futures = new ArrayList<>();
    try (OutcomeLog log = site.create()) {
      for (int i = 0; i < 500; i++) {
        int number = i;
        Intent intent = Rounds.intent(i);
        futures.add(
            log.submit(
                intent,
                () -> {
                  played.add(number);
                  return Rounds.settled(intent, number % 54);
                }));
      }
      for (CompletableFuture<Submission> future : futures) {
        future.get(30, TimeUnit.SECONDS);
      }
      for (int i = 0; i < 500; i++) {
        assertEquals(i, played.get(i));
        OutcomeRecord record = OutcomeRecord.parse(log.bySeq(i + 1).orElseThrow().record());
        assertEquals(Rounds.settled(Rounds.intent(i), i % 54), record.body());
      }
    }
  }

  @Test
  void readEndsWhereACheckpointEndsAndCostsOneCheckpointAtLeast() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      site.sealMany(log, 300);
      long at = 0;
      while (at < log.size()) {
        List<SealedOutcome> part = log.read(at, 1);
        SealedOutcome last = part.getLast();
        at += part.size();
        String text = last.receipt().checkpoint().text();
        assertTrue(text.startsWith(TestLog.ORIGIN + "\n" + at + "\n"), text);
      }
      assertEquals(301, at);
      assertEquals(List.of(), log.read(301, 1));
      assertEquals(301, log.read(0, Integer.MAX_VALUE).size());
      assertEquals(1, log.read(300, 1).size());
    }
  }

  @Test
  void awaitEndsWhenTheLogGrowsAndNotBefore() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      assertTrue(log.await(0, Duration.ZERO));
      assertFalse(log.await(1, Duration.ofMillis(20)));
      CompletableFuture<Submission> round =
          log.submit(Rounds.intent(1), Rounds.play(Rounds.intent(1)));
      assertTrue(log.await(1, Duration.ofSeconds(30)));
      assertInstanceOf(Submission.Sealed.class, round.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void timeNeverGoesBackInTheLog() throws Exception {
    var site = new TestLog(directory);
    var now = new AtomicReference<>(Instant.parse("2026-06-08T12:00:00.002Z"));
    site.clock = now::get;
    try (OutcomeLog log = site.create()) {
      assertEquals("2026-06-08T12:00:00.002Z", at(TestLog.sealed(log, Rounds.intent(1))));
      now.set(Instant.parse("2026-06-08T11:00:00Z"));
      assertEquals("2026-06-08T12:00:00.002Z", at(TestLog.sealed(log, Rounds.intent(2))));
    }
    try (OutcomeLog log = site.open()) {
      assertEquals("2026-06-08T12:00:00.002Z", at(TestLog.sealed(log, Rounds.intent(3))));
      now.set(Instant.parse("2026-06-08T12:00:00.003999Z"));
      assertEquals("2026-06-08T12:00:00.003Z", at(TestLog.sealed(log, Rounds.intent(4))));
    }
  }

  private static String at(SealedOutcome outcome) throws Exception {
    return OutcomeRecord.parse(outcome.record()).at().toString();
  }

  @Test
  void eventsAreSealedInTheSameLog() throws Exception {
    var site = new TestLog(directory);
    var event = new Event("rng.self-test", Rounds.APPLIANCE, Json.Obj.EMPTY);
    try (OutcomeLog log = site.create()) {
      SealedOutcome sealed = log.append(event).get(30, TimeUnit.SECONDS);
      site.verify(sealed);
      assertEquals(event, OutcomeRecord.parse(sealed.record()).body());
      assertEquals(sealed, log.bySeq(1).orElseThrow());
    }
  }

  @Test
  void roundsCannotEnterAsEvents() throws Exception {
    var site = new TestLog(directory);
    var voided =
        new RoundVoided(
            Rounds.APPLIANCE,
            "op-17",
            Rounds.intent(1).requestRef(),
            Rounds.intent(1).roundRef(),
            "internal",
            "",
            Optional.empty());
    try (OutcomeLog log = site.create()) {
      assertThrows(IllegalArgumentException.class, () -> log.append(voided));
      assertThrows(
          IllegalArgumentException.class, () -> log.append(Rounds.settled(Rounds.intent(1), 1)));
    }
  }

  @Test
  void aClosedLogRefusesEverythingAndStaysClosed() throws Exception {
    var site = new TestLog(directory);
    OutcomeLog log = site.create();
    log.close();
    log.close();
    assertEquals(LogState.CLOSED, log.state());
    var refused =
        assertInstanceOf(Submission.Unavailable.class, TestLog.submit(log, Rounds.intent(1)));
    assertEquals(Submission.Reason.CLOSED, refused.reason());
    assertEquals(
        LogException.Fault.CLOSED, assertThrows(LogException.class, () -> log.bySeq(0)).fault());
    CompletableFuture<SealedOutcome> event =
        log.append(new Event("rng.self-test", Rounds.APPLIANCE, Json.Obj.EMPTY));
    assertInstanceOf(
        LogException.class, assertThrows(ExecutionException.class, event::get).getCause());
  }

  @Test
  void closeFinishesWhatIsPending() throws Exception {
    var site = new TestLog(directory);
    List<CompletableFuture<Submission>> futures = new ArrayList<>();
    try (OutcomeLog log = site.create()) {
      site.signer.delayMillis(20);
      for (int i = 0; i < 200; i++) {
        futures.add(log.submit(Rounds.intent(i), Rounds.play(Rounds.intent(i))));
      }
    }
    for (CompletableFuture<Submission> future : futures) {
      assertInstanceOf(Submission.Sealed.class, future.getNow(new Submission.KeyReused()));
    }
  }
}
