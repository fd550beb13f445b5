package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.RoundRef.Mode;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: a level is paid for a draw that is sealed in a round, once, and begins again. */
final class GameWinsTest {
  private static final long MICRO = PoolRules.MICRO;

  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/wins");
  private Optional<TestBooks> open = Optional.empty();

  @AfterEach
  void close() throws Exception {
    if (open.isPresent()) {
      open.get().assertBalanced();
      open.get().close();
    }
  }

  @Test
  void theWinnerGetsWholeMinorUnitsAndTheRestOpensTheNextCycle() throws Exception {
    var books = books(Site.RULES);
    // 5,000 + 137 x 0.004 = 5,000.548 and a reserve of 137 x 0.000244 = 0.033428.
    deliver(books, won("r-1", 137, "MINI"));
    assertEquals(
        "5000 0",
        text(
            books,
            "select minor || ' ' || withheld_minor from win w join level l on l.id = w.level"
                + " where l.level = 'MINI' and w.cycle = 1 and w.round = 'r-1' and w.bet = '1'"));
    assertEquals(5000 * MICRO, books.micro("MINI", AccountKind.PAYABLE));
    assertEquals(0, books.micro("MINI", AccountKind.RESERVE));
    assertEquals(548_000 + 5000 * MICRO, books.micro("MINI", AccountKind.POOL));
    assertEquals(-10_000 * MICRO + 33_428, books.micro("MINI", AccountKind.HOUSE));
    assertEquals(2, books.number("select cycle from level where level = 'MINI'"));
    assertEquals(1, books.number("select count(*) from event where type = 'jackpot.won'"));
  }

  @Test
  void watchersSeeWhatWasWonAndThenTheReset() throws Exception {
    var books = books(Site.RULES);
    var before = books.hub().position();
    deliver(books, won("r-1", 1000, "MINI"));
    var next = books.hub().next(Optional.of(before), Optional.empty(), 10, Duration.ofSeconds(5));
    var mini =
        ((MeterHub.Next.Changes) next)
            .changes().stream()
                .filter(c -> c.level().equals("MINI"))
                .map(MeterChange::micro)
                .toList();
    assertEquals(List.of(5004 * MICRO, 5004 * MICRO - 5004 * MICRO + 5000 * MICRO), mini);
  }

  @Test
  void aDeliveryRepeatedPaysNothingAgain() throws Exception {
    var books = books(Site.RULES);
    deliver(books, won("r-1", 100, "MINI"));
    var lines = log.lines(0, Math.toIntExact(log.size()));
    books.ingest().deliver(log.origin(), TestLog.stream(lines));
    assertEquals(1, books.number("select count(*) from win"));
  }

  @ParameterizedTest
  @CsvSource({
    // policy, two winners: paid to each, HOUSE in all, POOL after
    "first-by-seq, 5000 5000, 15000, 5000",
    "equal-split, 2500 2500, 10000, 5000",
    "full-each, 5000 5000, 15000, 5000",
  })
  void winnersOfOneRoundArePaidByThePolicy(String policy, String paid, long house, long pool)
      throws Exception {
    var books = books(Site.RULES.replace("levels:", "simultaneous: " + policy + "\nlevels:"));
    var twice =
        with(
            Round.of("r-1", 0).body(),
            List.of(new Trigger("1", 0, "MINI", "global.2026"), trigger("MINI")));
    deliver(books, twice);
    assertEquals(paid, text(books, "select string_agg(minor::text, ' ' order by n) from win"));
    assertEquals(-house * MICRO, books.micro("MINI", AccountKind.HOUSE));
    assertEquals(pool * MICRO, books.micro("MINI", AccountKind.POOL));
  }

  @Test
  void spareUnitsOfASplitGoToTheFirst() throws Exception {
    var rules =
        Site.RULES
            .replace("levels:", "simultaneous: equal-split\nlevels:")
            .replace("seedMinor: 5000,", "seedMinor: 5001,");
    var books = books(rules);
    deliver(
        books,
        with(
            Round.of("r", 0).body(),
            List.of(new Trigger("1", 0, "MINI", "global.2026"), trigger("MINI"))));
    assertEquals(
        "2501 2500", text(books, "select string_agg(minor::text, ' ' order by n) from win"));
  }

  @Test
  void resetComesFromOverflowThenReserveThenHouse() throws Exception {
    var rules =
        Site.RULES.replace(
            "id: MINI, seedMinor: 5000, ratePpm: 4000, reservePpm: 244",
            "id: MINI, seedMinor: 5000, ratePpm: 400000, reservePpm: 100000, ceilingMinor: 5100");
    var books = books(rules);
    // To the level 400, of which 100 fit under the ceiling; 100 to the reserve.
    deliver(books, Round.of("r-1", 1000).body());
    assertEquals(300 * MICRO, books.micro("MINI", AccountKind.OVERFLOW));
    assertEquals(100 * MICRO, books.micro("MINI", AccountKind.RESERVE));
    deliver(books, won("r-2", 0, "MINI"));
    assertEquals(0, books.micro("MINI", AccountKind.OVERFLOW));
    assertEquals(0, books.micro("MINI", AccountKind.RESERVE));
    assertEquals(-(5000 + 4600) * MICRO, books.micro("MINI", AccountKind.HOUSE));
    assertEquals(5100 * MICRO, books.micro("MINI", AccountKind.PAYABLE));
    assertEquals(
        "OVERFLOW 300 RESERVE 100 HOUSE 4600",
        text(
            books,
            "select string_agg((enum_range(null::account_kind))[source + 1] || ' '"
                + " || micro / 1000000, ' ' order by n) from movement where reason = 3"));
  }

