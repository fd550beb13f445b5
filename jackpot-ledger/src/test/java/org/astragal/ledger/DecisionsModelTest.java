package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.JackpotEvent;
import org.astragal.outcome.JackpotEvent.Checked;
import org.astragal.outcome.JackpotEvent.Committed;
import org.astragal.outcome.JackpotEvent.Drawn;
import org.astragal.outcome.JackpotEvent.MysteryDraw;
import org.astragal.outcome.JackpotEvent.Place;
import org.astragal.outcome.ThresholdOpening;
import org.junit.jupiter.api.Test;

/**
 * Goal: over thousands of cycles, in batches of chance, a level that must be hit is won by the very
 * first contribution that reaches its threshold, with the threshold to the unit, and a mystery
 * level by the contributions whose numbers hit; and every balance adds up after each.
 */
final class DecisionsModelTest {
  private static final long MICRO = PoolRules.MICRO;
  private static final String HOLDER = "test.example/outcomes/holder";
  private static final int CYCLES = 3_000;
  private static final long UP_TO = 1_400;
  private static final Instant AT = Instant.parse("2026-06-08T12:00:00Z");

  private static final String RULES =
      """
      pool: p
      currency: EUR
      exp: 2
      games: [ref.wheel.54]
      modes: [REAL]
      fundedBy: [CASH]
      levels:
        - {id: MUST, seedMinor: 1000, ratePpm: 270001, reservePpm: 100003,
           trigger: {kind: must-hit, holder: %1$s, upToMinor: %2$d}}
        - {id: MYST, seedMinor: 50, ratePpm: 90007, reservePpm: 1,
           trigger: {kind: mystery, holder: %1$s, oneInMinor: 2000}}
      """
          .formatted(HOLDER, UP_TO);

  private final SplittableRandom random = new SplittableRandom(27_11);
  private final Pools pools = new Pools(List.of());
  private final KeptPast past = new KeptPast();
  private long seq;

  private PoolState pool() {
    return pools.pool("p").orElseThrow();
  }

  private LevelState level(String name) {
    return pool().level(name).orElseThrow();
  }

  /** One entry of the journal. */
  private Work entry(java.util.function.Consumer<Work> what) {
    var work = new Work();
    what.accept(work);
    past.add(work, pools);
    pools.settle();
    for (var level : pool().levels()) {
      assertEquals(0, level.sum());
    }
    return work;
  }

  private Work answer(JackpotEvent event) {
    return entry(work -> {
      try {
        var said = new Answers.Said(HOLDER, seq++, AT, event);
        assertEquals(Optional.empty(), new Answers(pools, past, work).apply(said));
      } catch (StoreException e) {
        throw new AssertionError(e);
      }
    });
  }

  private List<Row.Contribution> play() {
    var work =
        entry(w -> {
          var engine = new Engine(pools, new CapUse(), w, 1);
          var rounds = 1 + random.nextInt(6);
          for (var i = 0; i < rounds; i++) {
            var id = "r-" + seq;
            var round = Round.of(id, 1 + random.nextInt(200)).body();
            engine.settle(Wager.of(seq++, AT, round, PoolRules.Source.SIGNED));
          }
        });
    var given = new ArrayList<Row.Contribution>();
    work.rows().forEach(row -> given.add((Row.Contribution) row));
    return given;
  }

  private static List<Row.Win> wins(Work work) {
    return work.rows().stream().filter(Row.Win.class::isInstance).map(Row.Win.class::cast).toList();
  }

  private void begin() throws Exception {
    var file = RulesFile.of(Path.of("p.yaml"), RULES.getBytes(StandardCharsets.UTF_8));
    entry(work -> Adoption.adopt(pools, file, work));
  }

  @Test
  void theFirstContributionThatReachesTheThresholdWinsItToTheUnit() throws Exception {
    begin();
    for (long cycle = 1; cycle <= CYCLES; cycle++) {
      var must = level("MUST");
      assertEquals(cycle, must.cycle());
      var open = must.decided().micro();
      var from = open / MICRO;
      var opening = ThresholdOpening.of(from + 1 + random.nextLong(UP_TO - from), new byte[32]);
      var place = new Place("op", "p", "MUST", cycle);
      var commitment = opening.commitment(place);
      // What comes between the reset and the threshold cannot win.
      if (random.nextBoolean()) {
        play();
      }
      answer(new Committed(place, open, from, UP_TO, commitment, JackpotLogic.REF));
      var won = false;
      while (!won) {
        var given = new ArrayList<>(play());
        if (random.nextInt(3) == 0) {
          given.addAll(play());
        }
        won = check(place, opening, given);
      }
    }
    assertTrue(level("MUST").micro(AccountKind.PAYABLE) > CYCLES * 1_000L * MICRO);
  }

  /** Asks about the newest contribution. {@return whether it was won, as the model says} */
  private boolean check(Place place, ThresholdOpening opening, List<Row.Contribution> given) {
    var must = level("MUST");
    var before = must.decided().micro();
    var newest = given.getLast();
    var after = newest.amount(0, Row.Contribution.POOL_AFTER);
    if (after == before) {
      return false;
    }
    var isHit = after >= opening.thresholdMicro();
    var pooled = must.micro(AccountKind.POOL);
    var work =
        answer(
            new Checked(
                place,
                before,
                after,
                newest.n(),
                opening.commitment(place),
                isHit ? Optional.of(opening) : Optional.empty()));
    if (!isHit) {
      assertEquals(List.of(), wins(work));
      return false;
    }
    var first =
        given.stream()
            .filter(row -> row.amount(0, Row.Contribution.POOL_AFTER) >= opening.thresholdMicro())
            .findFirst()
            .orElseThrow();
    assertEquals(1, wins(work).size());
    var win = wins(work).getFirst();
    assertEquals(first.wager().seq(), win.winner().seq());
    assertEquals(opening.thresholdMinor(), win.minor());
    // The rest opens the next cycle, unless no threshold would fit above it.
    var rest = pooled - opening.thresholdMicro();
    var reset = 1_000 * MICRO;
    assertEquals(
        rest + reset >= UP_TO * MICRO ? reset : rest + reset, must.micro(AccountKind.POOL));
    return true;
  }

  @Test
  void mysteryDrawsPayWhatTheLevelHeldWithEachHit() throws Exception {
    begin();
    var hits = 0;
    for (var batch = 0; batch < 2_000; batch++) {
      var given = play();
      var myst = level("MYST");
      var place = new Place("op", "p", "MYST", myst.cycle());
      var tickets =
          given.stream()
              .map(row ->
                  new JackpotEvent.Ticket(
                      row.n(), "op-17", row.wager().roundId(), "1", row.stake().minor()))
              .toList();
      var draws =
          tickets.stream()
              .map(t -> new MysteryDraw(t.posting(), t.stakeMinor(), random.nextLong(2_000)))
              .toList();
      var work =
          answer(
              new Drawn(
                  place,
                  2_000,
                  myst.decided().posting(),
                  given.getLast().n(),
                  JackpotEvent.bind(tickets),
                  draws));
      var expected = new ArrayList<Long>();
      var since = 0L;
      for (var i = 0; i < draws.size(); i++) {
        if (draws.get(i).isHit()) {
          var held = given.get(i).amount(1, Row.Contribution.POOL_AFTER) + since;
          expected.add(held / MICRO);
          since += 50 * MICRO - held / MICRO * MICRO;
        }
      }
      assertEquals(expected, wins(work).stream().map(Row.Win::minor).toList());
      hits += expected.size();
    }
    assertTrue(hits > 200, "hits: " + hits);
  }
}
