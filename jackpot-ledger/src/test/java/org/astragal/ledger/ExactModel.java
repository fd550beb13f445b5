package org.astragal.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rules of contributions said once more, in big integers and without care for speed: what the
 * engine must come to. It shares the rules' data with the engine and none of its arithmetic.
 */
final class ExactModel {
  static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final BigInteger TRILLION = MILLION.multiply(MILLION);

  private final PoolRules rules;
  private final Map<String, BigInteger> balances = new TreeMap<>();
  private final Map<String, BigInteger> carries = new TreeMap<>();
  private final Map<String, BigInteger> used = new HashMap<>();

  ExactModel(PoolRules rules) {
    this.rules = rules;
    for (var level : rules.levels()) {
      move(level.id(), "HOUSE", "POOL", BigInteger.valueOf(level.seedMinor()).multiply(MILLION));
    }
  }

  PoolRules rules() {
    return rules;
  }

  BigInteger balance(String level, String account) {
    return balances.getOrDefault(level + ' ' + account, BigInteger.ZERO);
  }

  void move(String level, String from, String to, BigInteger micro) {
    balances.merge(level + ' ' + from, micro.negate(), BigInteger::add);
    balances.merge(level + ' ' + to, micro, BigInteger::add);
  }

  BigInteger carry(String currency) {
    return carries.getOrDefault(currency, BigInteger.ZERO);
  }

  /** One bet of an allowed player. {@return what was cut, micro-units of the bet's currency} */
  BigInteger contribute(Instant at, String operator, Wager.Stake bet) {
    var rate =
        bet.currency().equals(rules.currency())
            ? TRILLION
            : rules.exchange().orElseThrow().stream()
                .filter(e -> e.currency().equals(bet.currency()))
                .map(e -> BigInteger.valueOf(e.rateE12()))
                .findFirst()
                .orElseThrow();
    var due = new ArrayList<BigInteger>();
    for (var level : rules.levels()) {
      due.add(rate(level, BigInteger.valueOf(bet.minor()), rate));
      due.add(BigInteger.valueOf(bet.minor()).multiply(BigInteger.valueOf(level.reservePpm())));
      due.add(
          BigInteger.valueOf(bet.minor())
              .multiply(BigInteger.valueOf(level.hiddenPpm().orElse(0L))));
    }
    var all = due.stream().reduce(BigInteger.ZERO, BigInteger::add);
    var allowed = limit(at, operator, bet, all, rate);
    var shares = largestRemainders(allowed, due);
    for (var i = 0; i < shares.size(); i++) {
      var worth = shares.get(i).multiply(rate).add(carry(bet.currency()));
      carries.put(bet.currency(), worth.mod(TRILLION));
      shares.set(i, worth.divide(TRILLION));
    }
    var sum = shares.stream().reduce(BigInteger.ZERO, BigInteger::add);
    used.merge(player(at, operator, bet), sum, BigInteger::add);
    used.merge(place(at, bet), sum, BigInteger::add);
    for (var i = 0; i < rules.levels().size(); i++) {
      book(
          rules.levels().get(i),
          shares.get(3 * i),
          shares.get(3 * i + 1).add(shares.get(3 * i + 2)));
    }
    return all.subtract(allowed);
  }

  /** What a winner gets. */
  record Paid(BigInteger minor, BigInteger withheld) {}

  /**
   * One round won a level, once for each of these jurisdictions. {@return what each is paid}
   *
   * @param at when, for the taxes
   */
  List<Paid> win(String id, Instant at, List<String> jurisdictions) {
    var level = rules.levels().stream().filter(l -> l.id().equals(id)).findFirst().orElseThrow();
    var paid = new ArrayList<Paid>();
    switch (rules.policy()) {
      case FIRST_BY_SEQ -> {
        for (var jurisdiction : jurisdictions) {
          paid.add(pay(id, "POOL", whole(id), at, jurisdiction));
          reset(level);
        }
      }
      case EQUAL_SPLIT -> {
        var parts = whole(id).divideAndRemainder(BigInteger.valueOf(jurisdictions.size()));
        for (var i = 0; i < jurisdictions.size(); i++) {
          var spare = i < parts[1].intValueExact() ? BigInteger.ONE : BigInteger.ZERO;
          paid.add(pay(id, "POOL", parts[0].add(spare), at, jurisdictions.get(i)));
        }
        reset(level);
      }
      case FULL_EACH -> {
        var all = whole(id);
        for (var i = 0; i < jurisdictions.size(); i++) {
          paid.add(pay(id, i == 0 ? "POOL" : "HOUSE", all, at, jurisdictions.get(i)));
        }
        reset(level);
      }
    }
    return paid;
  }

