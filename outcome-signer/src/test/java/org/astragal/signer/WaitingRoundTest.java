package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.Draw;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.Reveal;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundRef.Mode;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.outcome.RoundSuspended;
import org.astragal.outcome.RoundVoided;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a round that waits is listed with what must be kept for it, across restarts, until it has
 * ended; a step that could not be played leaves it where it was.
 */
final class WaitingRoundTest {
  private static final byte[] SECRET = "hole card".getBytes(StandardCharsets.UTF_8);
  private static final List<Draw> HIDDEN = List.of(new Draw("card", 52, 31, 0, true));

  @TempDir Path directory;

  private static Intent step(String round, int step) {
    return new Intent(
        "op-17",
        round + "-request-" + step,
        round,
        step,
        Mode.REAL,
        "{}".getBytes(StandardCharsets.UTF_8),
        Optional.empty());
  }

  /** Plays that wait, with a secret. */
  private record Waits(Intent intent) implements Play {
    @Override
    public RecordBody play() {
      RoundSettled like = (RoundSettled) Rounds.settled(intent, 17);
      return intent.step() == 0
          ? new RoundOpened(
              like.appliance(),
              Json.Obj.EMPTY,
              like.bets(),
              Optional.of(Reveal.of(new byte[32], 0, HIDDEN).commitment()),
              like.draws(),
              like.game(),
              like.operator(),
              like.request(),
              like.round(),
              like.trace())
          : new RoundStepped(
              like.appliance(),
              Json.Obj.EMPTY,
              Json.Obj.EMPTY,
              Optional.empty(),
              List.of(),
              like.game(),
              like.operator(),
              like.request(),
              like.round(),
              like.trace());
    }

    @Override
    public byte[] secret() {
      return SECRET;
    }
  }

  private static RecordBody seal(OutcomeLog log, Intent intent, Play play) throws Exception {
    var sealed = assertInstanceOf(Submission.Sealed.class, TestLog.submit(log, intent, play));
    return OutcomeRecord.parse(sealed.outcome().record()).body();
  }

  @Test
  void aWaitingRoundIsListedUntilItEndsAndItsSecretIsNotPublished() throws Exception {
    var site = new TestLog(directory);
    long opened;
    try (OutcomeLog log = site.create()) {
      assertEquals(List.of(), log.waiting(0, 10));
      assertInstanceOf(RoundOpened.class, seal(log, step("a", 0), new Waits(step("a", 0))));
      opened = log.size() - 1;
      assertEquals(List.of(new WaitingRound("op-17", "a", opened)), log.waiting(0, 10));
      assertFalse(
          new String(log.bySeq(opened).orElseThrow().bytes(), StandardCharsets.UTF_8)
              .contains("hole card"));
    }
    try (OutcomeLog log = site.open()) {
      assertEquals(List.of(new WaitingRound("op-17", "a", opened)), log.waiting(0, 10));
      assertArrayEquals(SECRET, log.secret("op-17", "a", 0).orElseThrow());
      seal(log, step("a", 1), new Waits(step("a", 1)));
      assertArrayEquals(SECRET, log.secret("op-17", "a", 1).orElseThrow());
      assertEquals(List.of(new WaitingRound("op-17", "a", log.size() - 1)), log.waiting(0, 10));
      assertEquals(1, log.waitingRounds());
      // A round that ends at once is none of theirs.
      seal(log, step("b", 0), Rounds.play(step("b", 0)));
      assertEquals(1, log.waitingRounds());
      assertInstanceOf(RoundSettled.class, seal(log, step("a", 2), Rounds.play(step("a", 2))));
      assertEquals(List.of(), log.waiting(0, 10));
      assertEquals(Optional.empty(), log.secret("op-17", "a", 0));
      assertEquals(Optional.empty(), log.secret("op-17", "a", 1));
      assertEquals(3, log.byRound("op-17", "a").size());
    }
    assertTrue(Fsck.check(directory, site.policy()).clean());
  }

