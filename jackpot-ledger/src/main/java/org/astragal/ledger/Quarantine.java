package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.outcome.Hash;

/** Table {@code quarantine}: events in doubt, until two people have decided. */
final class Quarantine {
  /** Events of one source that may be in doubt at a time; then no more are taken. */
  static final int MAX_PENDING = 10_000;

  private static final int MAX_DETAIL = 500;

  private Quarantine() {}

  /** What was decided of an event. */
  enum State {
    /** Nothing yet. */
    PENDING,
    /** It counts. */
    RELEASED,
    /** It does not count, but meters go on from it. */
    REBASED,
    /** It does not count. */
    REJECTED
  }

  /** An event, without what it says. */
  record Item(
      long id,
      String source,
      String reason,
      String detail,
      String sha256,
      long times,
      Instant receivedAt,
      State state) {}

  /** An event as it came. Not a record: its bytes are its own. */
  static final class Held {
    private final Item item;
    private final byte[] raw;

    private Held(Item item, byte[] raw) {
      this.item = item;
      this.raw = raw;
    }

    Item item() {
      return item;
    }

    byte[] raw() {
      return raw.clone();
    }
  }

  /**
   * Puts an event there. The same event again only counts up.
   *
   * @return its number
   */
  static long put(Connection c, String source, Doubt doubt, String detail, byte[] raw, int mapping)
      throws SQLException, StoreException {
    try (var s =
        c.prepareStatement(
            "insert into quarantine (source, reason, detail, raw, raw_sha256, mapping)"
                + " values (?, ?, ?, ?, ?, ?) on conflict (source, raw_sha256)"
                + " do update set times = quarantine.times + 1 returning id")) {
      s.setString(1, source);
      s.setString(2, doubt.code());
      s.setString(3, Texts.storable(detail, MAX_DETAIL));
      s.setBytes(4, raw);
      s.setBytes(5, Hash.sha256(raw).bytes());
      s.setInt(6, mapping);
      try (var r = s.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    }
  }

  /** {@return how many events of a source nobody has decided of} */
  static long pending(Connection c, String source) throws SQLException {
    try (var s =
        c.prepareStatement(
            "select count(*) from quarantine where source = ? and state = 'PENDING'")) {
      s.setString(1, source);
      try (var r = s.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    }
  }

  /** {@return the newest events, newest first} */
  static List<Item> newest(Connection c, int limit) throws SQLException {
    var items = new ArrayList<Item>();
    try (var s =
        c.prepareStatement(
            "select id, source, reason, detail, raw_sha256, times, received_at, state"
                + " from quarantine order by state = 'PENDING' desc, id desc limit ?")) {
      s.setInt(1, limit);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          items.add(item(r));
        }
      }
    }
    return List.copyOf(items);
  }

  /** {@return an event that nobody has decided of; it stays so until the transaction ends} */
  static Optional<Held> hold(Connection c, long id) throws SQLException {
    return find(c, id, " and state = 'PENDING' for update");
  }

  /** {@return an event, whatever was decided of it} */
  static Optional<Held> find(Connection c, long id) throws SQLException {
    return find(c, id, "");
  }

  private static Optional<Held> find(Connection c, long id, String further) throws SQLException {
    try (var s =
        c.prepareStatement(
            "select id, source, reason, detail, raw_sha256, times, received_at, state, raw"
                + " from quarantine where id = ?"
                + further)) {
      s.setLong(1, id);
      try (var r = s.executeQuery()) {
        return r.next() ? Optional.of(new Held(item(r), r.getBytes(9))) : Optional.empty();
      }
    }
  }

  /**
   * Notes what was decided.
   *
   * @throws StoreException if somebody else has decided meanwhile
   */
  static boolean decide(Connection c, long id, State state) throws SQLException, StoreException {
    try (var s =
        c.prepareStatement(
            "update quarantine set state = ?, decided_at = now()"
                + " where id = ? and state = 'PENDING'")) {
      s.setString(1, state.name());
      s.setLong(2, id);
      if (s.executeUpdate() == 0) {
        throw new StoreException(Fault.MOVED, "event " + id + " has been decided of");
      }
      return true;
    }
  }

  private static Item item(java.sql.ResultSet r) throws SQLException {
    return new Item(
        r.getLong(1),
        r.getString(2),
        r.getString(3),
        r.getString(4),
        Hash.of(r.getBytes(5)).toString(),
        r.getLong(6),
        r.getObject(7, OffsetDateTime.class).toInstant(),
        State.valueOf(r.getString(8)));
  }
}
