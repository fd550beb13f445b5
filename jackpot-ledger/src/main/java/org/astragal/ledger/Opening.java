package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.service.ConfigException;

/**
 * What a ledger does to its books before it serves: takes them over, and brings pools and levels of
 * the rules files into being, seeds included.
 */
final class Opening {
  private Opening() {}

  /** Fences off every older process. {@return the number under which this one may post} */
  static long takeOver(Database database) throws StoreException {
    return database.write(c -> {
      try (var s = c.prepareStatement("update ledger set epoch = epoch + 1 returning epoch");
          var r = s.executeQuery()) {
        if (!r.next()) {
          throw new StoreException(Fault.REFUSED, "table ledger must hold one row");
        }
        return r.getLong(1);
      }
    });
  }

  /** Registers the rules; creates and seeds levels that are new. */
  static List<Pool> pools(Database database, List<RulesFile> files, long epoch)
      throws StoreException, ConfigException {
    var pools = new ArrayList<Pool>();
    for (var file : files) {
      var clash = database.write(c -> clash(c, file.rules()));
      if (!clash.isEmpty()) {
        throw new ConfigException(
            ConfigException.Fault.KEY, "rules of pool " + file.rules().pool() + ": " + clash);
      }
      pools.add(database.write(c -> register(c, file, epoch)));
    }
    return List.copyOf(pools);
  }

  /** A level keeps its currency for life: its balance is in it. */
  private static String clash(Connection c, PoolRules rules) throws SQLException {
    try (var s =
        c.prepareStatement(
            "select level, currency, exp from level"
                + " where pool = ? and (currency <> ? or exp <> ?)")) {
      s.setString(1, rules.pool());
      s.setString(2, rules.currency());
      s.setInt(3, rules.exp());
      try (var r = s.executeQuery()) {
        return r.next()
            ? "level %s is kept in %s with exp %d and cannot change"
                .formatted(r.getString(1), r.getString(2), r.getInt(3))
            : "";
      }
    }
  }

  private static Pool register(Connection c, RulesFile file, long epoch)
      throws SQLException, StoreException {
    var rulesId = rulesId(c, file);
    var ids = new ArrayList<Integer>();
    var created = new ArrayList<Integer>();
    for (var i = 0; i < file.rules().levels().size(); i++) {
      var level = file.rules().levels().get(i);
      var id = findLevel(c, file.rules().pool(), level.id());
      if (id == 0) {
        id = createLevel(c, file.rules(), i, rulesId);
        created.add(id);
      }
      ids.add(id);
    }
    if (!created.isEmpty()) {
      showSeeds(c, created, epoch);
    }
    return new Pool(file.rules(), rulesId, ids);
  }

  private static int rulesId(Connection c, RulesFile file) throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into rules (sha256, content) values (?, ?)"
                + " on conflict (sha256) do update set sha256 = excluded.sha256 returning id")) {
      s.setBytes(1, file.hash().bytes());
      s.setBytes(2, file.content());
      return onlyInt(s);
    }
  }

  /** {@return the number of a level, 0 if there is none} */
  private static int findLevel(Connection c, String pool, String level) throws SQLException {
    try (var s = c.prepareStatement("select id from level where pool = ? and level = ?")) {
      s.setString(1, pool);
      s.setString(2, level);
      try (var r = s.executeQuery()) {
        return r.next() ? r.getInt(1) : 0;
      }
    }
  }

  private static int createLevel(Connection c, PoolRules rules, int ordinal, int rulesId)
      throws SQLException {
    var level = rules.levels().get(ordinal);
    int id;
    try (var s =
        c.prepareStatement(
            "insert into level (pool, level, ordinal, currency, exp) values (?, ?, ?, ?, ?)"
                + " returning id")) {
      s.setString(1, rules.pool());
      s.setString(2, level.id());
      s.setInt(3, ordinal);
      s.setString(4, rules.currency());
      s.setInt(5, rules.exp());
      id = onlyInt(s);
    }
    try (var s =
        c.prepareStatement(
            "insert into account (level, kind, micro) values (?, ?::account_kind, ?)")) {
      for (var kind : AccountKind.values()) {
        s.setInt(1, id);
        s.setString(2, kind.name());
        s.setLong(
            3,
            switch (kind) {
              case HOUSE -> -level.seedMicro();
              case POOL -> level.seedMicro();
              default -> 0;
            });
        s.addBatch();
      }
      s.executeBatch();
    }
    if (level.seedMinor() > 0) {
      recordSeed(c, id, level.seedMicro(), rulesId);
    }
    return id;
  }

  private static void recordSeed(Connection c, int level, long micro, int rulesId)
      throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into transfer (level, source, target, micro, rules, reason)"
                + " values (?, 'HOUSE', 'POOL', ?, ?, 'seed')")) {
      s.setInt(1, level);
      s.setLong(2, micro);
      s.setInt(3, rulesId);
      s.executeUpdate();
    }
  }

  private static void showSeeds(Connection c, List<Integer> levels, long epoch)
      throws SQLException, StoreException {
    Books.requireIdentity(c, levels);
    try (var s =
        c.prepareStatement(
            "update ledger set position = position + ? where epoch = ? returning position")) {
      s.setInt(1, levels.size());
      s.setLong(2, epoch);
      try (var r = s.executeQuery()) {
        if (!r.next()) {
          throw new StoreException(Fault.FENCED, "another ledger process has taken over");
        }
        Books.writeMeters(c, r.getLong(1) - levels.size() + 1, levels);
      }
    }
  }

  private static int onlyInt(java.sql.PreparedStatement s) throws SQLException {
    try (var r = s.executeQuery()) {
      r.next();
      return r.getInt(1);
    }
  }
}
