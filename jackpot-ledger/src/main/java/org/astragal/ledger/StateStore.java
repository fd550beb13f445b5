package org.astragal.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.outcome.Hash;
import org.astragal.service.ConfigException;

/**
 * The pools in the books: read whole when somebody else may have changed them, written as far as
 * they changed. Thread-safe.
 */
final class StateStore {
  private final Map<Hash, RulesFile> files = new ConcurrentHashMap<>();

  /** Reads every pool. */
  Pools load(Connection c) throws SQLException, StoreException {
    var levels = levels(c);
    var carries = carries(c);
    var pools = new ArrayList<PoolState>();
    try (var s =
            c.prepareStatement("select id, name, newest, terms, postings from pool order by id");
        var r = s.executeQuery()) {
      while (r.next()) {
        var id = r.getInt(1);
        var newest = file(c, Hash.of(r.getBytes(3)));
        var own = levels.getOrDefault(id, List.of());
        var terms = new Terms(r.getInt(4), newest, PoolState.inForce(own, newest));
        pools.add(
            new PoolState(
                id, r.getString(2), own, carries.getOrDefault(id, Map.of()), terms, r.getLong(5)));
      }
    }
    return new Pools(pools);
  }

  private Map<Integer, List<LevelState>> levels(Connection c) throws SQLException, StoreException {
    var balances = balances(c);
    var decided = decided(c);
    var levels = new TreeMap<Integer, List<LevelState>>();
    try (var s =
            c.prepareStatement(
                "select id, pool_id, level, file, cycle, retired from level order by id");
        var r = s.executeQuery()) {
      while (r.next()) {
        var id = r.getInt(1);
        levels
            .computeIfAbsent(r.getInt(2), _ -> new ArrayList<>())
            .add(
                new LevelState(
                    id,
                    r.getString(3),
                    file(c, Hash.of(r.getBytes(4))),
                    balances.getOrDefault(id, new long[0]),
                    r.getLong(5),
                    r.getBoolean(6),
                    decided.getOrDefault(id, Decided.begin(0, 0))));
      }
    }
    return levels;
  }

  private static Map<Integer, long[]> balances(Connection c) throws SQLException {
    var balances = new TreeMap<Integer, long[]>();
    try (var s = c.prepareStatement("select level, kind, micro from account");
        var r = s.executeQuery()) {
      while (r.next()) {
        balances
                .computeIfAbsent(r.getInt(1), _ -> new long[AccountKind.values().length])[
                AccountKind.valueOf(r.getString(2)).index()] =
            r.getLong(3);
      }
    }
    return balances;
  }

  private static Map<Integer, Decided> decided(Connection c) throws SQLException {
    var decided = new TreeMap<Integer, Decided>();
    try (var s =
            c.prepareStatement(
                "select level, posting, micro, commitment, from_minor, to_minor from decision");
        var r = s.executeQuery()) {
      while (r.next()) {
        var commitment = Optional.ofNullable(r.getBytes(4)).map(Hash::of);
        var from = r.getLong(5);
        var to = r.getLong(6);
        decided.put(
            r.getInt(1),
            new Decided(
                r.getLong(2),
                r.getLong(3),
                commitment.map(hash -> new Decided.Threshold(hash, from, to))));
      }
    }
    return decided;
  }

  private static Map<Integer, Map<String, Long>> carries(Connection c) throws SQLException {
    var carries = new TreeMap<Integer, Map<String, Long>>();
    try (var s = c.prepareStatement("select pool, currency, parts from carry");
        var r = s.executeQuery()) {
      while (r.next()) {
        carries
            .computeIfAbsent(r.getInt(1), _ -> new TreeMap<>())
            .put(r.getString(2), r.getLong(3));
      }
    }
    return carries;
  }

  /** {@return a rules file that the books name} */
  private RulesFile file(Connection c, Hash hash) throws SQLException, StoreException {
    var known = files.get(hash);
    if (known != null) {
      return known;
    }
    try (var s = c.prepareStatement("select content from rules where sha256 = ?")) {
      s.setBytes(1, hash.bytes());
      try (var r = s.executeQuery()) {
        if (!r.next()) {
          throw new StoreException(Fault.REFUSED, "the books name rules that they lack: " + hash);
        }
        var file = RulesFile.of(Path.of("rules", hash.toString()), r.getBytes(1));
        files.put(hash, file);
        return file;
      }
    } catch (ConfigException e) {
      throw new StoreException(Fault.REFUSED, "rules in the books cannot be read", e);
    }
  }

  /** {@return whether a rules file was in force at any time} */
  boolean has(Connection c, RulesFile file) throws SQLException {
    try (var s = c.prepareStatement("select from rules where sha256 = ?")) {
      s.setBytes(1, file.hash().bytes());
      try (var r = s.executeQuery()) {
        return r.next();
      }
    }
  }

