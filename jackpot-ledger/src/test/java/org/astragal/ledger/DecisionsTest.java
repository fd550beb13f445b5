package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Hash;
import org.astragal.outcome.JackpotEvent;
import org.astragal.outcome.JackpotEvent.Checked;
import org.astragal.outcome.JackpotEvent.Closed;
import org.astragal.outcome.JackpotEvent.Committed;
import org.astragal.outcome.JackpotEvent.Drawn;
import org.astragal.outcome.JackpotEvent.MysteryDraw;
import org.astragal.outcome.JackpotEvent.Place;
import org.astragal.outcome.JackpotEvent.Ticket;
import org.astragal.outcome.Policy;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.ThresholdOpening;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what the holder of a level seals is followed once, in its place in the log, and only if it
 * follows from the books; the audit comes to the same, and finds a holder that contradicts itself.
 */
final class DecisionsTest {
  private static final long MICRO = PoolRules.MICRO;
  private static final String ORIGIN = "test.example/outcomes/decisions";
  private static final String RULES =
      """
      pool: p
      currency: EUR
      exp: 2
      games: [ref.wheel.54]
      modes: [REAL]
      fundedBy: [CASH]
      levels:
        - {id: MUST, seedMinor: 1000, ratePpm: 500000, reservePpm: 0,
           trigger: {kind: must-hit, holder: %1$s, upToMinor: 2000}}
        - {id: MYST, seedMinor: 70, ratePpm: 100000, reservePpm: 0,
           trigger: {kind: mystery, holder: %1$s, oneInMinor: 1000}}
        - {id: GAME, seedMinor: 10, ratePpm: 1000, reservePpm: 0}
      """
          .formatted(ORIGIN);
  private static final ThresholdOpening OPENING = ThresholdOpening.of(1_500, new byte[32]);
  private static final Place PLACE = new Place("op", "p", "MUST", 1);
  private static final Hash COMMITMENT = OPENING.commitment(PLACE);

  @TempDir private Path directory;
  private final TestLog log = new TestLog(ORIGIN);
  private final DatabaseAddress address = TestDatabase.create();
  private Optional<TestBooks> open = Optional.empty();
  private boolean isHonest = true;

  @BeforeEach
  void begin() throws Exception {
    log.create();
    open();
    deliver();
  }

  private TestBooks open() throws Exception {
    var books = TestBooks.open(address, directory, RULES, List.of(log));
    open = Optional.of(books);
    return books;
  }

  private TestBooks books() {
    return open.orElseThrow();
  }

  /** Whatever a test has done, the audit must come to the same. */
  @AfterEach
  void auditAndClose() throws Exception {
    books().assertBalanced();
    books().close();
    Export.write(address.owner().orElseThrow(), directory.resolve("books"));
    var lines = directory.resolve("log.jsonl");
    Files.write(lines, TestLog.body(log.lines(0, Math.toIntExact(log.size()))));
    var result =
        Audit.run(
            directory.resolve("books"),
            List.of(lines),
            Policy.parse(log.policy() + "log " + TestBooks.JOURNAL.verifier().vkey() + "\n"),
            new KeyTrail(false, new FastSignatures()),
            Optional.empty(),
            Audit.Known.NOTHING,
            Replay.Observer.NOBODY);
    var kinds = result.findings().kept().stream().map(f -> f.kind().code()).distinct().toList();
    assertEquals(
        isHonest ? List.of() : List.of("answer"), kinds, () -> result.findings().kept().toString());
  }

  private void deliver(RecordBody... bodies) throws Exception {
    if (bodies.length > 0) {
      log.seal(List.of(bodies));
    }
    var from = books().queries().head(ORIGIN).map(Queries.LogHead::position).orElse(0L);
    var lines = log.lines(Math.toIntExact(from), Math.toIntExact(log.size()));
    var result = books().ingest().deliver(ORIGIN, TestLog.stream(lines));
    assertTrue(result instanceof Accepted, result::toString);
  }

  private static RecordBody says(JackpotEvent said) {
    return TestLog.event(said.type(), said.members());
  }

