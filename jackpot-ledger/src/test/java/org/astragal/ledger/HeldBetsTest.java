package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Policy;
import org.astragal.outcome.RoundSettled;
import org.astragal.service.Person;
import org.astragal.service.TwoPersons;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a contribution that is held moves nothing until two persons decide, then exactly what the
 * rules of its own time asked, once; and the audit follows all of it.
 */
final class HeldBetsTest {
  /** A hundred ppm of EUR 9,000.00 and less are reasonable; the step of GRAND changes early. */
  private static final String RULES =
      """
      pool: global.2026
      currency: EUR
      exp: 2
      games: [ref.wheel.54, ref.roulette.eu]
      modes: [REAL]
      fundedBy: [CASH]
      unreasonableMicro: 90000000
      jurisdictions:
        - {id: MT, decision: allow}
        - {id: GB, decision: allow}
        - {id: FR, decision: allow, caps: {jurisdictionDayMicro: 150000000}}
      elsewhere: deny
      exchange: [{currency: GBP, exp: 2, rateE12: 1170000000001}]
      levels:
        - {id: GRAND, seedMinor: 1000, steps: [{belowMinor: 1001, ppm: 10000}, {ppm: 5000}], reservePpm: 500}
        - {id: MINI, seedMinor: 50, ratePpm: 4000, reservePpm: 0, hiddenPpm: 500, ceilingMinor: 60}
      """;

  private static final Instant AT = Instant.parse("2026-11-27T12:00:00Z");

  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/held");
  private final DatabaseAddress address = TestDatabase.create();

  @BeforeEach
  void create() {
    log.create();
  }

  private TestBooks open(String rules) throws Exception {
    var books = TestBooks.open(address, directory, rules, List.of(log));
    books.ingest().deliver(log.origin(), TestLog.stream(log.lines(0, 1)));
    return books;
  }

  private void play(TestBooks books, RoundSettled... rounds) throws Exception {
    var from = Math.toIntExact(log.size());
    log.seal(List.of(rounds));
    var lines = log.lines(from, Math.toIntExact(log.size()));
    var result = books.ingest().deliver(log.origin(), TestLog.stream(lines));
    assertTrue(result instanceof Accepted, result::toString);
  }

  private Input.Ruled both(Ruling.Act act, long posting) {
    var place = Optional.of(new HeldBet.Place("global.2026", posting));
    return new Input.Ruled(
        new Ruling(act, log.origin(), Optional.empty(), place, "looked at the round"),
        List.of(
            new TwoPersons.Approval(new Person("sha256:1", "CN=one"), AT),
            new TwoPersons.Approval(new Person("sha256:2", "CN=two"), AT.plusSeconds(60))));
  }

  private Books.Done decide(TestBooks books, Ruling.Act act, long posting) throws Exception {
    return books.posting().decide(both(act, posting), _ -> true);
  }

  private void refused(TestBooks books, Ruling.Act act, long posting, String why) throws Exception {
    var before = books.queries().pools();
    var ruled = both(act, posting);
    assertTrue(books.posting().obstacle(ruled).orElse("").contains(why), why);
    assertTrue(books.posting().decide(ruled, _ -> true) instanceof Books.Done.Refused);
    assertEquals(before, books.queries().pools());
  }

  /** {@return the numbers of what waits, oldest first} */
  private static List<Long> waiting(TestBooks books) throws Exception {
    return books.database().read(c -> HeldBets.newest(c, 100)).stream()
        .filter(item -> item.state() == HeldBets.State.PENDING)
        .map(item -> item.place().posting())
        .sorted()
        .toList();
  }

  private Audit.Result audit(Replay.Observer observer) throws Exception {
    var folder = Files.createTempDirectory(directory, "books-");
    Export.write(address.owner().orElseThrow(), folder);
    var outcomes = directory.resolve("outcomes.jsonl");
    Files.write(outcomes, TestLog.body(log.lines(0, Math.toIntExact(log.size()))));
    return Audit.run(
        folder,
        List.of(outcomes),
        Policy.of(List.of(log.key(), TestBooks.JOURNAL.verifier())),
        new KeyTrail(false, new FastSignatures()),
        Optional.empty(),
        Audit.Known.NOTHING,
        observer);
  }

