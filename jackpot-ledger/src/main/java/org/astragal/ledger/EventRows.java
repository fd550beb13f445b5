package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.astragal.ledger.ThirdPartyRound.Reading;
import org.astragal.outcome.Hash;

/** Tables {@code mapping}, {@code third_party_event} and {@code meter_reading}. */
final class EventRows {
  /** Machines of one source; a meter beyond is a fault of the mapping. */
  static final int MAX_READINGS = 1_000_000;

  private static final char SEPARATOR = '\n';

  private EventRows() {}

  /** An event that counts. Not a record: its bytes are its own. */
  static final class Accepted {
    private final long seq;
    private final UUID id;
    private final byte[] raw;
    private final byte[] record;

    Accepted(long seq, UUID id, byte[] raw, byte[] record) {
      this.seq = seq;
      this.id = id;
      this.raw = raw;
      this.record = record;
    }

    byte[] record() {
      return record;
    }
  }

  /** {@return the number of a mapping, noted if it is new} */
  static int mapping(Connection c, MappingFile file) throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into mapping (sha256, source, content) values (?, ?, ?)"
                + " on conflict (sha256) do update set source = excluded.source returning id")) {
      s.setBytes(1, file.hash().bytes());
      s.setString(2, file.mapping().source());
      s.setBytes(3, file.content());
      try (var r = s.executeQuery()) {
        r.next();
        return r.getInt(1);
      }
    }
  }

  /** {@return of these events those that were accepted, with SHA-256 of what they said} */
  static Map<UUID, Hash> known(Connection c, String source, List<UUID> ids) throws SQLException {
    var known = new HashMap<UUID, Hash>();
    try (var s =
        c.prepareStatement(
            "select event_id, sha256(raw) from third_party_event where source = ? and event_id ="
                + " any (?)")) {
      s.setString(1, source);
      s.setArray(2, c.createArrayOf("uuid", ids.toArray()));
      try (var r = s.executeQuery()) {
        while (r.next()) {
          known.put(r.getObject(1, UUID.class), Hash.of(r.getBytes(2)));
        }
      }
    }
    return known;
  }

  static boolean write(Connection c, String source, int mapping, List<Accepted> events)
      throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into third_party_event (source, seq, event_id, raw, record, mapping)"
                + " select ?, e.seq, e.id, e.raw, e.record, ? from unnest(?, ?, ?, ?)"
                + " as e (seq, id, raw, record)")) {
      s.setString(1, source);
      s.setInt(2, mapping);
      s.setArray(3, c.createArrayOf("int8", events.stream().map(e -> e.seq).toArray()));
      s.setArray(4, c.createArrayOf("uuid", events.stream().map(e -> e.id).toArray()));
      s.setArray(
          5, c.createArrayOf("bytea", events.stream().map(e -> e.raw).toArray(byte[][]::new)));
      s.setArray(
          6, c.createArrayOf("bytea", events.stream().map(e -> e.record).toArray(byte[][]::new)));
      return s.executeUpdate() >= 0;
    }
  }

  /** {@return machine and meter as one key} */
  static String key(Reading reading) {
    return reading.machine() + SEPARATOR + reading.meter();
  }

  /**
   * What a meter stands at.
   *
   * @param seq where the log of its source stood before the delivery that moved it
   */
  record Known(long reading, long seq) {}

  /** {@return what the meters of a source stand at; the caller's own map} */
  static Map<String, Known> readings(Connection c, String source) throws SQLException {
    var readings = new HashMap<String, Known>();
    try (var s =
        c.prepareStatement(
            "select machine, meter, reading, seq from meter_reading where source = ? limit ?")) {
      s.setString(1, source);
      s.setInt(2, MAX_READINGS);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          readings.put(
              r.getString(1) + SEPARATOR + r.getString(2), new Known(r.getLong(3), r.getLong(4)));
        }
      }
    }
    return readings;
  }

  static boolean writeReadings(Connection c, String source, Map<String, Known> readings)
      throws SQLException {
    if (readings.isEmpty()) {
      return false;
    }
    var keys = List.copyOf(readings.keySet());
    try (var s =
        c.prepareStatement(
            "insert into meter_reading (source, machine, meter, reading, seq)"
                + " select ?, m.machine, m.meter, m.reading, m.seq from unnest(?, ?, ?, ?)"
                + " as m (machine, meter, reading, seq) on conflict (source, machine, meter)"
                + " do update set reading = excluded.reading, seq = excluded.seq")) {
      s.setString(1, source);
      s.setArray(
          2,
          c.createArrayOf(
              "text", keys.stream().map(k -> k.substring(0, k.lastIndexOf(SEPARATOR))).toArray()));
      s.setArray(
          3,
          c.createArrayOf(
              "text", keys.stream().map(k -> k.substring(k.lastIndexOf(SEPARATOR) + 1)).toArray()));
      s.setArray(
          4, c.createArrayOf("int8", readings.values().stream().map(Known::reading).toArray()));
      s.setArray(5, c.createArrayOf("int8", readings.values().stream().map(Known::seq).toArray()));
      return s.executeUpdate() >= 0;
    }
  }
}