  @Test
  void taxIsWithheldFromTheWin() throws Exception {
    var rules =
        Site.RULES.replace(
            "levels:",
            """
            jurisdictions:
              - id: MT
                decision: allow
                taxes:
                  - {kind: win-withhold, thresholdMinor: 1999, ratePpm: 240001, on: whole,
                     rounding: half-up, validFrom: "2026-01-01T00:00:00Z"}
                  - {kind: win-withhold, thresholdMinor: 0, ratePpm: 900000, on: whole,
                     rounding: up, validFrom: "2027-01-01T00:00:00Z"}
                  - {kind: stake, thresholdMinor: 0, ratePpm: 900000, on: whole,
                     rounding: up, validFrom: "2026-01-01T00:00:00Z"}
            elsewhere: deny
            levels:\
            """);
    var books = books(rules);
    deliver(books, won("r-1", 0, "MINI"));
    assertEquals(1200, books.number("select withheld_minor from win"));
    assertEquals(1200 * MICRO, books.micro("MINI", AccountKind.WITHHELD));
    assertEquals(3800 * MICRO, books.micro("MINI", AccountKind.PAYABLE));
    assertEquals(
        1, books.number("select count(*) from activity where wins = 1 and withheld_minor = 1200"));
  }

  @Test
  void whatWaitsForTheResetHoldsAfterIt() throws Exception {
    var books = books(Site.RULES);
    var changed =
        Site.RULES.replace(
            "id: MINI, seedMinor: 5000, ratePpm: 4000", "id: MINI, seedMinor: 7000, ratePpm: 8000");
    java.nio.file.Files.writeString(directory.resolve("pool.yaml"), changed);
    books.posting().adopt(RulesFile.loadAll(directory));
    deliver(books, Round.of("before", 100).body());
    assertEquals(5000 * MICRO + 400_000, books.micro("MINI", AccountKind.POOL));
    deliver(books, won("r", 100, "MINI"));
    assertEquals(7000 * MICRO + 800_000, books.micro("MINI", AccountKind.POOL));
    deliver(books, Round.of("after", 100).body());
    assertEquals(7000 * MICRO + 1_600_000, books.micro("MINI", AccountKind.POOL));
    assertEquals(3, books.number("select terms from pool"));
  }

  @ParameterizedTest
  @CsvSource({
    "GRANDEST, REAL, EUR, ref.wheel.54, level",
    "MINI, FREE, EUR, ref.wheel.54, mode",
    "MINI, REAL, USD, ref.wheel.54, currency",
    "MINI, REAL, EUR, ref.dice, game",
  })
  void whoDoesNotTakePartWinsNothing(
      String level, Mode mode, String currency, String game, String reason) throws Exception {
    var books = books(Site.RULES);
    var round = Round.of("r", 100).mode(mode).currency(currency).game(game).body();
    deliver(books, with(round, List.of(new Trigger("1", 1, level, "global.2026"))));
    assertEquals(0, books.number("select count(*) from win"));
    assertEquals(1, books.tally("trigger-refused." + reason));
    assertEquals(
        1, books.number("select count(*) from event where type = 'jackpot.trigger.refused'"));
  }

  @Test
  void aTriggerOfAPoolThatIsNotHereIsCountedOnly() throws Exception {
    var books = books(Site.RULES);
    deliver(
        books, with(Round.of("r", 100).body(), List.of(new Trigger("1", 1, "MINI", "elsewhere"))));
    assertEquals(1, books.tally("trigger-for-another-ledger"));
    assertEquals(0, books.number("select count(*) from win"));
  }

  private static Trigger trigger(String level) {
    return new Trigger("1", 1, level, "global.2026");
  }

  private static RoundSettled won(String id, long stake, String level) {
    return with(Round.of(id, stake).body(), List.of(trigger(level)));
  }

  /** {@return a round whose draws won levels} */
  static RoundSettled with(RoundSettled round, List<Trigger> triggers) {
    return new RoundSettled(
        round.appliance(),
        round.bets(),
        round.choices(),
        round.draws(),
        round.game(),
        round.contributions(),
        triggers,
        round.operator(),
        round.request(),
        round.results(),
        round.round(),
        round.trace());
  }

  private TestBooks books(String rules) throws Exception {
    log.create();
    var books = TestBooks.open(directory, rules, List.of(log));
    open = Optional.of(books);
    return books;
  }

  private void deliver(TestBooks books, RoundSettled round) throws Exception {
    var from = books.queries().head(log.origin()).map(Queries.LogHead::position).orElse(0L);
    log.seal(List.of(round));
    var lines = log.lines(Math.toIntExact(from), Math.toIntExact(log.size()));
    var result = books.ingest().deliver(log.origin(), TestLog.stream(lines));
    if (!(result instanceof Accepted)) {
      throw new AssertionError(result.toString());
    }
  }

  private static String text(TestBooks books, String query) throws Exception {
    return books
        .database()
        .read(c -> {
          try (var s = c.createStatement();
              var r = s.executeQuery(query)) {
            return r.next() ? r.getString(1) : "";
          }
        });
  }
}
