package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.astragal.service.ConfigException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: over tiers, steps, caps, splits, exchanges with their carries and ceilings the engine comes
 * to what an exact model says, posting by posting, and the identity holds after every one.
 */
final class EngineModelTest {
  private static final int ROUNDS = 150;

  static long[] seeds() {
    return java.util.stream.LongStream.range(0, Integer.getInteger("astragal.model.seeds", 20))
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyPostingIsWhatTheModelSays(long seed) throws Exception {
    var random = new Random(seed);
    var rules = new RandomRules(random);
    var file = file(rules.rules("p"));
    var pools = new Pools(List.of());
    Adoption.adopt(pools, file, new Work());
    var pool = pools.pool("p").orElseThrow();
    var model = new ExactModel(file.rules());
    var use = new CapUse();
    var at = Instant.parse("2026-03-28T22:00:00Z");
    var postings = pool.postings();
    for (var seq = 0; seq < ROUNDS; seq++) {
      at = at.plus(Duration.ofSeconds(random.nextInt(1_200)));
      var wager = rules.wager(seq, at, file.rules());
      var work = new Work();
      new Engine(pools, use, work, 1).settle(wager);
      assertEquals(List.of(), work.unpostable());
      for (var i = 0; i < wager.bets().size(); i++) {
        var row = (Row.Contribution) work.rows().get(i);
        assertEquals(++postings, row.n());
        assertEquals(Decision.CONTRIBUTED, row.steps().decision());
        assertRow(model, wager, row);
      }
      assertEquals(wins(model, wager), paid(work.rows()));
      for (var row : work.rows().subList(wager.bets().size(), work.rows().size())) {
        assertEquals(++postings, row.n(), "numbers without a gap");
      }
      assertBalances(model, pool);
    }
  }

  /** The row says what the model did to each level, and the whole of it adds up. */
  private static void assertRow(ExactModel model, Wager wager, Row.Contribution row) {
    var levels = model.rules().levels();
    var before = levels.stream().map(l -> model.balance(l.id(), "POOL")).toList();
    var over = levels.stream().map(l -> model.balance(l.id(), "OVERFLOW")).toList();
    var cut = model.contribute(wager.at(), wager.operator(), row.stake());
    assertEquals(cut, BigInteger.valueOf(row.steps().cutMicro()));
    assertEquals(cut.signum() > 0, row.steps().cutBy() != 0);
    for (var i = 0; i < levels.size(); i++) {
      var id = levels.get(i).id();
      assertEquals(
          model.balance(id, "POOL").subtract(before.get(i)),
          BigInteger.valueOf(row.amount(i, Row.Contribution.TO_POOL)));
      assertEquals(
          model.balance(id, "OVERFLOW").subtract(over.get(i)),
          BigInteger.valueOf(row.amount(i, Row.Contribution.TO_OVERFLOW)));
      assertEquals(
          model.balance(id, "POOL"),
          BigInteger.valueOf(row.amount(i, Row.Contribution.POOL_AFTER)));
    }
  }

  /** What the model pays: levels in the order of the first trigger of each. */
  private static List<ExactModel.Paid> wins(ExactModel model, Wager wager) {
    var jurisdictions = new LinkedHashMap<String, List<String>>();
    for (var trigger : wager.triggers()) {
      var bet = wager.bets().stream().filter(b -> b.bet().equals(trigger.bet())).findFirst().get();
      jurisdictions
          .computeIfAbsent(trigger.level(), _ -> new ArrayList<>())
          .add(bet.jurisdiction());
    }
    var paid = new ArrayList<ExactModel.Paid>();
    jurisdictions.forEach((level, all) -> paid.addAll(model.win(level, wager.at(), all)));
    return paid;
  }

  private static List<ExactModel.Paid> paid(List<Row> rows) {
    return rows.stream()
        .filter(Row.Win.class::isInstance)
        .map(Row.Win.class::cast)
        .map(w ->
            new ExactModel.Paid(
                BigInteger.valueOf(w.minor()), BigInteger.valueOf(w.withheldMinor())))
        .toList();
  }

  static void assertBalances(ExactModel model, PoolState pool) {
    for (var level : pool.levels()) {
      assertEquals(0, level.sum(), "identity");
      for (var kind : AccountKind.values()) {
        assertEquals(
            model.balance(level.name(), kind.name()),
            BigInteger.valueOf(level.micro(kind)),
            level.name() + " " + kind);
      }
    }
    for (var currency : List.of("GBP", "JPY")) {
      assertEquals(model.carry(currency), BigInteger.valueOf(pool.carry(currency)));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void splitsGiveOutEverythingAndAreFair(long seed) {
    var random = new Random(seed);
    for (var i = 0; i < 200; i++) {
      var weights = random.longs(1 + random.nextInt(8), 0, 1L << random.nextInt(1, 62)).toArray();
      weights[0]++;
      var all = Arrays.stream(weights).mapToObj(BigInteger::valueOf).reduce(BigInteger::add).get();
      var whole = new BigInteger(62, random).mod(all.add(BigInteger.ONE)).longValueExact();
      assertEquals(
          ExactModel.largestRemainders(
              BigInteger.valueOf(whole),
              Arrays.stream(weights).mapToObj(BigInteger::valueOf).toList()),
          Arrays.stream(Pipeline.split(whole, weights)).mapToObj(BigInteger::valueOf).toList());
    }
  }

  static RulesFile file(String text) throws ConfigException {
    return RulesFile.of(Path.of("pool.yaml"), text.getBytes(StandardCharsets.UTF_8));
  }
}