  private BigInteger whole(String level) {
    return balance(level, "POOL").divide(MILLION);
  }

  private Paid pay(String level, String from, BigInteger minor, Instant at, String jurisdiction) {
    move(level, from, "PAYABLE", minor.multiply(MILLION));
    var withheld = BigInteger.ZERO;
    for (var tax : taxes(jurisdiction)) {
      if (tax.kind() == TaxRules.Kind.WIN_WITHHOLD
          && !at.isBefore(Instant.parse(tax.validFrom()))
          && minor.compareTo(BigInteger.valueOf(tax.thresholdMinor())) > 0) {
        var base =
            tax.on() == TaxRules.Part.WHOLE
                ? minor
                : minor.subtract(BigInteger.valueOf(tax.thresholdMinor()));
        withheld =
            withheld.add(
                new BigDecimal(base)
                    .multiply(new BigDecimal(tax.ratePpm()).movePointLeft(6))
                    .setScale(0, RoundingMode.valueOf(tax.rounding().name()))
                    .toBigIntegerExact());
      }
    }
    withheld = withheld.min(minor);
    move(level, "PAYABLE", "WITHHELD", withheld.multiply(MILLION));
    return new Paid(minor, withheld);
  }

  private List<TaxRules> taxes(String jurisdiction) {
    return rules.jurisdictions().stream()
        .flatMap(List::stream)
        .filter(j -> j.id().equals(jurisdiction))
        .flatMap(j -> j.taxes().stream())
        .flatMap(List::stream)
        .toList();
  }

  private void reset(LevelRules level) {
    var due = BigInteger.valueOf(level.resetMinor().orElse(level.seedMinor())).multiply(MILLION);
    for (var from : List.of("OVERFLOW", "RESERVE")) {
      var part = due.min(balance(level.id(), from));
      move(level.id(), from, "POOL", part);
      due = due.subtract(part);
    }
    move(level.id(), "HOUSE", "POOL", due);
  }

  private void book(LevelRules level, BigInteger toPool, BigInteger toReserve) {
    var top = level.ceilingMinor().or(() -> level.trigger().flatMap(TriggerRules::upToMinor));
    var room =
        top.map(minor ->
                BigInteger.valueOf(minor)
                    .multiply(MILLION)
                    .subtract(balance(level.id(), "POOL"))
                    .max(BigInteger.ZERO))
            .orElse(toPool);
    move(level.id(), "SOURCE", "POOL", toPool.min(room));
    move(level.id(), "SOURCE", "OVERFLOW", toPool.subtract(toPool.min(room)));
    move(level.id(), "SOURCE", "RESERVE", toReserve);
  }

  private BigInteger rate(LevelRules level, BigInteger stake, BigInteger rate) {
    if (level.ratePpm().isPresent()) {
      return stake.multiply(BigInteger.valueOf(level.ratePpm().get()));
    }
    if (level.steps().isPresent()) {
      for (var step : level.steps().get()) {
        var below = step.belowMinor().map(minor -> BigInteger.valueOf(minor).multiply(MILLION));
        if (below.isEmpty() || balance(level.id(), "POOL").compareTo(below.get()) < 0) {
          return stake.multiply(BigInteger.valueOf(step.ppm()));
        }
      }
    }
    var micro = BigInteger.ZERO;
    var from = BigInteger.ZERO;
    for (var tier : level.tiers().orElseThrow()) {
      var to =
          tier.toMinor()
              .map(minor -> stake.min(BigInteger.valueOf(minor).multiply(TRILLION).divide(rate)))
              .orElse(stake);
      micro =
          micro.add(
              to.subtract(from).max(BigInteger.ZERO).multiply(BigInteger.valueOf(tier.ppm())));
      from = from.max(to);
    }
    return micro;
  }

