package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.outcome.JackpotEvent.Checked;
import org.astragal.outcome.JackpotEvent.Closed;
import org.astragal.outcome.JackpotEvent.Committed;
import org.astragal.outcome.JackpotEvent.Drawn;
import org.astragal.outcome.JackpotEvent.MysteryDraw;
import org.astragal.outcome.JackpotEvent.Place;
import org.astragal.outcome.JackpotEvent.Ticket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: an appliance that lies about a jackpot threshold is found out by its own records. */
final class JackpotTrailTest {
  private static final long MICRO = JackpotEvent.MICRO;
  private static final ApplianceInfo APPLIANCE =
      new ApplianceInfo(
          "boot-1", Hash.sha256(new byte[0]), new ApplianceInfo.Rng("TEST", "instance-1", 0));
  private static final GameRef LOGIC =
      new GameRef("ref.mystery.must-hit-by", Hash.sha256(new byte[] {1}), "1.0.0");
  private static final Place PLACE = place(1);
  private static final ThresholdOpening OPENING = ThresholdOpening.of(3_000, nonce(7));

  private final JackpotTrail trail = new JackpotTrail();
  private long seq = 5;

  private static Place place(long cycle) {
    return new Place("op-17", "global.2026", "MUST", cycle);
  }

  private static byte[] nonce(int fill) {
    byte[] nonce = new byte[32];
    java.util.Arrays.fill(nonce, (byte) fill);
    return nonce;
  }

  private static Committed committed(long cycle) {
    Place place = place(cycle);
    return new Committed(place, 1_000 * MICRO + 5, 1_000, 5_000, OPENING.commitment(place), LOGIC);
  }

  private static Checked miss(long before, long after, long posting) {
    return new Checked(PLACE, before, after, posting, committed(1).commitment(), Optional.empty());
  }

  private static Checked hit(long before, long after, long posting) {
    return new Checked(
        PLACE, before, after, posting, committed(1).commitment(), Optional.of(OPENING));
  }

  private JackpotTrail.Finding say(JackpotEvent said) {
    return trail.follow(record(said));
  }

  /** What is written is what is read. */
  private OutcomeRecord record(JackpotEvent said) {
    var event = new Event(said.type(), APPLIANCE, said.members());
    var record = new OutcomeRecord("log.example", seq++, Instant.EPOCH, event);
    try {
      OutcomeRecord read = OutcomeRecord.parse(record.encode());
      assertEquals(Optional.of(said), JackpotEvent.of((Event) read.body()));
      return read;
    } catch (RecordException | JsonException e) {
      throw new AssertionError(e);
    }
  }

  private void follows(String what, JackpotEvent said) {
    var finding = assertInstanceOf(JackpotTrail.Finding.Follows.class, say(said));
    assertEquals(said.place() + ": " + what, finding.what());
  }

  private void contradicts(String why, JackpotEvent said) {
    var finding = assertInstanceOf(JackpotTrail.Finding.Contradicts.class, say(said));
    assertTrue(finding.why().contains(why), finding.why());
  }

  @Test
  void aCycleThatIsToldAsItWasHolds() {
    follows("a threshold is committed to", committed(1));
    follows("no hit", miss(1_000 * MICRO + 5, 2_000 * MICRO, 7));
    follows("no hit", miss(2_000 * MICRO, 3_000 * MICRO - 1, 8));
    follows("hit, 2 earlier answers agree", hit(3_000 * MICRO - 1, 3_000 * MICRO, 11));
    follows("a threshold is committed to", committed(2));
  }

  @Test
  void aMissAtOrAboveTheThresholdIsFoundWhenItIsTold() {
    say(committed(1));
    say(miss(1_000 * MICRO + 5, 3_000 * MICRO, 7));
    contradicts("reached at seq 6, where it was said", hit(3_000 * MICRO, 3_100 * MICRO, 8));
  }

  @Test
  void aHitBelowTheThresholdIsFound() {
    say(committed(1));
    contradicts("below the threshold", hit(1_000 * MICRO + 5, 3_000 * MICRO - 1, 7));
  }

  @Test
  void anotherThresholdThanCommittedIsFound() {
    say(committed(1));
    var other = ThresholdOpening.of(2_999, nonce(7));
    contradicts(
        "not the one that was committed to",
        new Checked(
            PLACE,
            1_000 * MICRO + 5,
            4_000 * MICRO,
            7,
            committed(1).commitment(),
            Optional.of(other)));
    var nonce = ThresholdOpening.of(3_000, nonce(8));
    contradicts(
        "not the one that was committed to", new Closed(PLACE, committed(1).commitment(), nonce));
    contradicts("another commitment", new Closed(PLACE, nonce.commitment(PLACE), nonce));
  }

  @Test
  void aThresholdOutsideItsBoundsIsFoundAlthoughItOpens() {
    var outside = ThresholdOpening.of(5_001, nonce(7));
    Hash commitment = outside.commitment(PLACE);
    say(new Committed(PLACE, 1_000 * MICRO + 5, 1_000, 5_000, commitment, LOGIC));
    contradicts("not the one that was committed to", new Closed(PLACE, commitment, outside));
  }

