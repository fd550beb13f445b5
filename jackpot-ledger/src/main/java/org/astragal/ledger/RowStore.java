package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.outcome.JcsWriter;
import org.postgresql.PGConnection;

/** Adds rows to the books. */
final class RowStore {
  private static final int MAX_NAME = 256;
  private static final int BYTES_OF_SETTLEMENT = 48;

  private static final String FIGURES =
      Arrays.stream(Activity.Figure.values())
          .map(f -> f.name().toLowerCase(java.util.Locale.ROOT))
          .collect(Collectors.joining(", "));

  private static final String ADD_FIGURES =
      Arrays.stream(Activity.Figure.values())
          .map(f -> f.name().toLowerCase(java.util.Locale.ROOT))
          .map(f -> f + " = activity." + f + " + excluded." + f)
          .collect(Collectors.joining(", "));

  private RowStore() {}

  /** Moves the log's position, and so takes its row until commit. {@return the log's number} */
  static int moveLog(Connection c, Advance step) throws SQLException, StoreException {
    if (step.from() == 0) {
      try (var s =
          c.prepareStatement(
              "insert into log (origin, position, peaks, checkpoint) values (?, 0, '', '')"
                  + " on conflict do nothing")) {
        s.setString(1, step.origin());
        s.executeUpdate();
      }
    }
    try (var s =
        c.prepareStatement(
            "update log set position = ?, peaks = ?, checkpoint = ?, changed_at = now()"
                + " where origin = ? and position = ? returning id")) {
      s.setLong(1, step.to());
      s.setBytes(2, Leaves.pack(step.peaks()));
      s.setBytes(3, step.checkpoint().bytes());
      s.setString(4, step.origin());
      s.setLong(5, step.from());
      try (var r = s.executeQuery()) {
        if (!r.next()) {
          throw new StoreException(Fault.MOVED, step.origin() + " is not at " + step.from());
        }
        return r.getInt(1);
      }
    }
  }

  /**
   * Adds postings and the rounds that they settle.
   *
   * @param log number of the log they come from, 0 if from none
   * @return the postings as they were added
   */
  static EntryRows copy(Connection c, long entry, int log, Work work) throws SQLException {
    settle(c, log, work.posted());
    var rows = new EntryRows(entry, work.rows().size());
    work.rows().forEach(rows::add);
    for (var table : EntryRows.Table.values()) {
      send(c, "copy " + table.text() + " from stdin (format binary)", rows.of(table));
    }
    return rows;
  }

  private static void settle(Connection c, int log, List<Wager> rounds) throws SQLException {
    var settled = new CopyRows(rounds.size() * BYTES_OF_SETTLEMENT);
    for (var round : rounds) {
      settled.row(3).key(round.round()).int4(log).int8(round.seq());
    }
    send(c, "copy settlement (round, log, seq) from stdin (format binary)", settled);
  }

  private static void send(Connection c, String statement, CopyRows rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    var length = rows.end();
    var copy = c.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    try {
      copy.writeToCopy(rows.array(), 0, length);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  static void addActivity(Connection c, Activity activity) throws SQLException {
    if (activity.sums().isEmpty()) {
      return;
    }
    var marks = ", ?".repeat(Activity.Figure.values().length);
    try (var s =
        c.prepareStatement(
            "insert into activity (pool, day, jurisdiction, currency, %s) values (?, ?, ?, ?%s)"
                    .formatted(FIGURES, marks)
                + " on conflict (pool, day, jurisdiction, currency) do update set "
                + ADD_FIGURES)) {
      for (var entry : activity.sums().entrySet()) {
        s.setInt(1, entry.getKey().pool());
        s.setInt(2, Math.toIntExact(entry.getKey().day()));
        s.setString(3, entry.getKey().jurisdiction());
        s.setString(4, entry.getKey().currency());
        for (var i = 0; i < entry.getValue().length; i++) {
          s.setLong(5 + i, entry.getValue()[i]);
        }
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  static void addTallies(Connection c, int log, Map<String, Long> tallies) throws SQLException {
    if (tallies.isEmpty()) {
      return;
    }
    try (var s =
        c.prepareStatement(
            "insert into tally (log, name, n) values (?, ?, ?)"
                + " on conflict (log, name) do update set n = tally.n + excluded.n")) {
      for (var entry : tallies.entrySet()) {
        s.setInt(1, log);
        s.setString(2, Texts.storable(entry.getKey(), MAX_NAME));
        s.setLong(3, entry.getValue());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  static void addLeaves(Connection c, int log, Advance step) throws SQLException {
    try (var s = c.prepareStatement("insert into leaves (log, first, hashes) values (?, ?, ?)")) {
      s.setInt(1, log);
      s.setLong(2, step.from());
      s.setBytes(3, Leaves.pack(step.leaves()));
      s.executeUpdate();
    }
  }

  static void addKeys(Connection c, int log, List<KeyTrail.Change> changes) throws SQLException {
    for (var change : changes) {
      try (var s =
          c.prepareStatement(
              "insert into followed_key (log, seq, vkey, trusted) values (?, ?, ?, ?)")) {
        s.setInt(1, log);
        s.setLong(2, change.seq());
        s.setString(3, change.key().vkey());
        s.setBoolean(4, change.trusted());
        s.executeUpdate();
      }
    }
  }

  static void addVariances(Connection c, int log, List<Batch.Variance> variances)
      throws SQLException {
    if (variances.isEmpty()) {
      return;
    }
    try (var s =
        c.prepareStatement(
            "insert into variance (log, seq, bet, pool, level, claimed_micro, computed_micro)"
                + " values (?, ?, ?, ?, ?, ?::numeric, ?)")) {
      for (var v : variances) {
        s.setInt(1, log);
        s.setLong(2, v.seq());
        s.setString(3, Texts.storable(v.bet(), MAX_NAME));
        s.setString(4, Texts.storable(v.pool(), MAX_NAME));
        s.setString(5, Texts.storable(v.level(), MAX_NAME));
        s.setString(6, v.claimed());
        s.setLong(7, v.computed());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  static void addEvents(Connection c, long entry, List<Work.Significant> events)
      throws SQLException {
    for (var event : events) {
      try (var s =
          c.prepareStatement("insert into event (entry, type, detail) values (?, ?, ?::json)")) {
        s.setLong(1, entry);
        s.setString(2, event.type());
        s.setString(3, new String(JcsWriter.encode(event.detail()), StandardCharsets.UTF_8));
        s.executeUpdate();
      }
    }
  }

  /** Writes down where meters stood. {@return that, as watchers see it} */
  static List<MeterChange> addMeters(Connection c, long first, List<Work.Meter> meters)
      throws SQLException {
    var changes = new ArrayList<MeterChange>();
    if (meters.isEmpty()) {
      return changes;
    }
    try (var s =
        c.prepareStatement(
            "with changed as (insert into meter (position, level, micro, at)"
                + " select ? + c.place - 1, c.level, c.micro, clock_timestamp()"
                + " from unnest(?, ?) with ordinality as c (level, micro, place)"
                + " returning position, level, micro, at)"
                + " select m.position, l.pool, l.level, m.micro, m.at from changed m"
                + " join level l on l.id = m.level order by m.position")) {
      s.setLong(1, first);
      s.setArray(2, c.createArrayOf("int4", meters.stream().map(Work.Meter::level).toArray()));
      s.setArray(3, c.createArrayOf("int8", meters.stream().map(Work.Meter::micro).toArray()));
      try (var r = s.executeQuery()) {
        while (r.next()) {
          changes.add(Queries.meterChange(r));
        }
      }
    }
    return changes;
  }
}
