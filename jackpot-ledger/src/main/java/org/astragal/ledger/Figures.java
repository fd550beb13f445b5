package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums for people who watch, over everything that the books hold. Each method is one query. */
final class Figures {
  /** Points of a level's growth, at most. */
  static final int POINTS = 240;

  private Figures() {}

  /**
   * What players of a jurisdiction gave to a pool, and won of it; amounts of the pool's currency.
   */
  record Region(String jurisdiction, long bets, String micro, long wins, String wonMinor) {}

  /** What came from a game. */
  record Game(String game, String micro) {}

  /** Where a meter stood. */
  record Point(long atMillis, long micro) {}

  /** {@return what each jurisdiction gave, by pool; the largest first} */
  static Map<String, List<Region>> byRegion(Connection c) throws SQLException {
    var regions = new TreeMap<String, List<Region>>();
    try (var s =
            c.prepareStatement(
                "select p.name, a.jurisdiction, sum(a.bets), sum(a.pool_micro::numeric +"
                    + " a.reserve_micro + a.overflow_micro) as given, sum(a.wins), sum(a.won_minor)"
                    + " from activity a join pool p on p.id = a.pool group by p.name,"
                    + " a.jurisdiction order by p.name, given desc, a.jurisdiction");
        var r = s.executeQuery()) {
      while (r.next()) {
        regions
            .computeIfAbsent(r.getString(1), _ -> new ArrayList<>())
            .add(
                new Region(
                    r.getString(2), r.getLong(3), r.getString(4), r.getLong(5), r.getString(6)));
      }
    }
    return regions;
  }

  /** {@return what came from each game, by pool; the largest first} */
  static Map<String, List<Game>> byGame(Connection c) throws SQLException {
    var games = new TreeMap<String, List<Game>>();
    try (var s =
        c.prepareStatement(
            "select name, sum(n) as given from tally where starts_with(name, ?)"
                + " group by name order by given desc, name")) {
      s.setString(1, Work.GIVEN);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          var name = r.getString(1).substring(Work.GIVEN.length()).split("/", 2);
          games
              .computeIfAbsent(name[0], _ -> new ArrayList<>())
              .add(new Game(name[1], r.getString(2)));
        }
      }
    }
    return games;
  }

  /**
   * {@return where the meters stood, as far back as the books keep it, oldest first: evenly chosen
   * changes of each level, by pool and level}
   */
  static Map<String, Map<String, List<Point>>> growth(Connection c) throws SQLException {
    var pools = new TreeMap<String, Map<String, List<Point>>>();
    try (var s =
        c.prepareStatement(
            "with numbered as (select level, at, micro,"
                + " row_number() over (partition by level order by position desc) - 1 as back,"
                + " count(*) over (partition by level) as n from meter)"
                + " select l.pool, l.level, m.at, m.micro from numbered m join level l"
                + " on l.id = m.level where m.back % greatest(ceil(m.n / ?::numeric)::int, 1) = 0"
                + " order by l.pool, l.level, m.back desc")) {
      s.setInt(1, POINTS);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          pools
              .computeIfAbsent(r.getString(1), _ -> new TreeMap<>())
              .computeIfAbsent(r.getString(2), _ -> new ArrayList<>())
              .add(
                  new Point(
                      r.getObject(3, OffsetDateTime.class).toInstant().toEpochMilli(),
                      r.getLong(4)));
        }
      }
    }
    return pools;
  }
}
