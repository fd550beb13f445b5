package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.astragal.ledger.Row.Contribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: who contributes what is decided in the fixed order, at each boundary on both sides. */
final class PipelineTest {
  private static final String RULES =
      """
      pool: p
      currency: EUR
      exp: 2
      games: [g, h]
      modes: [REAL]
      fundedBy: [CASH]
      requires: [OPT_IN]
      minStakeMinor: 10
      maxStakeMinor: 1000
      jurisdictions:
        - {id: MT, decision: allow}
        - {id: GB, decision: allow, games: [g], channels: [WEB]}
        - {id: US, decision: deny}
        - {id: US-NJ, decision: allow, caps: {betMicro: 700}}
        - {id: DE, decision: allow, caps: {playerDayMicro: 15000}}
        - {id: FR, decision: allow, caps: {jurisdictionDayMicro: 15000}}
        - {id: IT, decision: allow, caps: {ratePpm: 30}}
      elsewhere: deny
      unreasonableMicro: 90000
      exchange: [{currency: GBP, exp: 2, rateE12: 1500000000000}]
      levels:
        - {id: A, seedMinor: 0, ratePpm: 70, reservePpm: 20, hiddenPpm: 10}
      """;

  @ParameterizedTest
  @CsvSource({
    // game, mode, funding, currency, exp, flag, jurisdiction, channel, stake, decision
    "g, REAL, CASH, EUR, 2, OPT_IN, MT, WEB, 100, CONTRIBUTED",
    "g, FREE, CASH, EUR, 2, OPT_IN, MT, WEB, 100, MODE",
    "g, REAL, BONUS, EUR, 2, OPT_IN, MT, WEB, 100, FUNDING",
    "g, REAL, CASH, USD, 2, OPT_IN, MT, WEB, 100, CURRENCY",
    "g, REAL, CASH, EUR, 3, OPT_IN, MT, WEB, 100, CURRENCY",
    "g, REAL, CASH, EUR, 2, ADULT, MT, WEB, 100, ELIGIBILITY",
    "g, REAL, CASH, EUR, 2, OPT_IN, GB, WEB, 100, CONTRIBUTED",
    "h, REAL, CASH, EUR, 2, OPT_IN, GB, WEB, 100, JURISDICTION",
    "g, REAL, CASH, EUR, 2, OPT_IN, GB, SHOP, 100, JURISDICTION",
    "g, REAL, CASH, EUR, 2, OPT_IN, US, WEB, 100, JURISDICTION",
    "g, REAL, CASH, EUR, 2, OPT_IN, US-NY, WEB, 100, JURISDICTION",
    "g, REAL, CASH, EUR, 2, OPT_IN, US-NJ, WEB, 100, CONTRIBUTED",
    "g, REAL, CASH, EUR, 2, OPT_IN, MT-01, WEB, 100, CONTRIBUTED",
    "g, REAL, CASH, EUR, 2, OPT_IN, SE, WEB, 100, JURISDICTION",
    "g, REAL, CASH, EUR, 2, OPT_IN, MT, WEB, 9, STAKE",
    "g, REAL, CASH, EUR, 2, OPT_IN, MT, WEB, 10, CONTRIBUTED",
    "g, REAL, CASH, EUR, 2, OPT_IN, MT, WEB, 900, CONTRIBUTED",
    "g, REAL, CASH, EUR, 2, OPT_IN, MT, WEB, 901, UNREASONABLE",
    "g, REAL, CASH, EUR, 2, OPT_IN, US-NJ, WEB, 1000, CONTRIBUTED",
    "g, REAL, CASH, EUR, 2, OPT_IN, MT, WEB, 1001, STAKE",
    "g, REAL, CASH, GBP, 2, OPT_IN, MT, WEB, 6, STAKE",
    "g, REAL, CASH, GBP, 2, OPT_IN, MT, WEB, 7, CONTRIBUTED",
    "g, REAL, CASH, GBP, 2, OPT_IN, MT, WEB, 600, CONTRIBUTED",
    "g, REAL, CASH, GBP, 2, OPT_IN, MT, WEB, 601, UNREASONABLE",
    "g, REAL, CASH, GBP, 2, OPT_IN, MT, WEB, 667, STAKE",
    // The first reason in the fixed order is the one that is told.
    "g, FREE, BONUS, USD, 2, ADULT, SE, WEB, 1, MODE",
    "g, REAL, CASH, USD, 2, ADULT, SE, WEB, 1, CURRENCY",
    "g, REAL, CASH, EUR, 2, ADULT, SE, WEB, 1, ELIGIBILITY",
  })
  void eachBetHasOneDecision(
      String game,
      String mode,
      String funding,
      String currency,
      int exp,
      String flag,
      String jurisdiction,
      String channel,
      long stake,
      Decision decision)
      throws Exception {
    var bet =
        new Wager.Stake(
            "1", funding, channel, jurisdiction, "p", List.of(flag), currency, exp, stake);
    var row = (Contribution) settle(pools(), game, mode, PoolRules.Source.SIGNED, bet);
    assertEquals(decision, row.steps().decision());
    if (decision != Decision.CONTRIBUTED) {
      assertEquals(0, row.amounts().length, "nothing moved");
    }
  }