  private void assertHolds() throws Exception {
    var result = audit(Replay.Observer.NOBODY);
    assertTrue(result.holds(), result.findings()::toString);
  }

  @Test
  void releasedIsWhatTheRulesOfItsOwnTimeAsked() throws Exception {
    try (var books = open(RULES)) {
      // 10,000 ppm while GRAND has less than 1001: held, and not what the step says later.
      play(books, Round.of("big", 10_000).body());
      assertEquals(List.of(3L), waiting(books));
      assertEquals(1_000_000_000L, books.micro("GRAND", AccountKind.POOL));
      play(books, Round.of("small", 200).body());
      play(books, Round.of("later", 200).body());
      var grand = books.micro("GRAND", AccountKind.POOL);
      var mini = books.micro("MINI", AccountKind.POOL);
      assertEquals(1_000_000_000L + 2_000_000 + 1_000_000, grand);
      assertTrue(decide(books, Ruling.Act.RELEASE, 3) instanceof Books.Done.Posted);
      assertEquals(grand + 10_000L * 10_000, books.micro("GRAND", AccountKind.POOL));
      assertEquals(10_400L * 500, books.micro("GRAND", AccountKind.RESERVE));
      assertEquals(60_000_000L, books.micro("MINI", AccountKind.POOL), "its ceiling");
      assertEquals(mini + 10_000L * 4000 - 60_000_000, books.micro("MINI", AccountKind.OVERFLOW));
      assertEquals(10_400L * 500, books.micro("MINI", AccountKind.RESERVE), "the hidden share");
      assertEquals(List.of(), waiting(books));
      refused(books, Ruling.Act.RELEASE, 3, "decided");
      refused(books, Ruling.Act.REJECT, 3, "decided");
      refused(books, Ruling.Act.RELEASE, 4, "decided");
      assertEquals(
          1,
          books.number("select count(*) from event where type = 'jackpot.contribution.released'"));
      assertEquals(
          0,
          books.number(
              "with days as (select sum(pool_micro + reserve_micro + overflow_micro) m from"
                  + " activity), postings as (select sum(a.m) m from contribution c,"
                  + " unnest(c.amounts) with ordinality a (m, at) where a.at % 5 <> 0) select"
                  + " days.m - postings.m from days, postings"));
      books.assertBalanced();
    }
    assertHolds();
  }

  @Test
  void replicaKnowsWhatWasDecidedOfWhatIsHeld() throws Exception {
    List<Long> held;
    try (var books = open(RULES)) {
      for (var i = 0; i < 3; i++) {
        play(books, Round.of("big" + i, 10_400).body());
      }
      held = waiting(books);
      assertEquals(3, held.size());
      assertTrue(decide(books, Ruling.Act.RELEASE, held.get(0)) instanceof Books.Done.Posted);
      assertTrue(decide(books, Ruling.Act.REJECT, held.get(1)) instanceof Books.Done.Posted);
    }
    var folder = directory.resolve("exported");
    Export.write(address.owner().orElseThrow(), folder);
    var outcomes = directory.resolve("all.jsonl");
    Files.write(outcomes, TestLog.body(log.lines(0, Math.toIntExact(log.size()))));
    var replica = TestDatabase.create();
    try (var database = Database.open(replica)) {
      Rebuild.run(
          folder,
          List.of(outcomes),
          Policy.of(List.of(log.key(), TestBooks.JOURNAL.verifier())),
          new KeyTrail(false, new FastSignatures()),
          database);
    }
    try (var again = TestBooks.open(replica, directory, RULES, List.of(log))) {
      assertEquals(List.of(held.get(2)), waiting(again));
      refused(again, Ruling.Act.RELEASE, held.get(1), "decided");
      again.assertBalanced();
    }
  }

