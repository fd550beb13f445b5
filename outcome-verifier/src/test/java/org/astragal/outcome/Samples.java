package org.astragal.outcome;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Records to test with: a plain one, and any number of varied ones from a seed. */
final class Samples {
  static final Instant AT = Instant.parse("2026-06-08T12:00:00.002Z");

  private static final ApplianceInfo APPLIANCE =
      new ApplianceInfo(
          "01983f5e-0000-7000-8000-000000000001",
          Hash.sha256(new byte[] {1}),
          new ApplianceInfo.Rng("XOR/CTR_DRBG-AES256, RBGC child", "i-1", 12));

  private Samples() {}

  static ApplianceInfo appliance() {
    return APPLIANCE;
  }

  /** One bet on a wheel, as in the documents. */
  static RoundSettled settled(String round) {
    Money stake = new Money("EUR", 2, 100);
    var player = new Player("MOBILE", "MT", "9f86d081884c7d65", "s-3");
    var selection = Json.Obj.of(Map.of("segment", new Json.Str("10")));
    var detail = Json.Obj.of(Map.of("segment", new Json.Str("2"), "multiplier", new Json.Int(1)));
    return new RoundSettled(
        APPLIANCE,
        List.of(new Bet("1", "CASH", player, selection, stake)),
        List.of(),
        List.of(new Draw("boost", 400, 17), new Draw("wheel", 54, 31)),
        new GameRef("ref.wheel.54", Hash.sha256(new byte[] {2}), "1.0.0"),
        List.of(new Contribution(new MicroMoney("EUR", 2, 500_000, 0), "1", "GRAND", "global")),
        "op-17",
        new RequestRef("01983f5e-" + round, Hash.sha256(new byte[] {3})),
        List.of(new BetResult("1", detail, List.of("boost"), new Money("EUR", 2, 0))),
        new RoundRef(round, RoundRef.Mode.REAL, 0),
        Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
  }

  static OutcomeRecord record(String log, long seq) {
    return new OutcomeRecord(log, seq, AT, settled("r-" + seq));
  }

  static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** A record of any type, of any content that is allowed. */
  static OutcomeRecord random(RandomGenerator random) {
    RecordBody body =
        switch (random.nextInt(7)) {
          case 0 -> randomSettled(random);
          case 1 ->
              new RoundVoided(
                  APPLIANCE,
                  text(random),
                  new RequestRef(text(random), hash(random)),
                  randomRound(random),
                  "power-lost",
                  java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(random)),
                  Optional.of(text(random)).filter(_ -> random.nextBoolean()));
          case 2 ->
              new LogCreated(
                  APPLIANCE,
                  random.nextBoolean() ? Optional.of(hash(random)) : Optional.empty(),
                  List.of(text(random), text(random)));
          case 3 ->
              new RoundOpened(
                  APPLIANCE,
                  randomObj(random, 2),
                  randomSettled(random).bets(),
                  Optional.of(hash(random)).filter(_ -> random.nextBoolean()),
                  List.of(new Draw(text(random), 54, random.nextInt(54))),
                  new GameRef(text(random), hash(random), text(random)),
                  text(random),
                  new RequestRef(text(random), hash(random)),
                  new RoundRef(text(random), RoundRef.Mode.FREE, 0),
                  Optional.of(text(random)).filter(_ -> random.nextBoolean()));
          case 4 ->
              new RoundStepped(
                  APPLIANCE,
                  randomObj(random, 2),
                  randomJson(random, 2),
                  Optional.of(hash(random)).filter(_ -> random.nextBoolean()),
                  List.of(new Draw(text(random), 54, random.nextInt(54), 3, false)),
                  new GameRef(text(random), hash(random), text(random)),
                  text(random),
                  new RequestRef(text(random), hash(random)),
                  new RoundRef(text(random), RoundRef.Mode.REAL, 1 + random.nextInt(9)),
                  Optional.of(text(random)).filter(_ -> random.nextBoolean()));
          case 5 ->
              new RoundSuspended(
                  APPLIANCE,
                  text(random),
                  new RequestRef(text(random), hash(random)),
                  new RoundRef(text(random), RoundRef.Mode.REAL, 1 + random.nextInt(9)),
                  "no-draws",
                  java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(random)),
                  Optional.empty());
          default -> new Event("key.rotated", APPLIANCE, randomObj(random, 3));
        };
    long seq = body instanceof LogCreated ? 0 : random.nextLong(Long.MAX_VALUE);
    Instant at = Instant.ofEpochMilli(random.nextLong(253_402_300_799_999L));
    return new OutcomeRecord(TestLog.ORIGIN, seq, at, body);
  }

  private static RoundSettled randomSettled(RandomGenerator random) {
    var bets = new ArrayList<Bet>();
    var results = new ArrayList<BetResult>();
    var contributions = new ArrayList<Contribution>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      String id = i + text(random);
      var player =
          new Player(text(random), text(random), text(random), text(random), flags(random));
      bets.add(new Bet(id, "BONUS", player, randomObj(random, 2), money(random)));
      results.add(new BetResult(id, randomObj(random, 2), List.of(text(random)), money(random)));
      var amount = new MicroMoney("EUR", 2, random.nextInt(1_000_000), random.nextLong(1L << 40));
      contributions.add(new Contribution(amount, id, text(random), text(random)));
    }
    long n = 1 + random.nextLong(Long.MAX_VALUE);
    var hidden = new Draw(text(random), n, random.nextLong(n), 0, true);
    var open = new Draw(text(random), n, random.nextLong(n), 1, random.nextBoolean());
    var reveals = new ArrayList<Reveal>();
    if (random.nextBoolean()) {
      reveals.add(Reveal.of(hash(random).bytes(), 0, List.of(hidden)));
    }
    return new RoundSettled(
        APPLIANCE,
        bets,
        List.of(randomJson(random, 2)),
        List.of(hidden, open),
        new GameRef(text(random), hash(random), text(random)),
        contributions,
        bets.stream()
            .filter(_ -> random.nextBoolean())
            .map(bet -> new Trigger(bet.id(), 0, text(random), text(random)))
            .toList(),
        text(random),
        new RequestRef(text(random), hash(random)),
        results,
        reveals,
        randomRound(random),
        Optional.of(text(random)).filter(_ -> random.nextBoolean()));
  }

  private static List<String> flags(RandomGenerator random) {
    return java.util.stream.Stream.generate(() -> text(random))
        .limit(random.nextInt(3))
        .distinct()
        .sorted()
        .toList();
  }

  private static RoundRef randomRound(RandomGenerator random) {
    var modes = RoundRef.Mode.values();
    return new RoundRef(text(random), modes[random.nextInt(modes.length)], random.nextInt(100));
  }

  static Json randomJson(RandomGenerator random, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> new Json.Str(text(random));
      case 1 -> new Json.Int(random.nextLong(-Json.MAX_INTEGER, Json.MAX_INTEGER + 1));
      case 2 -> new Json.Bool(random.nextBoolean());
      case 3 -> Json.Null.NULL;
      case 4 -> new Json.Arr(List.of(randomJson(random, depth - 1), randomJson(random, depth - 1)));
      default -> randomObj(random, depth);
    };
  }

  private static Json.Obj randomObj(RandomGenerator random, int depth) {
    return Json.Obj.of(
        Map.of(
            "a" + text(random),
            randomJson(random, depth - 1),
            "b" + text(random),
            randomJson(random, depth - 1)));
  }

  private static Money money(RandomGenerator random) {
    return new Money("JPY", random.nextInt(19), random.nextLong(Long.MAX_VALUE));
  }

  private static Hash hash(RandomGenerator random) {
    return Hash.sha256(bytes(random));
  }

  private static byte[] bytes(RandomGenerator random) {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Letters of one to four bytes, and those that JSON escapes. */
  static String text(RandomGenerator random) {
    String alphabet = "az09 \"\\/\u00e9\u20ac\u4e2d<>&";
    var text = new StringBuilder("x");
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return random.nextInt(4) == 0 ? text.append("\ud83d\ude00").toString() : text.toString();
  }
}