  @Test
  void whatIsComparedGoesOnWhereItEnded() {
    say(committed(1));
    say(miss(1_000 * MICRO + 5, 2_000 * MICRO, 7));
    contradicts("it goes on from", miss(1_999 * MICRO, 2_500 * MICRO, 8));
    contradicts("posting 7", miss(2_000 * MICRO, 2_500 * MICRO, 7));
    follows("no hit", miss(2_000 * MICRO, 2_500 * MICRO, 8));
    assertThrows(IllegalArgumentException.class, () -> miss(2_500 * MICRO, 2_499 * MICRO, 9));
  }

  @Test
  void oneThresholdForEachCycle() {
    say(committed(1));
    contradicts("a second threshold", committed(1));
    contradicts("a second threshold", committed(2));
    follows(
        "closed, 0 earlier answers agree", new Closed(PLACE, committed(1).commitment(), OPENING));
    contradicts("for a cycle that had one", committed(1));
    contradicts("no threshold is committed to", miss(1_000 * MICRO + 5, 2_000 * MICRO, 7));
    say(committed(2));
    contradicts("after cycle 2", committed(1));
  }

  @Test
  void aTrailThatBeginsInTheMiddleJudgesWhatItSees() {
    follows("no hit", miss(1_500 * MICRO, 2_000 * MICRO, 7));
    follows(
        "hit, 1 earlier answers agree (its beginning is not among these records)",
        hit(2_000 * MICRO, 3_000 * MICRO, 11));
  }

  @Test
  void levelsOfOthersAreOthers() {
    say(committed(1));
    var other = new Place("op-18", "global.2026", "MUST", 1);
    follows(
        "a threshold is committed to",
        new Committed(other, 0, 0, 5_000, OPENING.commitment(other), LOGIC));
    assertNotEquals(OPENING.commitment(place(1)), OPENING.commitment(place(2)));
  }

  @Test
  void drawsGoOnWhereTheLastOnesEnded() {
    Hash bound = JackpotEvent.bind(List.of(new Ticket(3, "op-17", "r-1", "1", 100)));
    follows(
        "1 hits in 2 draws",
        new Drawn(
            PLACE,
            1_000,
            2,
            9,
            bound,
            List.of(new MysteryDraw(3, 100, 99), new MysteryDraw(9, 100, 100))));
    contradicts(
        "the last ones ended with 9",
        new Drawn(place(2), 1_000, 8, 10, bound, List.of(new MysteryDraw(10, 1, 0))));
    follows(
        "0 hits in 1 draws",
        new Drawn(place(2), 1_000, 9, 10, bound, List.of(new MysteryDraw(10, 0, 0))));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Drawn(PLACE, 1_000, 2, 9, bound, List.of(new MysteryDraw(3, 1, 1_000))));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Drawn(
                PLACE,
                1_000,
                2,
                9,
                bound,
                List.of(new MysteryDraw(3, 1, 1), new MysteryDraw(3, 1, 1))));
  }

  @Test
  void drawsAreBoundToEachPartOfAContribution() {
    var ticket = new Ticket(3, "op-17", "r-1", "1", 100);
    var others =
        List.of(
            new Ticket(4, "op-17", "r-1", "1", 100),
            new Ticket(3, "op-18", "r-1", "1", 100),
            new Ticket(3, "op-17", "r-2", "1", 100),
            new Ticket(3, "op-17", "r-1", "2", 100),
            new Ticket(3, "op-17", "r-1", "1", 101));
    for (Ticket other : others) {
      assertNotEquals(JackpotEvent.bind(List.of(ticket)), JackpotEvent.bind(List.of(other)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"commitment", "cycle", "fromMinor", "logic", "openMicro", "toMinor"})
  void aRecordThatLacksAMemberContradicts(String member) {
    var members = new TreeMap<String, Json>(committed(1).members().members());
    members.remove(member);
    var event = new Event(Committed.TYPE, APPLIANCE, Json.Obj.of(members));
    assertInstanceOf(
        JackpotTrail.Finding.Contradicts.class,
        trail.follow(new OutcomeRecord("log.example", 5, Instant.EPOCH, event)));
  }

  @Test
  void aMemberThatIsNotKnownContradictsAndOtherEventsSayNothing() {
    var members = new TreeMap<String, Json>(committed(1).members().members());
    members.put("more", new Json.Str("1"));
    var event = new Event(Committed.TYPE, APPLIANCE, Json.Obj.of(members));
    assertInstanceOf(
        JackpotTrail.Finding.Contradicts.class,
        trail.follow(new OutcomeRecord("log.example", 5, Instant.EPOCH, event)));
    var other = new Event("lab.report", APPLIANCE, Json.Obj.of(Map.of()));
    assertEquals(
        new JackpotTrail.Finding.Nothing(),
        trail.follow(new OutcomeRecord("log.example", 6, Instant.EPOCH, other)));
    assertFalse(OPENING.toString().contains("3000"));
  }
}
