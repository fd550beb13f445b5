package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.outcome.Hash;

/**
 * A checkpoint that was cosigned beyond what is posted of its log: table {@code cosigned}.
 *
 * @param size leaves of the tree
 * @param root its root
 * @param note the signed note
 */
record Cosigned(long size, Hash root, String note) {
  /** {@return what was cosigned of a log, if anything was} */
  static Optional<Cosigned> of(Connection c, String log) throws SQLException {
    try (var s = c.prepareStatement("select size, root, note from cosigned where log = ?")) {
      s.setString(1, log);
      try (var r = s.executeQuery()) {
        return r.next()
            ? Optional.of(
                new Cosigned(
                    r.getLong(1),
                    Hash.of(r.getBytes(2)),
                    new String(r.getBytes(3), StandardCharsets.UTF_8)))
            : Optional.empty();
      }
    }
  }

  /**
   * Remembers this one.
   *
   * @param before size of what was the newest; another one by now refuses it
   */
  boolean save(Connection c, String log, long before) throws SQLException, StoreException {
    // The log's row is what a posting takes first: one after the other.
    try (var s =
        c.prepareStatement("select position from log where origin = ? for no key update")) {
      s.setString(1, log);
      try (var r = s.executeQuery()) {
        if (r.next() && r.getLong(1) > before) {
          throw new StoreException(Fault.MOVED, log + " has passed " + before);
        }
      }
    }
    try (var s =
        c.prepareStatement(
            "insert into cosigned (log, size, root, note) values (?, ?, ?, ?)"
                + " on conflict (log) do update set size = excluded.size, root = excluded.root,"
                + " note = excluded.note, at = now() where cosigned.size <= ?")) {
      s.setString(1, log);
      s.setLong(2, size);
      s.setBytes(3, root.bytes());
      s.setBytes(4, note.getBytes(StandardCharsets.UTF_8));
      s.setLong(5, before);
      if (s.executeUpdate() == 0) {
        throw new StoreException(Fault.MOVED, "another checkpoint of " + log + " was cosigned");
      }
      return true;
    }
  }
}
