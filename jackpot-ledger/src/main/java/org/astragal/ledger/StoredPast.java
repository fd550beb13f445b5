package org.astragal.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The contributions in the books. Used by one thread, inside one transaction. */
final class StoredPast implements Past {
  /** With the place of a level in the terms of each posting. */
  private static final String SELECT =
      "select c.n, c.log, c.seq, c.bet, c.operator, c.round, c.player, c.jurisdiction,"
          + " c.stake_minor, c.rate_e12, c.amounts[p.at * 5] from contribution c"
          + " join terms t on t.pool = c.pool and t.number = c.terms"
          + " cross join lateral (select array_position(t.levels, ?) as at) p"
          + " where c.pool = ? and c.decision = 0 and p.at is not null";

  private final Connection connection;

  StoredPast(Connection connection) {
    this.connection = connection;
  }

  @Override
  public List<Given> find(Wanted wanted) throws StoreException {
    var found = new ArrayList<Given>();
    try (var s =
        connection.prepareStatement(
            SELECT
                + " and c.n between ? and ? and c.amounts[p.at * 5] >= ? order by c.n limit ?")) {
      s.setInt(1, wanted.level().id());
      s.setInt(2, wanted.pool().id());
      s.setLong(3, wanted.first());
      s.setLong(4, wanted.last());
      s.setLong(5, wanted.leastPool());
      s.setInt(6, wanted.most());
      try (var r = s.executeQuery()) {
        while (r.next()) {
          found.add(given(r));
        }
      }
      return found;
    } catch (SQLException e) {
      throw Database.translate(e);
    }
  }

  /** {@return the newest contribution to a level after a posting} */
  Optional<Given> newest(PoolState pool, LevelState level, long after) throws StoreException {
    try (var s = connection.prepareStatement(SELECT + " and c.n > ? order by c.n desc limit 1")) {
      s.setInt(1, level.id());
      s.setInt(2, pool.id());
      s.setLong(3, after);
      try (var r = s.executeQuery()) {
        return r.next() ? Optional.of(given(r)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw Database.translate(e);
    }
  }

  private static Given given(ResultSet r) throws SQLException {
    return new Given(
        r.getLong(1),
        r.getInt(2),
        r.getLong(3),
        r.getString(4),
        r.getString(5),
        r.getString(6),
        r.getString(7),
        r.getString(8),
        Given.stake(r.getLong(9), r.getLong(10)),
        r.getLong(11));
  }
}
