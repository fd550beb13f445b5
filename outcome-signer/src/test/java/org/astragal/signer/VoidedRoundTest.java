package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.RoundRef.Mode;
import org.astragal.outcome.RoundSuspended;
import org.astragal.outcome.RoundVoided;
import org.astragal.outcome.SealedOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a round that could not be played has a record that says so, and is never played again. */
final class VoidedRoundTest {
  @TempDir Path directory;

  private static RoundVoided voided(SealedOutcome outcome) throws Exception {
    return assertInstanceOf(RoundVoided.class, OutcomeRecord.parse(outcome.record()).body());
  }

  private static RoundVoided play(OutcomeLog log, Intent intent, Play play) throws Exception {
    Submission first = TestLog.submit(log, intent, play);
    var sealed = assertInstanceOf(Submission.Sealed.class, first);
    assertEquals(
        new Submission.Sealed(sealed.outcome(), true),
        TestLog.submit(log, intent, Rounds.play(intent)));
    return voided(sealed.outcome());
  }

  @Test
  void aPlayThatGivesUpNamesItsReason() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      Intent intent = Rounds.intent(1);
      RoundVoided record =
          play(
              log,
              intent,
              () -> {
                throw new PlayException("no-entropy", "the noise source failed");
              });
      assertEquals("no-entropy", record.reason());
      assertEquals(intent.requestRef(), record.request());
      assertEquals(intent.roundRef(), record.round());
      assertArrayEquals(intent.body(), Base64.getUrlDecoder().decode(record.requestBody()));
      assertEquals(List.of("request-1 no-entropy"), site.voided);
    }
  }

  @Test
  void aPlayWithABugIsVoidedAndTheNextRoundIsPlayed() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      assertEquals(
          "internal",
          play(
                  log,
                  Rounds.intent(1),
                  () -> {
                    throw new IllegalStateException("a bug");
                  })
              .reason());
      assertEquals("internal", play(log, Rounds.intent(2), VoidedRoundTest::recurse).reason());
      TestLog.sealed(log, Rounds.intent(3));
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private static RecordBody recurse() {
    return recurse();
  }

  @Test
  void aPlayThatAnswersAnotherRequestIsVoided() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      assertEquals(
          "internal",
          play(log, Rounds.intent(1), () -> Rounds.settled(Rounds.intent(2), 1)).reason());
      TestLog.sealed(log, Rounds.intent(2));
    }
  }

  @Test
  void aRecordOverTheLimitIsVoidedAndOneAtTheLimitIsNot() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      Intent probe = Rounds.intent(1);
      int small = TestLog.sealed(log, probe).record().length;
      int room = OutcomeRecord.MAX_BYTES - small;
      Intent fits = Rounds.intent(2);
      var sealed =
          assertInstanceOf(
              Submission.Sealed.class,
              TestLog.submit(log, fits, () -> Rounds.settledWith(fits, room)));
      assertEquals(OutcomeRecord.MAX_BYTES, sealed.outcome().record().length);
      site.verify(sealed.outcome());
      Intent tooLong = Rounds.intent(3);
      RoundVoided record = play(log, tooLong, () -> Rounds.settledWith(tooLong, room + 1));
      assertEquals("record-too-large", record.reason());
    }
  }

  @Test
  void theLargestIntentStillFitsIntoARecordThatItWasNotPlayed() throws Exception {
    var site = new TestLog(directory);
    String longest = "\u20ac".repeat(Intent.MAX_ID);
    var intent =
        new Intent(
            longest,
            "\"".repeat(Intent.MAX_ID),
            longest,
            Integer.MAX_VALUE,
            Mode.FREE,
            new byte[Intent.MAX_BODY],
            Optional.of("\\".repeat(256)));
    try (OutcomeLog log = site.create()) {
      var result =
          assertInstanceOf(
              Submission.Sealed.class,
              TestLog.submit(
                  log,
                  intent,
                  () -> {
                    throw new PlayException("a".repeat(64), "");
                  }));
      var body = OutcomeRecord.parse(result.outcome().record()).body();
      assertEquals("a".repeat(64), assertInstanceOf(RoundSuspended.class, body).reason());
      site.verify(result.outcome());
    }
  }

  @Test
  void reasonsAreCodes() {
    assertThrows(IllegalArgumentException.class, () -> new PlayException("No entropy", ""));
    assertThrows(IllegalArgumentException.class, () -> new PlayException("", ""));
    assertThrows(IllegalArgumentException.class, () -> new PlayException("a".repeat(65), ""));
  }
}