  @Test
  void aStepThatCannotBePlayedSuspendsTheRoundAndVoidsNothing() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      seal(log, step("a", 0), new Waits(step("a", 0)));
      RecordBody suspended =
          seal(
              log,
              step("a", 1),
              () -> {
                throw new PlayException("no-draws", "no draw could be had");
              });
      assertEquals("no-draws", assertInstanceOf(RoundSuspended.class, suspended).reason());
      assertEquals(1, log.waitingRounds());
      assertArrayEquals(SECRET, log.secret("op-17", "a", 0).orElseThrow());
      // The house may still void the whole of it.
      RecordBody voided =
          seal(
              log,
              step("a", 2),
              () -> {
                RoundSettled like = (RoundSettled) Rounds.settled(step("a", 2), 1);
                return new RoundVoided(
                    like.appliance(),
                    like.operator(),
                    like.request(),
                    like.round(),
                    "unfinished",
                    "",
                    Optional.empty());
              });
      assertInstanceOf(RoundVoided.class, voided);
      assertEquals(List.of(), log.waiting(0, 10));
    }
    assertTrue(Fsck.check(directory, site.policy()).clean());
  }

  @Test
  void aStepThatACrashInterruptedIsSuspendedAtTheNextStart() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      seal(log, step("a", 0), new Waits(step("a", 0)));
    }
    // What a crash between the intent and the play leaves.
    try (Store store = Store.open(directory.resolve("store"), false);
        StoreBatch batch = store.batch()) {
      batch.intent(77, step("a", 1));
      store.write(batch);
    }
    try (OutcomeLog log = site.open()) {
      RecordBody body = OutcomeRecord.parse(log.byRound("op-17", "a").getLast().record()).body();
      assertEquals("interrupted", assertInstanceOf(RoundSuspended.class, body).reason());
      assertEquals(1, log.waitingRounds());
      assertInstanceOf(RoundSettled.class, seal(log, step("a", 2), Rounds.play(step("a", 2))));
    }
  }

  @Test
  void thoseThatHaveWaitedLongestStandFirstAndAreReadInPages() throws Exception {
    var site = new TestLog(directory);
    var since = new ArrayList<WaitingRound>();
    try (OutcomeLog log = site.create()) {
      for (String round : List.of("c", "a", "b")) {
        seal(log, step(round, 0), new Waits(step(round, 0)));
        since.add(new WaitingRound("op-17", round, log.size() - 1));
      }
      assertEquals(since, log.waiting(0, 10));
      assertEquals(since.subList(0, 2), log.waiting(0, 2));
      assertEquals(since.subList(2, 3), log.waiting(since.get(1).seq() + 1, 2));
      // A step, and one that could not be played, are new beginnings.
      seal(log, step("c", 1), new Waits(step("c", 1)));
      since.add(new WaitingRound("op-17", "c", log.size() - 1));
      seal(
          log,
          step("a", 1),
          () -> {
            throw new PlayException("no-draws", "no draw could be had");
          });
      since.add(new WaitingRound("op-17", "a", log.size() - 1));
      assertEquals(since.subList(2, 5), log.waiting(0, 10));
      assertEquals(3, log.waitingRounds());
    }
    try (OutcomeLog log = site.open()) {
      assertEquals(since.subList(2, 5), log.waiting(0, 10));
      assertEquals(3, log.waitingRounds());
      // A step that leaves one out, as a game server may say it, ends the round all the same.
      seal(log, step("b", 7), Rounds.play(step("b", 7)));
      assertEquals(since.subList(3, 5), log.waiting(0, 10));
      assertEquals(2, log.waitingRounds());
    }
    assertTrue(Fsck.check(directory, site.policy()).clean());
  }

  @Test
  void roundsThatAreOpenedAndEndedInOneBatchLeaveNothingBehind() throws Exception {
    new TestLog(directory).create().close();
    try (Store store = Store.open(directory.resolve("store"), false);
        StoreBatch batch = store.batch()) {
      batch.index(step("a", 0), 10);
      batch.waits(step("a", 0), 10, SECRET);
      batch.index(step("b", 0), 11);
      batch.waits(step("b", 0), 11, SECRET);
      batch.index(step("a", 1), 12);
      batch.stillWaits(step("a", 1), 12);
      batch.index(step("b", 1), 13);
      batch.ends(step("b", 1));
      batch.stillWaits(step("c", 1), 14);
      store.write(batch);
      assertEquals(List.of(new WaitingRound("op-17", "a", 12)), WaitingRounds.byTime(store, 0, 10));
      assertEquals(1, store.waiting());
      batch.clear();
      // Twice in one batch, which the store does not know yet.
      batch.index(step("a", 2), 15);
      batch.stillWaits(step("a", 2), 15);
      batch.index(step("a", 3), 16);
      batch.stillWaits(step("a", 3), 16);
      store.write(batch);
      assertEquals(List.of(new WaitingRound("op-17", "a", 16)), WaitingRounds.byTime(store, 0, 10));
      assertEquals(1, store.waiting());
      assertEquals(1, WaitingRounds.count(store));
    }
  }

  @Test
  void fsckFindsAWaitingRoundThatIsNotOneAndOneThatIsNotListed() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      seal(log, step("a", 0), new Waits(step("a", 0)));
    }
    assertTrue(Fsck.check(directory, site.policy()).clean());
    try (Store store = Store.open(directory.resolve("store"), false);
        StoreBatch batch = store.batch()) {
      // By time it waits since another record than by the records.
      batch.stillWaits(step("a", 1), 9);
      store.write(batch);
    }
    assertFalse(Fsck.check(directory, site.policy()).clean());
    try (Store store = Store.open(directory.resolve("store"), false);
        StoreBatch batch = store.batch()) {
      batch.waits(step("x", 0), 1, HexFormat.of().parseHex("00"));
      store.write(batch);
    }
    assertFalse(Fsck.check(directory, site.policy()).clean());
    try (Store store = Store.open(directory.resolve("store"), false);
        StoreBatch batch = store.batch()) {
      batch.ends(step("x", 1));
      batch.ends(step("a", 1));
      store.write(batch);
    }
    assertFalse(Fsck.check(directory, site.policy()).clean());
  }
}