  @Test
  void exchangeOfWhatIsReleasedIsCarriedExactly() throws Exception {
    var random = new java.util.Random(27);
    var rate = java.math.BigInteger.valueOf(1_170_000_000_001L);
    try (var books = open(RULES.replace("ceilingMinor: 60", "ceilingMinor: 6000000"))) {
      for (var i = 0; i < 20; i++) {
        var stake = i % 2 == 0 ? 10_000 + random.nextInt(1000) : 1 + random.nextInt(900);
        play(books, Round.of("r" + i, stake).currency("GBP").jurisdiction("GB").body());
      }
      for (var posting : waiting(books)) {
        assertTrue(decide(books, Ruling.Act.RELEASE, posting) instanceof Books.Done.Posted);
      }
      var micro =
          books.number("select sum(due_micro) from contribution where cardinality(amounts) > 0");
      var parts = rate.multiply(java.math.BigInteger.valueOf(micro));
      var given =
          books.number(
              "select sum(a.m)::bigint from contribution c,"
                  + " unnest(c.amounts) with ordinality a (m, at) where a.at % 5 <> 0");
      var carry = books.number("select parts from carry where currency = 'GBP'");
      assertEquals(
          parts,
          java.math.BigInteger.valueOf(given)
              .multiply(java.math.BigInteger.valueOf(Exchange.ONE))
              .add(java.math.BigInteger.valueOf(carry)));
      books.assertBalanced();
    }
    assertHolds();
  }

  @Test
  void capsOfItsGamingDayHoldAlsoForWhatIsReleased() throws Exception {
    try (var books = open(RULES)) {
      play(
          books,
          Round.of("a", 10_000).jurisdiction("FR").body(),
          Round.of("b", 10_000).jurisdiction("FR").body(),
          Round.of("c", 10_000).jurisdiction("FR").body());
      // Each may give 150,000,000 and no more; 90,000,000 of these are reasonable.
      assertEquals(List.of(3L, 4L, 5L), waiting(books));
      play(books, Round.of("d", 5_000).jurisdiction("FR").body());
      var given = books.number("select sum(micro) from cap_use");
      assertEquals(5_000L * 15_000, given);
      assertTrue(decide(books, Ruling.Act.RELEASE, 4) instanceof Books.Done.Posted);
      assertEquals(150_000_000L, books.number("select sum(micro) from cap_use"));
      assertEquals(
          8,
          books.number(
              "select cut_by from contribution where pool = 1 and n ="
                  + " (select max(n) from contribution)"));
      refused(books, Ruling.Act.RELEASE, 5, "used up");
      assertTrue(decide(books, Ruling.Act.REJECT, 5) instanceof Books.Done.Posted);
      books.assertBalanced();
    }
    assertHolds();
  }

  @Test
  void whatIsRejectedOrHasNoLevelAnyMoreMovesNothing() throws Exception {
    try (var books = open(RULES)) {
      play(books, Round.of("a", 10_000).body(), Round.of("b", 10_000).body());
      assertTrue(decide(books, Ruling.Act.REJECT, 3) instanceof Books.Done.Posted);
      assertEquals(1_000_000_000L, books.micro("GRAND", AccountKind.POOL));
      var mini = new Order.Place("global.2026", "MINI");
      var grand = Optional.of(new Order.Place("global.2026", "GRAND"));
      books.posting().order(OrdersTest.both(OrdersTest.order(Order.Act.RETIRE, mini, grand, 0)));
      refused(books, Ruling.Act.RELEASE, 4, "takes no part any more");
      assertTrue(decide(books, Ruling.Act.REJECT, 4) instanceof Books.Done.Posted);
    }
    assertHolds();
  }

