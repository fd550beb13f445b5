package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Table {@code alarm}: what people must look at. Bounded in rows. */
final class Alarms {
  /** Rows kept; the oldest leave first. */
  static final int MAX_ROWS = 10_000;

  private static final int MAX_TEXT = 1000;

  /** What is parked for one of these is more than a delivery that went wrong. */
  private static final Set<String> ALARMING =
      Set.of(
          Refusal.ROUND_SETTLED_BEFORE.code(),
          Refusal.AMOUNT_OUT_OF_RANGE.code(),
          Refusal.LOG_FORKED.code(),
          Refusal.UNCERTIFIED_LOGIC.code());

  private Alarms() {}

  /** An alarm; the same one again only counts up. */
  record Alarm(
      long id,
      String kind,
      String log,
      Optional<Long> seq,
      String detail,
      long times,
      Instant firstAt,
      Instant lastAt) {}

  /** Raises the alarm that belongs to a parked line, if one does. */
  static void parked(Connection c, String reason, String log, long seq, String detail)
      throws SQLException {
    if (ALARMING.contains(reason)) {
      raise(c, reason, log, seq, detail);
    }
  }

  /**
   * Raises an alarm.
   *
   * @param seq place in the log, negative if there is none
   */
  static void raise(Connection c, String kind, String log, long seq, String detail)
      throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into alarm (kind, log, seq, detail) values (?, ?, ?, ?)"
                + " on conflict (kind, log, seq)"
                + " do update set times = alarm.times + 1, last_at = now()")) {
      s.setString(1, kind);
      s.setString(2, Texts.storable(log, MAX_TEXT));
      s.setObject(3, seq < 0 ? null : seq, java.sql.Types.BIGINT);
      s.setString(4, Texts.storable(detail, MAX_TEXT));
      s.executeUpdate();
    }
  }

  /** {@return the newest alarms, newest first} */
  static List<Alarm> newest(Connection c, int limit) throws SQLException {
    var alarms = new ArrayList<Alarm>();
    try (var s =
        c.prepareStatement(
            "select id, kind, log, seq, detail, times, first_at, last_at from alarm"
                + " order by last_at desc, id desc limit ?")) {
      s.setInt(1, limit);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          alarms.add(
              new Alarm(
                  r.getLong(1),
                  r.getString(2),
                  r.getString(3),
                  Optional.ofNullable((Long) r.getObject(4)),
                  r.getString(5),
                  r.getLong(6),
                  r.getObject(7, OffsetDateTime.class).toInstant(),
                  r.getObject(8, OffsetDateTime.class).toInstant()));
        }
      }
    }
    return List.copyOf(alarms);
  }
}