  @ParameterizedTest
  @CsvSource({"SIGNED, CONTRIBUTED", "ATTESTED, SOURCE", "UNSIGNED, SOURCE"})
  void onlySealedRoundsContributeUnlessTheRulesSayMore(PoolRules.Source source, Decision decision)
      throws Exception {
    var row = (Contribution) settle(pools(), "g", "REAL", source, bet("MT", 100));
    assertEquals(decision, row.steps().decision());
  }

  @ParameterizedTest
  @CsvSource({
    // jurisdiction, stakes of one player, what the last one's POOL, RESERVE and hidden shares get
    "MT, 100, 7000, 2000, 1000, 0",
    "US-NJ, 100, 490, 140, 70, 1",
    "IT, 100, 2100, 600, 300, 2",
    "DE, 100 100, 3500, 1000, 500, 4",
    "DE, 100 50, 3500, 1000, 500, 0",
    "DE, 100 50 10, 0, 0, 0, 4",
    "FR, 100 100, 3500, 1000, 500, 8",
  })
  void capsCutInProportion(
      String jurisdiction, String stakes, long pool, long reserve, long hidden, int by)
      throws Exception {
    var pools = pools();
    var use = new CapUse();
    var work = new Work();
    for (var stake : stakes.split(" ", -1)) {
      var engine = new Engine(pools, use, work, 1);
      engine.settle(wager("g", "REAL", PoolRules.Source.SIGNED, bet(jurisdiction, stake)));
    }
    var row = (Contribution) work.rows().getLast();
    assertEquals(pool, row.amount(0, Contribution.TO_POOL));
    assertEquals(reserve, row.amount(0, Contribution.TO_RESERVE));
    assertEquals(hidden, row.amount(0, Contribution.TO_HIDDEN));
    assertEquals(by, row.steps().cutBy());
    assertEquals(row.steps().dueMicro() - pool - reserve - hidden, row.steps().cutMicro());
  }

  private static Wager.Stake bet(String jurisdiction, String stake) {
    return bet(jurisdiction, Long.parseLong(stake));
  }

  private static Wager.Stake bet(String jurisdiction, long stake) {
    return new Wager.Stake(
        "1", "CASH", "WEB", jurisdiction, "p", List.of("OPT_IN"), "EUR", 2, stake);
  }

  private static Pools pools() throws Exception {
    var pools = new Pools(List.of());
    Adoption.adopt(pools, EngineModelTest.file(RULES), new Work());
    return pools;
  }

  private static Row settle(
      Pools pools, String game, String mode, PoolRules.Source source, Wager.Stake bet) {
    var work = new Work();
    new Engine(pools, new CapUse(), work, 1).settle(wager(game, mode, source, bet));
    return work.rows().getLast();
  }

  private static Wager wager(String game, String mode, PoolRules.Source source, Wager.Stake bet) {
    return new Wager(
        1,
        Instant.parse("2026-06-08T12:00:00Z"),
        RoundKey.of("op", "r", 0),
        "op",
        "r",
        game,
        mode,
        source,
        List.of(bet),
        List.of(),
        List.of());
  }
}