  /** Keeps a rules file, byte for byte. */
  void keep(Connection c, RulesFile file) throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into rules (sha256, content) values (?, ?) on conflict do nothing")) {
      s.setBytes(1, file.hash().bytes());
      s.setBytes(2, file.content());
      s.executeUpdate();
    }
    files.put(file.hash(), file);
  }

  /** {@return what caps have let through, of these keys} */
  static CapUse capUse(Connection c, Collection<CapUse.Key> keys) throws SQLException {
    var use = new CapUse();
    if (keys.isEmpty()) {
      return use;
    }
    var columns = columns(keys);
    try (var s =
        c.prepareStatement(
            "select u.pool, u.day, u.who, u.micro from cap_use u"
                + " join unnest(?, ?, ?) as k (pool, day, who)"
                + " on u.pool = k.pool and u.day = k.day and u.who = k.who")) {
      columns.bind(c, s);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          use.know(new CapUse.Key(r.getInt(1), r.getInt(2), r.getString(3)), r.getLong(4));
        }
      }
    }
    return use;
  }

  private record Columns(List<Integer> pools, List<Integer> days, List<String> who) {
    void bind(Connection c, PreparedStatement s) throws SQLException {
      s.setArray(1, c.createArrayOf("int4", pools.toArray()));
      s.setArray(2, c.createArrayOf("int4", days.toArray()));
      s.setArray(3, c.createArrayOf("text", who.toArray()));
    }
  }

  private static Columns columns(Collection<CapUse.Key> keys) {
    return new Columns(
        keys.stream().map(CapUse.Key::pool).toList(),
        keys.stream().map(k -> Math.toIntExact(k.day())).toList(),
        keys.stream().map(CapUse.Key::who).toList());
  }

  /** Writes what has changed. */
  static void save(Connection c, Pools before, Pools after, CapUse use, long entry)
      throws SQLException {
    for (var pool : after.all()) {
      var old = before.pool(pool.id());
      if (old.isEmpty() || old.get().postings() != pool.postings() || !pool.begun().isEmpty()) {
        savePool(c, pool, entry);
        saveLevels(c, old.map(PoolState::levels).orElse(List.of()), pool);
        saveCarries(c, old.map(PoolState::carries).orElse(Map.of()), pool);
      }
    }
    saveBalances(c, before, after);
    saveDecided(c, before, after);
    saveUse(c, use);
  }

  private static void saveDecided(Connection c, Pools before, Pools after) throws SQLException {
    for (var pool : after.all()) {
      for (var level : pool.levels()) {
        var decided = level.decided();
        var old = before.level(level.id()).map(place -> place.level().decided());
        if (old.equals(Optional.of(decided))) {
          continue;
        }
        try (var s =
            c.prepareStatement(
                "insert into decision (level, posting, micro, commitment, from_minor, to_minor)"
                    + " values (?, ?, ?, ?, ?, ?) on conflict (level) do update set"
                    + " posting = excluded.posting, micro = excluded.micro,"
                    + " commitment = excluded.commitment, from_minor = excluded.from_minor,"
                    + " to_minor = excluded.to_minor")) {
          s.setInt(1, level.id());
          s.setLong(2, decided.posting());
          s.setLong(3, decided.micro());
          bind(s, decided.threshold());
          s.executeUpdate();
        }
      }
    }
  }

  private static void bind(PreparedStatement s, Optional<Decided.Threshold> threshold)
      throws SQLException {
    if (threshold.isPresent()) {
      s.setBytes(4, threshold.get().commitment().bytes());
      s.setLong(5, threshold.get().fromMinor());
      s.setLong(6, threshold.get().toMinor());
    } else {
      s.setNull(4, Types.BINARY);
      s.setNull(5, Types.BIGINT);
      s.setNull(6, Types.BIGINT);
    }
  }

  private static void savePool(Connection c, PoolState pool, long entry) throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into pool (id, name, newest, terms, postings) values (?, ?, ?, ?, ?)"
                + " on conflict (id) do update set newest = excluded.newest,"
                + " terms = excluded.terms, postings = excluded.postings")) {
      s.setInt(1, pool.id());
      s.setString(2, pool.name());
      s.setBytes(3, pool.terms().file().hash().bytes());
      s.setInt(4, pool.terms().number());
      s.setLong(5, pool.postings());
      s.executeUpdate();
    }
    for (var terms : pool.begun()) {
      saveTerms(c, pool, terms, entry);
    }
  }

  private static void saveTerms(Connection c, PoolState pool, Terms terms, long entry)
      throws SQLException {
    var levels = terms.levels().stream().map(l -> pool.levels().get(l.index()).id()).toList();
    var files = terms.levels().stream().map(l -> l.file().hash().bytes()).toArray(byte[][]::new);
    try (var s =
        c.prepareStatement(
            "insert into terms (pool, number, file, levels, files, entry)"
                + " values (?, ?, ?, ?, ?, ?)")) {
      s.setInt(1, pool.id());
      s.setInt(2, terms.number());
      s.setBytes(3, terms.file().hash().bytes());
      s.setArray(4, c.createArrayOf("int4", levels.toArray()));
      s.setArray(5, c.createArrayOf("bytea", files));
      s.setLong(6, entry);
      s.executeUpdate();
    }
  }

  private static void saveLevels(Connection c, List<LevelState> old, PoolState pool)
      throws SQLException {
    var rules = pool.terms().rules();
    for (var i = 0; i < pool.levels().size(); i++) {
      var level = pool.levels().get(i);
      if (i < old.size() && isSame(old.get(i), level) && pool.begun().isEmpty()) {
        continue;
      }
      var ordinal = rules.levels().stream().map(LevelRules::id).toList().indexOf(level.name());
      try (var s =
          c.prepareStatement(
              "insert into level (id, pool_id, pool, level, ordinal, currency, exp, file, cycle,"
                  + " retired) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set"
                  + " ordinal = excluded.ordinal, file = excluded.file, cycle = excluded.cycle,"
                  + " retired = excluded.retired")) {
        s.setInt(1, level.id());
        s.setInt(2, pool.id());
        s.setString(3, pool.name());
        s.setString(4, level.name());
        s.setInt(5, ordinal < 0 ? PoolRules.MAX_LEVELS : ordinal);
        s.setString(6, rules.currency());
        s.setInt(7, rules.exp());
        s.setBytes(8, level.file().hash().bytes());
        s.setLong(9, level.cycle());
        s.setBoolean(10, level.retired());
        s.executeUpdate();
      }
    }
  }

  private static boolean isSame(LevelState a, LevelState b) {
    return a.cycle() == b.cycle() && a.retired() == b.retired() && a.file() == b.file();
  }

  private static void saveCarries(Connection c, Map<String, Long> old, PoolState pool)
      throws SQLException {
    for (var carry : pool.carries().entrySet()) {
      if (carry.getValue().equals(old.get(carry.getKey()))) {
        continue;
      }
      try (var s =
          c.prepareStatement(
              "insert into carry (pool, currency, parts) values (?, ?, ?)"
                  + " on conflict (pool, currency) do update set parts = excluded.parts")) {
        s.setInt(1, pool.id());
        s.setString(2, carry.getKey());
        s.setLong(3, carry.getValue());
        s.executeUpdate();
      }
    }
  }

  /** One statement for all levels, however many. */
  private static void saveBalances(Connection c, Pools before, Pools after) throws SQLException {
    var levels = new ArrayList<Integer>();
    var kinds = new ArrayList<String>();
    var amounts = new ArrayList<Long>();
    for (var pool : after.all()) {
      for (var level : pool.levels()) {
        var old = before.level(level.id());
        for (var kind : AccountKind.values()) {
          if (old.isEmpty() || old.get().level().micro(kind) != level.micro(kind)) {
            levels.add(level.id());
            kinds.add(kind.name());
            amounts.add(level.micro(kind));
          }
        }
      }
    }
    if (levels.isEmpty()) {
      return;
    }
    try (var s =
        c.prepareStatement(
            "insert into account (level, kind, micro)"
                + " select level, kind::account_kind, micro"
                + " from unnest(?, ?, ?) as m (level, kind, micro)"
                + " on conflict (level, kind) do update set micro = excluded.micro")) {
      s.setArray(1, c.createArrayOf("int4", levels.toArray()));
      s.setArray(2, c.createArrayOf("text", kinds.toArray()));
      s.setArray(3, c.createArrayOf("int8", amounts.toArray()));
      s.executeUpdate();
    }
  }

  private static void saveUse(Connection c, CapUse use) throws SQLException {
    var changes = use.changes();
    if (changes.isEmpty()) {
      return;
    }
    var keys = List.copyOf(changes.keySet());
    try (var s =
        c.prepareStatement(
            "insert into cap_use (pool, day, who, micro) select * from unnest(?, ?, ?, ?)"
                + " on conflict (pool, day, who) do update set micro = excluded.micro")) {
      columns(keys).bind(c, s);
      s.setArray(4, c.createArrayOf("int8", keys.stream().map(changes::get).toArray()));
      s.executeUpdate();
    }
  }
}
