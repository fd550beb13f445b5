package org.astragal.outcome;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a record strictly: every member is known, there once, and of its type and range. */
final class RecordReader {
  private static final Set<String> EVENT =
      Set.of("appliance", "at", "event", "log", "seq", "type", "v");
  private static final Set<String> VOIDED =
      Set.of(
          "appliance",
          "at",
          "log",
          "operator",
          "reason",
          "request",
          "round",
          "seq",
          "trace",
          "type",
          "v");
  private static final Set<String> SETTLED =
      Set.of(
          "appliance",
          "at",
          "bets",
          "choices",
          "draws",
          "game",
          "jackpot",
          "log",
          "operator",
          "request",
          "results",
          "round",
          "seq",
          "trace",
          "type",
          "v");

  private RecordReader() {}

  static OutcomeRecord read(byte[] bytes) throws RecordException {
    if (bytes.length > OutcomeRecord.MAX_BYTES) {
      throw new RecordException(
          RecordException.Fault.TOO_LONG, "a record of " + bytes.length + " bytes");
    }
    Json.Obj whole;
    try {
      if (!(Json.parse(bytes, OutcomeRecord.MAX_BYTES) instanceof Json.Obj obj)) {
        throw new RecordException(RecordException.Fault.NOT_JSON, "not an object");
      }
      whole = obj;
    } catch (JsonException e) {
      throw new RecordException(RecordException.Fault.NOT_JSON, e.getMessage());
    }
    try {
      if (whole.integer("v") != OutcomeRecord.VERSION) {
        throw new RecordException(
            RecordException.Fault.VERSION, "version " + whole.integer("v") + ", 1 is read");
      }
      return record(whole);
    } catch (JsonException e) {
      throw new RecordException(RecordException.Fault.INVALID, e.getMessage());
    } catch (IllegalArgumentException e) {
      // The records' own constructors refuse what is out of range.
      throw new RecordException(RecordException.Fault.INVALID, String.valueOf(e.getMessage()));
    }
  }

  private static OutcomeRecord record(Json.Obj whole) throws JsonException {
    String type = whole.string("type");
    Instant at =
        Timestamps.parse(whole.string("at"))
            .orElseThrow(() -> invalid("at", "must be like 2026-06-08T12:00:00.002Z"));
    ApplianceInfo appliance = in("appliance", () -> appliance(whole.obj("appliance")));
    RecordBody body =
        switch (type) {
          case RoundSettled.TYPE -> settled(whole, appliance);
          case RoundVoided.TYPE -> voided(whole, appliance);
          case LogCreated.TYPE -> created(whole, appliance);
          default -> {
            whole.refuseUnknown(EVENT);
            yield new Event(type, appliance, whole.obj("event"));
          }
        };
    return new OutcomeRecord(whole.string("log"), whole.decimal("seq"), at, body);
  }

  private static RoundSettled settled(Json.Obj whole, ApplianceInfo appliance)
      throws JsonException {
    whole.refuseUnknown(SETTLED);
    Json.Obj jackpot = whole.obj("jackpot");
    jackpot.refuseUnknown(Set.of("contributions", "triggers"));
    return new RoundSettled(
        appliance,
        objects(whole, "bets", RecordReader::bet),
        whole.arr("choices"),
        draws(whole),
        in("game", () -> game(whole.obj("game"))),
        in("jackpot", () -> objects(jackpot, "contributions", RecordReader::contribution)),
        in("jackpot", () -> objects(jackpot, "triggers", RecordReader::trigger)),
        whole.string("operator"),
        in("request", () -> request(whole.obj("request"), Set.of("id", "sha256"))),
        objects(whole, "results", RecordReader::result),
        in("round", () -> round(whole.obj("round"))),
        trace(whole));
  }

  private static RoundVoided voided(Json.Obj whole, ApplianceInfo appliance) throws JsonException {
    whole.refuseUnknown(VOIDED);
    Json.Obj request = whole.obj("request");
    return new RoundVoided(
        appliance,
        whole.string("operator"),
        in("request", () -> request(request, Set.of("body", "id", "sha256"))),
        in("round", () -> round(whole.obj("round"))),
        whole.string("reason"),
        in("request", () -> request.string("body")),
        trace(whole));
  }

  private static LogCreated created(Json.Obj whole, ApplianceInfo appliance) throws JsonException {
    whole.refuseUnknown(EVENT);
    Json.Obj event = whole.obj("event");
    return in(
        "event",
        () -> {
          event.refuseUnknown(Set.of("ceremony", "keys"));
          Optional<Hash> ceremony =
              event.members().containsKey("ceremony")
                  ? Optional.of(hash(event, "ceremony"))
                  : Optional.empty();
          return new LogCreated(appliance, ceremony, strings(event, "keys"));
        });
  }

  private static ApplianceInfo appliance(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(Set.of("boot", "program", "rng"));
    Json.Obj rng = obj.obj("rng");
    return new ApplianceInfo(obj.string("boot"), hash(obj, "program"), in("rng", () -> rng(rng)));
  }

  private static ApplianceInfo.Rng rng(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(Set.of("construction", "instance", "reseed"));
    return new ApplianceInfo.Rng(
        obj.string("construction"), obj.string("instance"), obj.decimal("reseed"));
  }

  private static Bet bet(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(Set.of("fundedBy", "id", "player", "selection", "stake"));
    return new Bet(
        obj.string("id"),
        obj.string("fundedBy"),
        in("player", () -> player(obj.obj("player"))),
        obj.obj("selection"),
        in("stake", () -> money(obj.obj("stake"))));
  }

