package org.astragal.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the parts that records have in common, strictly. */
final class PartReader {
  private static final Set<String> REVEAL = Set.of("commitment", "nonce", "step");
  private static final Set<String> APPLIANCE = Set.of("boot", "program", "rng");
  private static final Set<String> RNG = Set.of("construction", "instance", "reseed");
  private static final Set<String> BET = Set.of("fundedBy", "id", "player", "selection", "stake");
  private static final Set<String> PLAYER =
      Set.of("channel", "eligibility", "jurisdiction", "pseudonym", "session");
  private static final Set<String> MONEY = Set.of("ccy", "exp", "minor");
  private static final Set<String> GAME = Set.of("id", "logic", "terms", "version");
  private static final Set<String> TRIGGER = Set.of("bet", "draw", "level", "pool");
  private static final Set<String> CONTRIBUTION = Set.of("amount", "bet", "level", "pool");
  private static final Set<String> MICRO_MONEY = Set.of("ccy", "exp", "micro", "minor");
  private static final Set<String> RESULT = Set.of("bet", "detail", "features", "win");
  private static final Set<String> ROUND = Set.of("id", "mode", "step");

  private PartReader() {}

  static Optional<Hash> commitment(Json.Obj whole) throws JsonException {
    return whole.members().containsKey("commitment")
        ? Optional.of(hash(whole, "commitment"))
        : Optional.empty();
  }

  /** Left out where there is none, so that a round that was played at once has one form. */
  static List<Reveal> reveals(Json.Obj whole) throws JsonException {
    if (!whole.members().containsKey("reveals")) {
      return List.of();
    }
    List<Reveal> reveals = objects(whole, "reveals", PartReader::reveal);
    if (reveals.isEmpty()) {
      throw invalid("reveals", "must be left out where it is empty");
    }
    return reveals;
  }

  static Reveal reveal(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(REVEAL);
    return new Reveal(hash(obj, "commitment"), obj.string("nonce"), small(obj, "step"));
  }

  static ApplianceInfo appliance(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(APPLIANCE);
    Json.Obj rng = obj.obj("rng");
    return new ApplianceInfo(obj.string("boot"), hash(obj, "program"), in("rng", () -> rng(rng)));
  }

  static ApplianceInfo.Rng rng(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(RNG);
    return new ApplianceInfo.Rng(
        obj.string("construction"), obj.string("instance"), obj.decimal("reseed"));
  }

  static Bet bet(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(BET);
    return new Bet(
        obj.string("id"),
        obj.string("fundedBy"),
        in("player", () -> player(obj.obj("player"))),
        obj.obj("selection"),
        in("stake", () -> money(obj.obj("stake"))));
  }

  static Player player(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(PLAYER);
    return new Player(
        obj.string("channel"),
        obj.string("jurisdiction"),
        obj.string("pseudonym"),
        obj.string("session"),
        eligibility(obj));
  }

  /** Left out where it is empty, so that one player has one form. */
  static List<String> eligibility(Json.Obj player) throws JsonException {
    if (!player.members().containsKey("eligibility")) {
      return List.of();
    }
    List<String> flags = strings(player, "eligibility");
    if (flags.isEmpty()) {
      throw invalid("eligibility", "must be left out where it is empty");
    }
    return flags;
  }

  static Money money(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(MONEY);
    return new Money(obj.string("ccy"), small(obj, "exp"), obj.decimal("minor"));
  }

  static List<Draw> draws(Json.Obj whole) throws JsonException {
    List<Json> items = whole.arr("draws");
    var draws = new ArrayList<Draw>(items.size());
    for (Json item : items) {
      try {
        draws.add(draw(item));
      } catch (JsonException | IllegalArgumentException e) {
        throw under("draws", draws.size(), e);
      }
    }
    return draws;
  }

  static Draw draw(Json item) throws JsonException {
    var parts = new ArrayList<String>();
    if (item instanceof Json.Arr(List<Json> items)) {
      for (Json part : items) {
        parts.add(part instanceof Json.Str(String text) ? text : "");
      }
    }
    boolean isHidden = parts.size() == 5 && parts.get(4).equals(RecordWriter.HIDDEN);
    if (parts.size() < 3 || parts.size() > 5 || (parts.size() == 5 && !isHidden)) {
      throw invalid("", "must be [purpose, n, value], then step, then \"h\", as strings");
    }
    long range = Decimals.parse(parts.get(1));
    long value = Decimals.parse(parts.get(2));
    if (range < 1 || value < 0 || value >= range) {
      throw invalid("", "must be a value from 0 to n - 1");
    }
    long step = parts.size() > 3 ? Decimals.parse(parts.get(3)) : 0;
    if (step < 0 || step > Integer.MAX_VALUE || (parts.size() == 4 && step == 0)) {
      throw invalid("", "must have a step from 1 to 2^31 - 1, or none");
    }
    return new Draw(parts.get(0), range, value, (int) step, isHidden);
  }

