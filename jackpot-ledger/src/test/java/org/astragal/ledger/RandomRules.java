package org.astragal.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.astragal.outcome.Trigger;

/** Pools, rules and bets of every kind, from a seed. */
final class RandomRules {
  static final List<String> PLACES = List.of("MT", "GB", "US-NJ");
  private static final List<String> CURRENCIES = List.of("EUR", "GBP", "JPY");

  private final Random random;

  RandomRules(Random random) {
    this.random = random;
  }

  /** {@return a rules file with 1 to 4 levels, each cap there with an even chance} */
  String rules(String pool) {
    var text = new StringBuilder();
    text.append("pool: ").append(pool).append("\ncurrency: EUR\nexp: 2\n");
    text.append("games: [ref.wheel.54]\nmodes: [REAL]\nfundedBy: [CASH]\n");
    text.append("exchange:\n");
    text.append("  - {currency: GBP, exp: 2, rateE12: ")
        .append(1_000_000_000_000L + random.nextLong(400_000_000_000L))
        .append("}\n  - {currency: JPY, exp: 0, rateE12: ")
        .append(1 + random.nextLong(900_000_000_000L))
        .append("}\n");
    text.append("jurisdictions:\n");
    text.append("  - {id: MT, decision: allow, zone: Europe/Malta, dayStart: \"06:00\"}\n");
    text.append("  - {id: GB, decision: allow")
        .append(random.nextBoolean() ? caps(", caps: ") : "");
    text.append("}\n  - {id: US-NJ, decision: allow, zone: America/New_York, taxes: [")
        .append(tax())
        .append(", ")
        .append(tax())
        .append("]}\nelsewhere: deny\n");
    text.append(random.nextBoolean() ? caps("caps: ") + "\n" : "");
    text.append("simultaneous: ")
        .append(List.of("first-by-seq", "equal-split", "full-each").get(random.nextInt(3)));
    text.append("\nlevels:\n");
    for (var i = 1 + random.nextInt(4); i > 0; i--) {
      text.append("  - ").append(level("L" + i)).append('\n');
    }
    return text.toString();
  }

  private String tax() {
    return """
    {kind: win-withhold, thresholdMinor: %d, ratePpm: %d, on: %s, rounding: %s, \
    validFrom: "2026-03-%d:00:00Z"}\
    """
        .formatted(
            random.nextInt(300),
            random.nextInt(700_000),
            List.of("whole", "excess").get(random.nextInt(2)),
            List.of("down", "up", "half-up", "half-even").get(random.nextInt(4)),
            28 + random.nextInt(2))
        .replaceFirst("(2026-03-\\d+)", "$1T00");
  }

  private String caps(String key) {
    var parts = new ArrayList<String>();
    if (random.nextBoolean()) {
      parts.add("betMicro: " + random.nextLong(60_000_000));
    }
    if (random.nextBoolean()) {
      parts.add("ratePpm: " + random.nextInt(200_000));
    }
    if (random.nextBoolean()) {
      parts.add("playerDayMicro: " + random.nextLong(400_000_000));
    }
    if (random.nextBoolean()) {
      parts.add("jurisdictionDayMicro: " + random.nextLong(900_000_000));
    }
    return key + "{" + String.join(", ", parts) + "}";
  }

  private String level(String id) {
    var seed = random.nextInt(300);
    var rate =
        switch (random.nextInt(3)) {
          case 0 -> "ratePpm: " + random.nextInt(80_000);
          case 1 ->
              "tiers: [{toMinor: %d, ppm: %d}, {toMinor: %d, ppm: %d}, {ppm: %d}]"
                  .formatted(
                      1 + random.nextInt(100),
                      random.nextInt(80_000),
                      101 + random.nextInt(200),
                      random.nextInt(80_000),
                      random.nextInt(80_000));
          default ->
              "steps: [{belowMinor: %d, ppm: %d}, {ppm: %d}]"
                  .formatted(
                      seed + 1 + random.nextInt(200),
                      random.nextInt(80_000),
                      random.nextInt(80_000));
        };
    var text =
        "{id: %s, seedMinor: %d, %s, reservePpm: %d"
            .formatted(id, seed, rate, random.nextInt(60_000));
    if (random.nextBoolean()) {
      text += ", hiddenPpm: " + random.nextInt(30_000);
    }
    if (random.nextBoolean()) {
      text += ", resetMinor: " + random.nextInt(400);
    }
    if (random.nextBoolean()) {
      text += ", ceilingMinor: " + (401 + random.nextInt(1_000));
    }
    return text + "}";
  }

  /** {@return a round of 1 to 4 bets that all contribute; one in twenty wins levels} */
  Wager wager(long seq, Instant at, PoolRules rules) {
    var bets = new ArrayList<Wager.Stake>();
    for (var i = 1 + random.nextInt(4); i > 0; i--) {
      bets.add(bet("b" + i));
    }
    return new Wager(
        seq,
        at,
        RoundKey.of("op-1", "r-" + seq, 0),
        "op-" + random.nextInt(2),
        "r-" + seq,
        "ref.wheel.54",
        "REAL",
        PoolRules.Source.SIGNED,
        bets,
        List.of(),
        random.nextInt(20) == 0 ? triggers(bets, rules) : List.of());
  }

  private List<Trigger> triggers(List<Wager.Stake> bets, PoolRules rules) {
    var triggers = new ArrayList<Trigger>();
    for (var bet : bets) {
      for (var level : rules.levels()) {
        if (random.nextBoolean()) {
          triggers.add(new Trigger(bet.bet(), 0, level.id(), rules.pool()));
        }
      }
    }
    return triggers;
  }

  private Wager.Stake bet(String id) {
    var currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
    return new Wager.Stake(
        id,
        "CASH",
        "WEB",
        PLACES.get(random.nextInt(PLACES.size())),
        "p" + random.nextInt(3),
        List.of(),
        currency,
        currency.equals("JPY") ? 0 : 2,
        random.nextLong(1L << random.nextInt(1, 12)));
  }
}
