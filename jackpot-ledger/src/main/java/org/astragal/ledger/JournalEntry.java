package org.astragal.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.astragal.outcome.Hash;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;

/**
 * One entry of the journal: what was applied, and what came of it.
 *
 * @param journal its name
 * @param number from 0, without a gap
 * @param at when it was written, by the ledger's clock; nothing is computed from it
 * @param input what was applied
 * @param result what came of it
 */
record JournalEntry(String journal, long number, Instant at, Input input, Result result) {
  /** Larger than any entry: a delivery refuses no more records than it has. */
  static final int MAX_BYTES = 16 << 20;

  private static final int VERSION = 1;
  private static final Set<String> MEMBERS =
      Set.of("at", "balances", "entry", "input", "journal", "kind", "rows", "terms", "v");

  /**
   * What came of an input.
   *
   * @param rows the postings that it made, by pool
   * @param terms what came to hold with it, by pool
   * @param balances of each level that it changed, after it: pool, level, account, micro-units
   */
  record Result(
      Map<String, Rows> rows,
      Map<String, List<Begun>> terms,
      Map<String, Map<String, Map<String, Long>>> balances) {
    Result {
      rows = new TreeMap<>(rows);
      terms = new TreeMap<>(terms);
      balances = new TreeMap<>(balances);
    }

    /**
     * {@return what came of it}
     *
     * @param made the postings
     * @param after the pools, before they {@linkplain Pools#settle settle}
     * @param touched levels whose balances have changed
     */
    static Result of(EntryRows made, Pools after, List<Pools.Place> touched) {
      var rows = new TreeMap<String, Rows>();
      made.byPool().forEach((id, sums) -> rows.put(after.pool(id).orElseThrow().name(), sums));
      var terms = new TreeMap<String, List<Begun>>();
      for (var pool : after.all()) {
        if (!pool.begun().isEmpty()) {
          terms.put(pool.name(), pool.begun().stream().map(Begun::of).toList());
        }
      }
      var balances = new TreeMap<String, Map<String, Map<String, Long>>>();
      for (var place : touched) {
        balances
            .computeIfAbsent(place.pool().name(), _ -> new TreeMap<>())
            .put(place.level().name(), JournalEntry.balances(place.level()));
      }
      return new Result(rows, terms, balances);
    }

    /** {@return terms that came to hold with it} */
    Optional<Begun> terms(String pool, int number) {
      return terms.getOrDefault(pool, List.of()).stream()
          .filter(begun -> begun.number() == number)
          .findFirst();
    }

    /** {@return all postings} */
    long count() {
      return rows.values().stream().mapToLong(Rows::count).sum();
    }
  }

  /**
   * The postings of a pool.
   *
   * @param first number of the first one; they have no gap
   * @param count how many
   * @param root of the tree of these, in order
   */
  record Rows(long first, long count, Hash root) {
    long last() {
      return first + count - 1;
    }
  }

  /**
   * Terms of a pool that came to hold.
   *
   * @param number their number
   * @param file the rules of the pool
   * @param levels the levels, in the order of a contribution's amounts
   */
  record Begun(int number, Hash file, List<OfLevel> levels) {
    Begun {
      levels = List.copyOf(levels);
    }

    private static Begun of(Terms terms) {
      var levels =
          terms.levels().stream().map(l -> new OfLevel(l.rules().id(), l.file().hash())).toList();
      return new Begun(terms.number(), terms.file().hash(), levels);
    }
  }

  /** The rules file that holds for a level. */
  record OfLevel(String level, Hash file) {}

  /** {@return the balances of all accounts of a level} */
  static Map<String, Long> balances(LevelState level) {
    var balances = new TreeMap<String, Long>();
    for (var kind : AccountKind.values()) {
      balances.put(kind.name(), level.micro(kind));
    }
    return balances;
  }

