package org.astragal.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
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
 * @param rows how many postings it made
 * @param root of the tree of these postings, in order
 * @param balances of each level that it changed, after it: pool, level, account, micro-units
 */
record JournalEntry(
    String journal,
    long number,
    Instant at,
    Input input,
    long rows,
    Hash root,
    Map<String, Map<String, Map<String, Long>>> balances) {
  private static final int VERSION = 1;
  private static final Set<String> MEMBERS =
      Set.of("at", "balances", "entry", "input", "journal", "kind", "rows", "v");

  JournalEntry {
    balances = new TreeMap<>(balances);
  }

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
    balances.forEach((pool, levels) -> {
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
    w.name("rows").beginObject().name("count").decimal(rows).name("root").hash(root).endObject();
    w.name("v").integer(VERSION);
    return w.endObject().toBytes();
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
      var rows = json.obj("rows");
      return new JournalEntry(
          json.string("journal"),
          json.decimal("entry"),
          Instant.parse(json.string("at")),
          Input.of(json.string("kind"), json.obj("input")),
          rows.decimal("count"),
          Hash.parse(rows.string("root")),
          balances(json.obj("balances")));
    } catch (JsonException | IllegalArgumentException | DateTimeException e) {
      throw new JournalException("not an entry: " + e.getMessage(), e);
    }
  }

  /** Larger than any entry: a delivery refuses no more records than it has. */
  static final int MAX_BYTES = 16 << 20;

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