  private static RecordBody round(String id, long stake) {
    return Round.of(id, stake).body();
  }

  private static RecordBody commits() {
    return says(new Committed(PLACE, 1_000 * MICRO, 1_000, 2_000, COMMITMENT, JackpotLogic.REF));
  }

  private static RecordBody misses(long before, long after, long posting) {
    return says(new Checked(PLACE, before, after, posting, COMMITMENT, Optional.empty()));
  }

  private static RecordBody hits(long before, long after, long posting, ThresholdOpening opening) {
    return says(new Checked(PLACE, before, after, posting, COMMITMENT, Optional.of(opening)));
  }

  /** {@return what the books want to know, as call and members} */
  private List<String> questions() throws Exception {
    return books()
        .database()
        .read(c -> {
          var questions = new ArrayList<String>();
          for (var pool : new StateStore().load(c).all()) {
            for (var level : pool.levels()) {
              Question.of(pool, level, new StoredPast(c))
                  .ifPresent(q ->
                      questions.add(
                          q.call() + " " + new String(q.bytes(), StandardCharsets.UTF_8)));
            }
          }
          return questions;
        });
  }

  private long pool(String level) throws Exception {
    return books().micro(level, AccountKind.POOL);
  }

  private String text(String query) throws Exception {
    return books()
        .database()
        .read(c -> {
          try (var s = c.createStatement();
              var r = s.executeQuery(query)) {
            return r.next() ? String.valueOf(r.getString(1)) : "";
          }
        });
  }

  private String refusal() throws Exception {
    return text(
        "select detail ->> 'reason' from event where type like 'jackpot.answer.%'"
            + " order by id desc limit 1");
  }

  @Test
  void theBooksAskForAThresholdThenAboutTheNewestContribution() throws Exception {
    var opening =
        "thresholds {\"cycle\":\"1\",\"level\":\"MUST\",\"openMicro\":\"1000000000\","
            + "\"pool\":\"p\",\"toMinor\":\"2000\"}";
    assertEquals(List.of(opening), questions());
    deliver(commits());
    assertEquals(List.of(), questions());
    // 100 and 300 staked, 50 and 150 to the level; three seeds are postings 1 to 3.
    deliver(round("a", 100), round("b", 300));
    assertEquals(
        "checks {\"after\":\"1200000000\",\"before\":\"1000000000\",\"cycle\":\"1\","
            + "\"level\":\"MUST\",\"pool\":\"p\",\"posting\":\"5\"}",
        questions().getFirst());
    assertTrue(questions().getLast().startsWith("draws {\"after\":\"0\",\"contributions\":"));
    assertTrue(questions().getLast().contains("\"stakes\":[[\"4\",\"100\"],[\"5\",\"300\"]]"));
    // The same questions after a restart.
    var before = questions();
    books().close();
    open();
    assertEquals(before, questions());
  }

  @Test
  void theContributionThatReachedTheThresholdWinsAndTheRestStays() throws Exception {
    deliver(commits());
    deliver(round("a", 800));
    deliver(misses(1_000 * MICRO, 1_400 * MICRO, 4));
    deliver(round("b", 199), round("c", 1), round("d", 300));
    // 1,499.5, 1,500.0 and 1,650.0: the second reaches 1,500.
    deliver(hits(1_400 * MICRO, 1_650 * MICRO, 7, OPENING));
    assertEquals("c 1500 1", text("select round || ' ' || minor || ' ' || cycle from win"));
    assertEquals(150 * MICRO + 1_000 * MICRO, pool("MUST"));
    assertEquals("2", text("select cycle from level where level = 'MUST'"));
    assertEquals(1_500 * MICRO, books().micro("MUST", AccountKind.PAYABLE));
    assertTrue(questions().getFirst().contains("\"openMicro\":\"1150000000\""));
    assertEquals(0, books().tally("answer-refused"));
  }

