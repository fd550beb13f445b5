package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;

/** What the books say. Each method reads one snapshot. Thread-safe. */
final class Queries {
  private final Database database;

  Queries(Database database) {
    this.database = database;
  }

  /** A log as far as it is posted; {@code note} is empty before the first posting. */
  record LogHead(String origin, long position, List<Hash> peaks, String note) {
    /** {@return a range of its own to continue from} */
    CompactRange range() {
      return CompactRange.of(position, peaks);
    }
  }

  /** A level with the balances of all its accounts, micro-units. */
  record LevelBalances(
      String pool, String level, String currency, int exp, Map<AccountKind, Long> micro) {
    long of(AccountKind kind) {
      return micro.getOrDefault(kind, 0L);
    }
  }

  /** All pools at one ledger position. */
  record PoolsView(
      long position, List<LogHead> logs, List<LevelBalances> levels, Map<String, String> rules) {}

  /** A refused line, without the line. */
  record ParkedLine(
      long id,
      String log,
      Optional<Long> seq,
      String reason,
      String detail,
      String sha256,
      int length,
      long times,
      Instant firstAt,
      Instant lastAt) {}

  /** A balance that differs from the fold of the postings. */
  record Difference(String pool, String level, String account, String stored, String folded) {}

  /** Asks PostgreSQL for a sign of life. */
  void ping() throws StoreException {
    database.read(c -> {
      try (var s = c.prepareStatement("select 1")) {
        return s.execute();
      }
    });
  }

  /** {@return the signed head of the journal, as a note; empty before its first entry} */
  Optional<String> journalHead() throws StoreException {
    return database.read(c -> {
      try (var s = c.prepareStatement("select note from journal order by n desc limit 1");
          var r = s.executeQuery()) {
        return r.next()
            ? Optional.of(new String(r.getBytes(1), StandardCharsets.UTF_8))
            : Optional.empty();
      }
    });
  }

  Optional<LogHead> head(String origin) throws StoreException {
    return database.read(c -> {
      try (var s =
          c.prepareStatement(
              "select origin, position, peaks, checkpoint from log where origin = ?")) {
        s.setString(1, origin);
        try (var r = s.executeQuery()) {
          return r.next() ? Optional.of(logHead(r)) : Optional.empty();
        }
      }
    });
  }

  /** What a followed log said of a key. */
  record FollowedKey(long seq, String vkey, boolean trusted) {}

  /** {@return what a log said of its keys, in order} */
  List<FollowedKey> keys(String origin) throws StoreException {
    return database.read(c -> {
      var keys = new ArrayList<FollowedKey>();
      try (var s =
          c.prepareStatement(
              "select k.seq, k.vkey, k.trusted from followed_key k join log on log.id = k.log"
                  + " where log.origin = ? order by k.seq")) {
        s.setString(1, origin);
        try (var r = s.executeQuery()) {
          while (r.next()) {
            keys.add(new FollowedKey(r.getLong(1), r.getString(2), r.getBoolean(3)));
          }
        }
      }
      return List.copyOf(keys);
    });
  }

  /** {@return the leaves posted with the record at {@code seq}, and those before it} */
  Optional<Leaves> leaves(String origin, long seq) throws StoreException {
    return database.read(c -> {
      try (var s =
          c.prepareStatement(
              "select l.first, l.hashes from leaves l join log on log.id = l.log"
                  + " where log.origin = ? and l.first <= ? order by l.first desc limit 1")) {
        s.setString(1, origin);
        s.setLong(2, seq);
        try (var r = s.executeQuery()) {
          return r.next() ? Optional.of(new Leaves(r.getLong(1), r.getBytes(2))) : Optional.empty();
        }
      }
    });
  }

  /** {@return the root of a log at a size that it has passed, if the books reach back so far} */
  Optional<Hash> rootAt(String origin, long size) throws StoreException {
    return database.read(c -> Evidence.rootAt(c, origin, size));
  }

  PoolsView pools() throws StoreException {
    return database.read(c -> new PoolsView(position(c), logs(c), levels(c), rules(c)));
  }

  List<ParkedLine> parked(int limit) throws StoreException {
    return database.read(c -> {
      var lines = new ArrayList<ParkedLine>();
      try (var s =
          c.prepareStatement(
              "select id, log, seq, reason, detail, line_sha256, line_length, times, first_at,"
                  + " last_at from parked order by id desc limit ?")) {
        s.setInt(1, limit);
        try (var r = s.executeQuery()) {
          while (r.next()) {
            lines.add(parkedLine(r));
          }
        }
      }
      return List.copyOf(lines);
    });
  }

