package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: days, taxes, tiers, steps and exchanges mean what the rules' reference says of them. */
final class RuleDataTest {
  @ParameterizedTest
  @CsvSource({
    "UTC, 00:00, 2026-06-08T23:59:59.999Z, 2026-06-08",
    "UTC, 00:00, 2026-06-09T00:00:00Z, 2026-06-09",
    "Europe/Malta, 06:00, 2026-06-08T03:59:59.999Z, 2026-06-07",
    "Europe/Malta, 06:00, 2026-06-08T04:00:00Z, 2026-06-08",
    "America/New_York, 06:00, 2026-06-08T09:59:59Z, 2026-06-07",
    "America/New_York, 06:00, 2026-06-08T10:00:00Z, 2026-06-08",
    // Clocks go forward over 02:30 on 2026-03-29 and back over it on 2026-10-25.
    "Europe/Malta, 02:30, 2026-03-29T01:29:59Z, 2026-03-28",
    "Europe/Malta, 02:30, 2026-03-29T01:30:00Z, 2026-03-29",
    "Europe/Malta, 02:30, 2026-10-25T00:29:59Z, 2026-10-24",
    "Europe/Malta, 02:30, 2026-10-25T00:30:00Z, 2026-10-25",
    "Europe/Malta, 02:30, 2026-10-25T01:45:00Z, 2026-10-25",
  })
  void gamingDaysBeginAtTheirHour(String zone, String start, String at, String day) {
    var days = new GamingDay(ZoneId.of(zone), LocalTime.parse(start));
    assertEquals(LocalDate.parse(day).toEpochDay(), days.of(Instant.parse(at)));
    // Whatever was asked before.
    days.of(Instant.parse("2026-01-01T00:00:00Z"));
    assertEquals(LocalDate.parse(day).toEpochDay(), days.of(Instant.parse(at)));
  }

  @ParameterizedTest
  @CsvSource({
    "WHOLE, DOWN, 1000, 0",
    "WHOLE, DOWN, 1001, 250",
    "EXCESS, DOWN, 1001, 0",
    "EXCESS, UP, 1001, 1",
    "EXCESS, HALF_UP, 1001, 0",
    "EXCESS, HALF_UP, 1002, 1",
    "EXCESS, HALF_EVEN, 1002, 0",
    "EXCESS, HALF_EVEN, 1006, 2",
    "EXCESS, HALF_EVEN, 1003, 1",
    "EXCESS, DOWN, 1004, 1",
    "EXCESS, UP, 1004, 1",
    "WHOLE, UP, 9223372036854, 2305843009214",
  })
  void taxIsRoundedOnce(TaxRules.Part part, TaxRules.Rounding rounding, long win, long tax) {
    var rules =
        new TaxRules(
            TaxRules.Kind.WIN_WITHHOLD, 1000, 250_000, part, rounding, "2026-01-01T00:00:00Z");
    assertEquals(tax, rules.on(win));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 30",
    "100, 3000",
    "101, 3020",
    "200, 5000",
    "201, 5010",
    "1000, 13000",
  })
  void tiersAreMarginal(long stake, long micro) {
    var rate =
        new Rate.Tiered(
            List.of(
                new Rate.Tier(Optional.of(100L), 30),
                new Rate.Tier(Optional.of(200L), 20),
                new Rate.Tier(Optional.empty(), 10)));
    assertEquals(micro, rate.micro(stake, new Exchange("EUR", 2, Exchange.ONE), 0));
  }

  @ParameterizedTest
  @CsvSource({
    // Two of the pool's units for one: the first slice ends at 50, the second at 100.
    "50, 1500",
    "51, 1520",
    "100, 2500",
    "101, 2510",
  })
  void tiersOfAnotherCurrencyEndWhereTheirWorthDoes(long stake, long micro) {
    var rate =
        new Rate.Tiered(
            List.of(
                new Rate.Tier(Optional.of(101L), 30),
                new Rate.Tier(Optional.of(200L), 20),
                new Rate.Tier(Optional.empty(), 10)));
    assertEquals(micro, rate.micro(stake, new Exchange("GBP", 2, 2 * Exchange.ONE), 0));
  }

  @ParameterizedTest
  @CsvSource({"4999999, 400", "5000000, 200", "9999999, 200", "10000000, 100"})
  void stepsGoByWhatThePoolHolds(long holds, long micro) {
    var rate =
        new Rate.ByPool(
            List.of(
                new Rate.Step(Optional.of(5L), 40),
                new Rate.Step(Optional.of(10L), 20),
                new Rate.Step(Optional.empty(), 10)));
    assertEquals(micro, rate.micro(10, new Exchange("EUR", 2, Exchange.ONE), holds));
  }
}