  /** {@return the entry in canonical JSON} */
  byte[] encode() {
    var w = new JcsWriter().beginObject();
    w.name("at").string(Texts.time(at));
    w.name("balances").beginObject();
    result
        .balances()
        .forEach((pool, levels) -> {
          w.name(pool).beginObject();
          new TreeMap<>(levels)
              .forEach((level, accounts) -> {
                w.name(level).beginObject();
                new TreeMap<>(accounts)
                    .forEach((account, micro) -> w.name(account).string(Long.toString(micro)));
                w.endObject();
              });
          w.endObject();
        });
    w.endObject();
    w.name("entry").decimal(number);
    w.name("input").value(input.json());
    w.name("journal").string(journal);
    w.name("kind").string(input.kind());
    w.name("rows").beginObject();
    result
        .rows()
        .forEach((pool, rows) -> {
          w.name(pool).beginObject().name("count").decimal(rows.count());
          w.name("first").decimal(rows.first()).name("root").hash(rows.root()).endObject();
        });
    w.endObject().name("terms").beginObject();
    result
        .terms()
        .forEach((pool, all) -> {
          w.name(pool).beginArray();
          all.forEach(begun -> encode(w, begun));
          w.endArray();
        });
    w.endObject().name("v").integer(VERSION);
    return w.endObject().toBytes();
  }

  private static void encode(JcsWriter w, Begun begun) {
    w.beginObject().name("file").hash(begun.file()).name("levels").beginArray();
    for (var level : begun.levels()) {
      w.beginObject().name("file").hash(level.file());
      w.name("level").string(level.level()).endObject();
    }
    w.endArray().name("number").integer(begun.number()).endObject();
  }

  /**
   * Reads an entry.
   *
   * @throws JournalException if it is none of this version
   */
  static JournalEntry parse(byte[] body) throws JournalException {
    try {
      if (!(Json.parse(body, MAX_BYTES) instanceof Json.Obj json)) {
        throw new JournalException("an entry must be an object");
      }
      json.refuseUnknown(MEMBERS);
      if (json.integer("v") != VERSION) {
        throw new JournalException("version " + json.integer("v") + ", " + VERSION + " is read");
      }
      return new JournalEntry(
          json.string("journal"),
          json.decimal("entry"),
          Instant.parse(json.string("at")),
          Input.of(json.string("kind"), json.obj("input")),
          new Result(
              rows(json.obj("rows")), terms(json.obj("terms")), balances(json.obj("balances"))));
    } catch (JsonException | IllegalArgumentException | DateTimeException e) {
      throw new JournalException("not an entry: " + e.getMessage(), e);
    }
  }

  private static Map<String, Rows> rows(Json.Obj json) throws JsonException {
    var rows = new TreeMap<String, Rows>();
    for (var pool : json.members().keySet()) {
      var of = json.obj(pool);
      rows.put(
          pool, new Rows(of.decimal("first"), of.decimal("count"), Hash.parse(of.string("root"))));
    }
    return rows;
  }

  private static Map<String, List<Begun>> terms(Json.Obj json) throws JsonException {
    var terms = new TreeMap<String, List<Begun>>();
    for (var pool : json.members().keySet()) {
      var all = new ArrayList<Begun>();
      for (var one : json.arr(pool)) {
        var begun = object(one);
        var levels = new ArrayList<OfLevel>();
        for (var level : begun.arr("levels")) {
          levels.add(
              new OfLevel(object(level).string("level"), Hash.parse(object(level).string("file"))));
        }
        all.add(new Begun((int) begun.integer("number"), Hash.parse(begun.string("file")), levels));
      }
      terms.put(pool, all);
    }
    return terms;
  }

  private static Json.Obj object(Json json) {
    if (json instanceof Json.Obj object) {
      return object;
    }
    throw new IllegalArgumentException("an object must be there");
  }

  private static Map<String, Map<String, Map<String, Long>>> balances(Json.Obj json)
      throws JsonException {
    var pools = new TreeMap<String, Map<String, Map<String, Long>>>();
    for (var pool : json.members().keySet()) {
      var levels = new TreeMap<String, Map<String, Long>>();
      for (var level : json.obj(pool).members().keySet()) {
        var accounts = new TreeMap<String, Long>();
        var of = json.obj(pool).obj(level);
        for (var account : of.members().keySet()) {
          accounts.put(account, Long.parseLong(of.string(account)));
        }
        levels.put(level, accounts);
      }
      pools.put(pool, levels);
    }
    return pools;
  }
}
