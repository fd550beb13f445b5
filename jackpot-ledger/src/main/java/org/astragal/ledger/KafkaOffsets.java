package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;

/** Table {@code kafka_offset}: where to go on in each partition. */
final class KafkaOffsets {
  private KafkaOffsets() {}

  /** {@return the offset to go on at; empty if nothing of the partition was ever read} */
  static OptionalLong next(Connection c, String topic, int partition) throws SQLException {
    try (var s =
        c.prepareStatement("select next from kafka_offset where topic = ? and partition = ?")) {
      s.setString(1, topic);
      s.setInt(2, partition);
      try (var r = s.executeQuery()) {
        return r.next() ? OptionalLong.of(r.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /** Notes that everything before {@code next} is dealt with. */
  static boolean save(Connection c, String topic, int partition, long next, String log)
      throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into kafka_offset (topic, partition, next, log) values (?, ?, ?, ?)"
                + " on conflict (topic, partition)"
                // Another ledger may have gone on from there.
                + " do update set next = greatest(kafka_offset.next, excluded.next),"
                + " log = excluded.log, changed_at = now()")) {
      s.setString(1, topic);
      s.setInt(2, partition);
      s.setLong(3, next);
      s.setString(4, log);
      return s.executeUpdate() > 0;
    }
  }
}