  /** {@return meter changes after {@code position}, oldest first} */
  List<MeterChange> metersAfter(long position, int limit) throws StoreException {
    return database.read(c -> {
      var changes = new ArrayList<MeterChange>();
      try (var s =
          c.prepareStatement(
              "select m.position, l.pool, l.level, m.micro, m.at from meter m"
                  + " join level l on l.id = m.level"
                  + " where m.position > ? order by m.position limit ?")) {
        s.setLong(1, position);
        s.setInt(2, limit);
        try (var r = s.executeQuery()) {
          while (r.next()) {
            changes.add(meterChange(r));
          }
        }
      }
      return List.copyOf(changes);
    });
  }

  /** Recomputes every balance from the postings. {@return those that differ} */
  List<Difference> check() throws StoreException {
    return database.survey(c -> {
      var differences = new ArrayList<Difference>();
      try (var s =
              c.prepareStatement(
                  "select pool, level, kind, stored, folded from ledger_check()"
                      + " where stored <> folded");
          var r = s.executeQuery()) {
        while (r.next()) {
          differences.add(
              new Difference(
                  r.getString(1), r.getString(2), r.getString(3), r.getString(4), r.getString(5)));
        }
      }
      return List.copyOf(differences);
    });
  }

  private static long position(Connection c) throws SQLException {
    try (var s = c.prepareStatement("select position from ledger");
        var r = s.executeQuery()) {
      r.next();
      return r.getLong(1);
    }
  }

  /** {@return the hash of the newest rules, by pool} */
  private static Map<String, String> rules(Connection c) throws SQLException {
    var rules = new TreeMap<String, String>();
    try (var s = c.prepareStatement("select name, newest from pool");
        var r = s.executeQuery()) {
      while (r.next()) {
        rules.put(r.getString(1), Hash.of(r.getBytes(2)).toString());
      }
    }
    return rules;
  }

  private static List<LogHead> logs(Connection c) throws SQLException {
    var logs = new ArrayList<LogHead>();
    try (var s =
            c.prepareStatement(
                "select origin, position, peaks, checkpoint from log order by origin limit 1000");
        var r = s.executeQuery()) {
      while (r.next()) {
        logs.add(logHead(r));
      }
    }
    return List.copyOf(logs);
  }

  private static List<LevelBalances> levels(Connection c) throws SQLException {
    var levels = new ArrayList<LevelBalances>();
    try (var s =
            c.prepareStatement(
                "select l.pool, l.level, l.currency, l.exp, a.kind, a.micro from level l"
                    + " join account a on a.level = l.id order by l.pool, l.ordinal, l.id, a.kind");
        var r = s.executeQuery()) {
      while (r.next()) {
        if (levels.isEmpty()
            || !levels.getLast().pool().equals(r.getString(1))
            || !levels.getLast().level().equals(r.getString(2))) {
          levels.add(
              new LevelBalances(
                  r.getString(1),
                  r.getString(2),
                  r.getString(3),
                  r.getInt(4),
                  new EnumMap<>(AccountKind.class)));
        }
        levels.getLast().micro().put(AccountKind.valueOf(r.getString(5)), r.getLong(6));
      }
    }
    return List.copyOf(levels);
  }

  /** {@return a row of position, pool, level, micro and time} */
  static MeterChange meterChange(ResultSet r) throws SQLException {
    return new MeterChange(
        r.getLong(1), r.getString(2), r.getString(3), r.getLong(4), instant(r, 5));
  }

  private static LogHead logHead(ResultSet r) throws SQLException {
    return new LogHead(
        r.getString(1),
        r.getLong(2),
        Leaves.unpack(r.getBytes(3)),
        new String(r.getBytes(4), StandardCharsets.UTF_8));
  }

  private static ParkedLine parkedLine(ResultSet r) throws SQLException {
    return new ParkedLine(
        r.getLong(1),
        r.getString(2),
        Optional.ofNullable((Long) r.getObject(3)),
        r.getString(4),
        r.getString(5),
        "sha256:" + HexFormat.of().formatHex(r.getBytes(6)),
        r.getInt(7),
        r.getLong(8),
        instant(r, 9),
        instant(r, 10));
  }

  private static Instant instant(ResultSet r, int column) throws SQLException {
    return r.getObject(column, OffsetDateTime.class).toInstant();
  }
}