  private BigInteger limit(
      Instant at, String operator, Wager.Stake bet, BigInteger all, BigInteger rate) {
    var left = all;
    left = left.min(inSource(caps(bet, Caps::betMicro), rate).orElse(left));
    left =
        left.min(
            caps(bet, Caps::ratePpm)
                .map(ppm -> ppm.multiply(BigInteger.valueOf(bet.minor())))
                .orElse(left));
    left =
        left.min(
            inSource(rest(caps(bet, Caps::playerDayMicro), player(at, operator, bet)), rate)
                .orElse(left));
    return left.min(
        inSource(rest(caps(bet, Caps::jurisdictionDayMicro), place(at, bet)), rate).orElse(left));
  }

  private Optional<BigInteger> caps(
      Wager.Stake bet, java.util.function.Function<Caps, Optional<Long>> which) {
    var own = jurisdiction(bet).flatMap(JurisdictionRules::caps).flatMap(which);
    return own.or(() -> rules.caps().flatMap(which)).map(BigInteger::valueOf);
  }

  private Optional<BigInteger> rest(Optional<BigInteger> cap, String key) {
    return cap.map(
        all -> all.subtract(used.getOrDefault(key, BigInteger.ZERO)).max(BigInteger.ZERO));
  }

  private static Optional<BigInteger> inSource(Optional<BigInteger> amount, BigInteger rate) {
    return amount.map(micro -> micro.multiply(TRILLION).divide(rate));
  }

  private Optional<JurisdictionRules> jurisdiction(Wager.Stake bet) {
    return rules.jurisdictions().stream()
        .flatMap(List::stream)
        .filter(j -> j.id().equals(bet.jurisdiction()))
        .findFirst();
  }

  private String player(Instant at, String operator, Wager.Stake bet) {
    return place(at, bet) + " " + operator + " " + bet.player();
  }

  private String place(Instant at, Wager.Stake bet) {
    return day(at, bet) + " " + bet.jurisdiction();
  }

  /** The day that began last, of a zone without gaps at that hour. */
  private long day(Instant at, Wager.Stake bet) {
    var zone = jurisdiction(bet).flatMap(JurisdictionRules::zone).orElse("UTC");
    var start =
        LocalTime.parse(jurisdiction(bet).flatMap(JurisdictionRules::dayStart).orElse("00:00"));
    return at.atZone(ZoneId.of(zone))
        .toLocalDateTime()
        .minus(Duration.between(LocalTime.MIDNIGHT, start))
        .toLocalDate()
        .toEpochDay();
  }

  /** Hamilton's method: the whole parts first, then one each to the largest remainders. */
  static List<BigInteger> largestRemainders(BigInteger whole, List<BigInteger> weights) {
    var all = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
    var shares = new ArrayList<BigInteger>();
    if (all.signum() == 0) {
      shares.addAll(weights);
      return shares;
    }
    weights.forEach(weight -> shares.add(whole.multiply(weight).divide(all)));
    var left =
        whole.subtract(shares.stream().reduce(BigInteger.ZERO, BigInteger::add)).intValueExact();
    var taken = new boolean[weights.size()];
    for (; left > 0; left--) {
      var best = -1;
      for (var i = 0; i < taken.length; i++) {
        if (!taken[i]
            && (best < 0
                || whole
                        .multiply(weights.get(i))
                        .mod(all)
                        .compareTo(whole.multiply(weights.get(best)).mod(all))
                    > 0)) {
          best = i;
        }
      }
      taken[best] = true;
      shares.set(best, shares.get(best).add(BigInteger.ONE));
    }
    return shares;
  }
}