  static GameRef game(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(GAME);
    return new GameRef(obj.string("id"), hash(obj, "logic"), terms(obj), obj.string("version"));
  }

  /** Left out where there are none, so that one game has one form. */
  private static SortedMap<String, String> terms(Json.Obj game) throws JsonException {
    var terms = new TreeMap<String, String>();
    Optional<Json.Obj> members = game.optionalObj("terms");
    if (members.isPresent()) {
      for (String option : members.get().members().keySet()) {
        terms.put(option, members.get().string(option));
      }
      if (terms.isEmpty()) {
        throw invalid("terms", "must be left out where there are none");
      }
    }
    return terms;
  }

  static Trigger trigger(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(TRIGGER);
    return new Trigger(
        obj.string("bet"), small(obj, "draw"), obj.string("level"), obj.string("pool"));
  }

  static Contribution contribution(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(CONTRIBUTION);
    return new Contribution(
        in("amount", () -> microMoney(obj.obj("amount"))),
        obj.string("bet"),
        obj.string("level"),
        obj.string("pool"));
  }

  static MicroMoney microMoney(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(MICRO_MONEY);
    long micro = obj.decimal("micro");
    if (micro > 999_999) {
      throw invalid("micro", "must be 0 to 999999");
    }
    return new MicroMoney(obj.string("ccy"), small(obj, "exp"), (int) micro, obj.decimal("minor"));
  }

  static RequestRef request(Json.Obj obj, Set<String> known) throws JsonException {
    obj.refuseUnknown(known);
    return new RequestRef(obj.string("id"), hash(obj, "sha256"));
  }

  static BetResult result(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(RESULT);
    return new BetResult(
        obj.string("bet"),
        obj.obj("detail"),
        strings(obj, "features"),
        in("win", () -> money(obj.obj("win"))));
  }

  static RoundRef round(Json.Obj obj) throws JsonException {
    obj.refuseUnknown(ROUND);
    RoundRef.Mode mode =
        switch (obj.string("mode")) {
          case "REAL" -> RoundRef.Mode.REAL;
          case "FREE" -> RoundRef.Mode.FREE;
          case "TEST" -> RoundRef.Mode.TEST;
          default -> throw invalid("mode", "must be REAL, FREE or TEST");
        };
    return new RoundRef(obj.string("id"), mode, small(obj, "step"));
  }

  static Optional<String> trace(Json.Obj whole) throws JsonException {
    return whole.optionalString("trace");
  }

  static Hash hash(Json.Obj obj, String name) throws JsonException {
    String text = obj.string(name);
    try {
      return Hash.parse(text);
    } catch (IllegalArgumentException e) {
      throw invalid(name, "must be sha256: and 64 lower case hexadecimal digits");
    }
  }

  static int small(Json.Obj obj, String name) throws JsonException {
    long value = obj.integer(name);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw invalid(name, "must be 0 to 2^31 - 1");
    }
    return (int) value;
  }

  static List<String> strings(Json.Obj obj, String name) throws JsonException {
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

  static <T> List<T> objects(Json.Obj obj, String name, Part<T> part) throws JsonException {
    List<Json> items = obj.arr(name);
    var parts = new ArrayList<T>(items.size());
    for (Json item : items) {
      if (!(item instanceof Json.Obj object)) {
        throw invalid(name + "[" + parts.size() + "]", "must be an object");
      }
      try {
        parts.add(part.read(object));
      } catch (JsonException | IllegalArgumentException e) {
        throw under(name, parts.size(), e);
      }
    }
    return parts;
  }

  /** Reads a part; its refusals name the place of the part. */
  static <T> T in(String where, Reading<T> reading) throws JsonException {
    try {
      return reading.read();
    } catch (JsonException e) {
      throw e.under(where);
    } catch (IllegalArgumentException e) {
      throw invalid(where, String.valueOf(e.getMessage()));
    }
  }

  /** A refusal of an item; its place is put into words only here. */
  private static JsonException under(String name, int index, Exception e) {
    String where = name + "[" + index + "]";
    return e instanceof JsonException refusal
        ? refusal.under(where)
        : invalid(where, String.valueOf(e.getMessage()));
  }

  static JsonException invalid(String path, String what) {
    return new JsonException(JsonException.Fault.VALUE, path, what);
  }

  interface Part<T> {
    T read(Json.Obj obj) throws JsonException;
  }

  interface Reading<T> {
    T read() throws JsonException;
  }
}
