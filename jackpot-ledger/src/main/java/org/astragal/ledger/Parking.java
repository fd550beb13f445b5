package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.astragal.outcome.Hash;

/**
 * Table {@code parked}: what was refused, kept for people to look at. Bounded in rows and bytes.
 */
final class Parking {
  /** Rows kept; the oldest leave first. */
  static final int MAX_ROWS = 10_000;

  /** Bytes of a refused line that are kept. */
  static final int MAX_LINE = 4096;

  private static final int MAX_DETAIL = 1000;
  private static final int MAX_ORIGIN = 255;

  private Parking() {}

  /**
   * Parks one line. The same line refused again for the same reason only counts up.
   *
   * @param seq position in the log, or a negative number if the line does not tell
   */
  static void park(Connection c, String log, long seq, String reason, String detail, byte[] line)
      throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into parked (log, seq, reason, detail, line_sha256, line, line_length)"
                + " values (?, ?, ?, ?, ?, ?, ?) on conflict (log, seq, reason, line_sha256)"
                + " do update set times = parked.times + 1, last_at = now()")) {
      s.setString(1, Texts.storable(log, MAX_ORIGIN));
      s.setObject(2, seq < 0 ? null : seq, java.sql.Types.BIGINT);
      s.setString(3, reason);
      s.setString(4, Texts.storable(detail, MAX_DETAIL));
      s.setBytes(5, Hash.sha256(line).bytes());
      s.setBytes(6, Arrays.copyOf(line, Math.min(line.length, MAX_LINE)));
      s.setInt(7, line.length);
      s.executeUpdate();
    }
    Alarms.parked(c, reason, log, seq, detail);
  }

  /** Removes what is above the bounds of tables that have them. */
  static void trim(Connection c) throws SQLException {
    trim(c, "parked", "id", MAX_ROWS);
    trim(c, "alarm", "id", Alarms.MAX_ROWS);
    trim(c, "variance", "id", MAX_ROWS);
    trim(c, "meter", "position", MeterHub.KEPT_IN_BOOKS);
  }

  private static void trim(Connection c, String table, String key, int rows) throws SQLException {
    try (var s =
        c.prepareStatement(
            "delete from %1$s where %2$s <= (select max(%2$s) from %1$s) - ?"
                .formatted(table, key))) {
      s.setLong(1, rows);
      s.executeUpdate();
    }
  }
}