  @Test
  void whatIsChangedBehindTheLedgersBackIsFound() throws Exception {
    try (var books = open(RULES)) {
      play(books, Round.of("a", 10_000).body());
      // More for the level, less for the reserve: the sum is the same.
      try (var c = address.owner().orElseThrow().dataSource().getConnection();
          var s = c.createStatement()) {
        s.execute("update held set due = '{104000000, 1000000, 0, 40000000, 0, 5000000}'");
      }
      assertTrue(decide(books, Ruling.Act.RELEASE, 3) instanceof Books.Done.Posted);
    }
    var findings = audit(Replay.Observer.NOBODY).findings().kept().toString();
    assertTrue(findings.contains("posting-edited"), findings);
  }

  @Test
  void aRulingByOnePersonOrTwiceIsFound() throws Exception {
    try (var books = open(RULES)) {
      play(books, Round.of("a", 10_000).body());
      var ruled = both(Ruling.Act.REJECT, 3);
      var one = List.of(ruled.approvals().getFirst(), ruled.approvals().getFirst());
      books.posting().decide(new Input.Ruled(ruled.ruling(), one), _ -> true);
      try (var c = address.owner().orElseThrow().dataSource().getConnection();
          var s = c.createStatement()) {
        s.execute("update held set state = 'PENDING', entry = null");
      }
      assertTrue(decide(books, Ruling.Act.RELEASE, 3) instanceof Books.Done.Posted);
    }
    var findings = audit(Replay.Observer.NOBODY).findings().kept().toString();
    assertTrue(findings.contains("not by two persons"), findings);
    assertTrue(findings.contains(HeldBets.DECIDED), findings);
  }

  @Test
  void tracesOfBothPostingsVerifyOffline() throws Exception {
    try (var books = open(RULES)) {
      play(books, Round.of("a", 10_000).body());
      decide(books, Ruling.Act.RELEASE, 3);
    }
    var policy = Policy.of(List.of(log.key(), TestBooks.JOURNAL.verifier()));
    var sealed = log.lines(1, 2).getFirst();
    for (var posting : List.of(3L, 4L)) {
      var trace = Trace.read(address, "global.2026", posting).orElseThrow();
      var steps = TraceCheck.check(Trace.with(trace, sealed), policy);
      assertTrue(steps.toString().contains("seq 1 is sealed and verifies"), steps::toString);
      assertEquals(posting == 4, steps.toString().contains("CN=one and CN=two"), steps::toString);
    }
    var other = Trace.read(address, "global.2026", 4).orElseThrow();
    log.seal(List.of(Round.of("b", 10_001).body()));
    var wrong = Trace.with(other, log.lines(2, 3).getFirst());
    assertThrows(TraceCheck.RefutedException.class, () -> TraceCheck.check(wrong, policy));
  }

  @Test
  void whatIfFollowsTheRulingsOnWhatItsOwnRulesHold() throws Exception {
    try (var books = open(RULES)) {
      play(books, Round.of("a", 10_000).body());
      play(books, Round.of("b", 10_000).body(), Round.of("c", 17_000).body());
      decide(books, Ruling.Act.RELEASE, 3);
      decide(books, Ruling.Act.REJECT, 4);
    }
    // As they were: no difference. Without the guard: all three count. Nobody decided of the third.
    assertEquals(Map.of(), differences(RULES));
    var free = differences(RULES.replace("unreasonableMicro: 90000000\n", ""));
    assertEquals(2L, free.get("bets that gave"));
    assertEquals(-2L - 1, free.get("bets that gave nothing"));
    // A guard that holds only the third: the first two gave at once.
    var wider =
        differences(RULES.replace("unreasonableMicro: 90000000", "unreasonableMicro: 160000000"));
    assertEquals(1L, wider.get("bets that gave"));
  }

  private Map<String, Long> differences(String rules) throws Exception {
    var file =
        RulesFile.of(
            Path.of("other.yaml"), rules.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    var whatIf = new WhatIf(List.of(file), Instant.MIN, Instant.MAX);
    assertTrue(audit(whatIf).holds());
    return whatIf.result().orElseThrow().lines().stream()
        .filter(line -> line.difference() != 0)
        .collect(Collectors.toMap(WhatIf.Line::what, WhatIf.Line::difference));
  }
}