  private static Player player(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(Set.of("channel", "eligibility", "jurisdiction", "pseudonym", "session"));
    return new Player(
        obj.string("channel"),
        obj.string("jurisdiction"),
        obj.string("pseudonym"),
        obj.string("session"),
        eligibility(obj));
  }

  /** Left out where it is empty, so that one player has one form. */
  private static List<String> eligibility(Json.Obj player) throws JsonException {
    if (!player.members().containsKey("eligibility")) {
      return List.of();
    }
    List<String> flags = strings(player, "eligibility");
    if (flags.isEmpty()) {
      throw invalid("eligibility", "must be left out where it is empty");
    }
    return flags;
  }

  private static Money money(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(Set.of("ccy", "exp", "minor"));
    return new Money(obj.string("ccy"), small(obj, "exp"), obj.decimal("minor"));
  }

  private static List<Draw> draws(Json.Obj whole) throws JsonException {
    List<Json> items = whole.arr("draws");
    var draws = new ArrayList<Draw>(items.size());
    for (Json item : items) {
      if (!(item instanceof Json.Arr(List<Json> parts))
          || parts.size() != 3
          || !(parts.get(0) instanceof Json.Str(String purpose))
          || !(parts.get(1) instanceof Json.Str(String n))
          || !(parts.get(2) instanceof Json.Str(String v))) {
        throw invalid("draws[" + draws.size() + "]", "must be [purpose, n, value] as strings");
      }
      long range = Decimals.parse(n);
      long value = Decimals.parse(v);
      if (range < 1 || value < 0 || value >= range) {
        throw invalid("draws[" + draws.size() + "]", "must be a value from 0 to n - 1");
      }
      draws.add(new Draw(purpose, range, value));
    }
    return draws;
  }

  private static GameRef game(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(Set.of("id", "logic", "version"));
    return new GameRef(obj.string("id"), hash(obj, "logic"), obj.string("version"));
  }

  private static Trigger trigger(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(Set.of("bet", "draw", "level", "pool"));
    return new Trigger(
        obj.string("bet"), small(obj, "draw"), obj.string("level"), obj.string("pool"));
  }

  private static Contribution contribution(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(Set.of("amount", "bet", "level", "pool"));
    return new Contribution(
        in("amount", () -> microMoney(obj.obj("amount"))),
        obj.string("bet"),
        obj.string("level"),
        obj.string("pool"));
  }

  private static MicroMoney microMoney(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(Set.of("ccy", "exp", "micro", "minor"));
    long micro = obj.decimal("micro");
    if (micro > 999_999) {
      throw invalid("micro", "must be 0 to 999999");
    }
    return new MicroMoney(obj.string("ccy"), small(obj, "exp"), (int) micro, obj.decimal("minor"));
  }

  private static RequestRef request(Json.Obj obj, Set<String> known) throws JsonException {
    obj.refuseUnknown(known);
    return new RequestRef(obj.string("id"), hash(obj, "sha256"));
  }

  private static BetResult result(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(Set.of("bet", "detail", "features", "win"));
    return new BetResult(
        obj.string("bet"),
        obj.obj("detail"),
        strings(obj, "features"),
        in("win", () -> money(obj.obj("win"))));
  }

  private static RoundRef round(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(Set.of("id", "mode", "step"));
    RoundRef.Mode mode =
        switch (obj.string("mode")) {
          case "REAL" -> RoundRef.Mode.REAL;
          case "FREE" -> RoundRef.Mode.FREE;
          case "TEST" -> RoundRef.Mode.TEST;
          default -> throw invalid("mode", "must be REAL, FREE or TEST");
        };
    return new RoundRef(obj.string("id"), mode, small(obj, "step"));
  }

  private static Optional<String> trace(Json.Obj whole) throws JsonException {
    return whole.optionalString("trace");
  }

  private static Hash hash(Json.Obj obj, String name) throws JsonException {
    String text = obj.string(name);
    try {
      return Hash.parse(text);
    } catch (IllegalArgumentException e) {
      throw invalid(name, "must be sha256: and 64 lower case hexadecimal digits");
    }
  }

  private static int small(Json.Obj obj, String name) throws JsonException {
    long value = obj.integer(name);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw invalid(name, "must be 0 to 2^31 - 1");
    }
    return (int) value;
  }

  private static List<String> strings(Json.Obj obj, String name) throws JsonException {
    List<Json> items = obj.arr(name);
    var texts = new ArrayList<String>(items.size());
    for (Json item : items) {
      if (!(item instanceof Json.Str(String text))) {
        throw invalid(name + "[" + texts.size() + "]", "must be a string");
      }
      texts.add(text);
    }
    return texts;
  }

  private static <T> List<T> objects(Json.Obj obj, String name, Part<T> part) throws JsonException {
    List<Json> items = obj.arr(name);
    var parts = new ArrayList<T>(items.size());
    for (Json item : items) {
      String where = name + "[" + parts.size() + "]";
      if (!(item instanceof Json.Obj object)) {
        throw invalid(where, "must be an object");
      }
      parts.add(in(where, () -> part.read(object)));
    }
    return parts;
  }

  /** Reads a part; its refusals name the place of the part. */
  private static <T> T in(String where, Reading<T> reading) throws JsonException {
    try {
      return reading.read();
    } catch (JsonException e) {
      throw e.under(where);
    } catch (IllegalArgumentException e) {
      throw invalid(where, String.valueOf(e.getMessage()));
    }
  }

  private static JsonException invalid(String path, String what) {
    return new JsonException(JsonException.Fault.VALUE, path, what);
  }

  private interface Part<T> {
    T read(Json.Obj obj) throws JsonException;
  }

  private interface Reading<T> {
    T read() throws JsonException;
  }
}