  @Test
  void recordsThatComeAgainOrLateAreFollowedOnce() throws Exception {
    deliver(commits(), round("a", 1_000));
    var answered = hits(1_000 * MICRO, 1_500 * MICRO, 4, OPENING);
    deliver(answered);
    var all = log.lines(0, Math.toIntExact(log.size()));
    books().ingest().deliver(ORIGIN, TestLog.stream(all));
    deliver(answered);
    assertEquals(1, books().number("select count(*) from win"));
    assertEquals("the level is in cycle 2", refusal());
    isHonest = false;
  }

  @Test
  void anAnswerThatDoesNotFollowChangesNothing() throws Exception {
    deliver(misses(1_000 * MICRO, 1_000 * MICRO, 1));
    assertEquals("the level has no such threshold", refusal());
    deliver(says(new Committed(PLACE, 999 * MICRO, 999, 2_000, COMMITMENT, JackpotLogic.REF)));
    assertEquals("it is for other bounds", refusal());
    deliver(commits());
    assertEquals("it is for other bounds", refusal());
    deliver(round("a", 100));
    isHonest = false;
    var before = pool("MUST");
    var decided = text("select d.posting || ' ' || d.micro from decision d where d.level = 1");
    deliver(misses(1_000 * MICRO, 1_050 * MICRO + 1, 4));
    assertEquals("the level did not hold that after posting 4", refusal());
    deliver(misses(1_000 * MICRO, 1_050 * MICRO, 3));
    assertEquals("it does not go on where the last one ended", refusal());
    deliver(hits(1_000 * MICRO, 1_050 * MICRO, 4, ThresholdOpening.of(1_010, new byte[32])));
    assertEquals("the threshold is not the one that was committed to", refusal());
    assertEquals(before, pool("MUST"));
    assertEquals(
        decided, text("select d.posting || ' ' || d.micro from decision d where d.level = 1"));
    assertEquals(0, books().number("select count(*) from win"));
  }

  @Test
  void aHolderThatMissedWhatItHadToHitIsFound() throws Exception {
    deliver(commits(), round("a", 1_200));
    deliver(misses(1_000 * MICRO, 1_600 * MICRO, 4), round("b", 100));
    deliver(hits(1_600 * MICRO, 1_650 * MICRO, 5, OPENING));
    isHonest = false;
    assertEquals("the threshold had been reached where it was said to be missed", refusal());
    assertEquals(
        1, books().number("select count(*) from event where type = 'jackpot.answer.contradicts'"));
    assertEquals(0, books().number("select count(*) from win"));
  }

  @Test
  void anotherLogDecidesNothing() throws Exception {
    var rules = RULES.replace(ORIGIN, "test.example/outcomes/another");
    Files.writeString(directory.resolve("pool.yaml"), rules.replace("pool: p\n", "pool: q\n"));
    Files.writeString(directory.resolve("first.yaml"), RULES);
    books().posting().adopt(RulesFile.loadAll(directory));
    var place = new Place("op", "q", "MUST", 1);
    deliver(
        says(
            new Committed(
                place, 1_000 * MICRO, 1_000, 2_000, OPENING.commitment(place), JackpotLogic.REF)));
    assertEquals("the rules name another holder", refusal());
  }

  @Test
  void whoContributedBeforeTheThresholdWasThereDoesNotWinIt() throws Exception {
    deliver(round("early", 1_100));
    deliver(commits());
    assertEquals(1, questions().size());
    deliver(round("late", 2));
    deliver(hits(1_000 * MICRO, 1_551 * MICRO, 5, OPENING));
    assertEquals("late", text("select round from win"));
  }

  @Test
  void atItsCeilingALevelIsHeldAndTheRestIsDiverted() throws Exception {
    deliver(commits(), round("a", 1_900), round("b", 200), round("c", 200));
    assertEquals(2_000 * MICRO, pool("MUST"));
    assertEquals(150 * MICRO, books().micro("MUST", AccountKind.OVERFLOW));
    assertEquals(
        1, books().number("select count(*) from event where type = 'jackpot.ceiling.held'"));
    assertTrue(questions().getFirst().contains("\"after\":\"2000000000\""));
    deliver(hits(1_000 * MICRO, 2_000 * MICRO, 6, OPENING));
    assertEquals("a", text("select round from win"));
    // 500 is left, and of the reset 150 come from what was diverted.
    assertEquals(1_500 * MICRO, pool("MUST"));
    assertEquals(0, books().micro("MUST", AccountKind.OVERFLOW));
  }

  @Test
  void aLevelIsNotLoweredBehindAQuestion() throws Exception {
    deliver(commits(), round("a", 100));
    var must = new Order.Place("p", "MUST");
    var order = OrdersTest.order(Order.Act.ADJUST, must, Optional.empty(), -MICRO);
    var refused = (Books.Done.Refused) books().posting().order(OrdersTest.both(order));
    assertTrue(refused.why().contains("has not been asked"), refused.why());
    deliver(misses(1_000 * MICRO, 1_050 * MICRO, 4));
    assertTrue(books().posting().order(OrdersTest.both(order)) instanceof Books.Done.Posted);
    // Below what was compared nothing is asked: a threshold is never below it.
    deliver(round("b", 1));
    assertEquals(1, questions().size());
    assertTrue(questions().getFirst().startsWith("draws"));
  }

  @Test
  void aRetiredLevelTellsItsThreshold() throws Exception {
    deliver(commits(), round("a", 100));
    deliver(misses(1_000 * MICRO, 1_050 * MICRO, 4));
    var order =
        OrdersTest.order(
            Order.Act.RETIRE,
            new Order.Place("p", "MUST"),
            Optional.of(new Order.Place("p", "GAME")),
            0);
    assertTrue(books().posting().order(OrdersTest.both(order)) instanceof Books.Done.Posted);
    assertEquals(
        "closings {\"cycle\":\"1\",\"level\":\"MUST\",\"pool\":\"p\"}", questions().getFirst());
    deliver(says(new Closed(PLACE, COMMITMENT, OPENING)));
    assertEquals(1, questions().size());
    assertEquals(
        "1500",
        text(
            "select detail ->> 'thresholdMinor' from event"
                + " where type = 'jackpot.threshold.revealed'"));
  }

  @Test
  void mysteryDrawsAreForTheContributionsThatTheyAreBoundTo() throws Exception {
    deliver(round("a", 100), round("b", 200), round("c", 300));
    var place = new Place("op", "p", "MYST", 1);
    var tickets =
        List.of(
            new Ticket(4, "op-17", "a", "1", 100),
            new Ticket(5, "op-17", "b", "1", 200),
            new Ticket(6, "op-17", "c", "1", 300));
    var draws =
        List.of(
            new MysteryDraw(4, 100, 100), new MysteryDraw(5, 200, 199), new MysteryDraw(6, 300, 0));
    var others = List.of(tickets.get(0), tickets.get(2), tickets.get(1));
    deliver(says(new Drawn(place, 1_000, 0, 6, JackpotEvent.bind(others), draws)));
    assertEquals("it is for other contributions", refusal());
    isHonest = false;
    deliver(says(new Drawn(place, 999, 0, 6, JackpotEvent.bind(tickets), draws)));
    assertEquals("the rules say other odds", refusal());
    deliver(says(new Drawn(place, 1_000, 0, 6, JackpotEvent.bind(tickets), draws)));
    // b hits with 70 + 10 + 20; c with the reset and its own 30.
    assertEquals(
        "b 100,c 100", text("select string_agg(round || ' ' || minor, ',' order by n) from win"));
    assertEquals(70 * MICRO, pool("MYST"));
    assertTrue(questions().stream().noneMatch(q -> q.startsWith("draws")));
  }

  @Test
  void levelsOfAHolderTakeNoUnsignedBets() {
    var rules = RULES.replace("levels:", "sources: [signed, unsigned]\nlevels:");
    assertThrows(
        org.astragal.service.ConfigException.class,
        () -> RulesFile.of(directory, rules.getBytes(StandardCharsets.UTF_8)));
  }
}
