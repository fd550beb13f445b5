package org.astragal.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.outcome.Hash;

/** Table {@code quarantine}: events in doubt, until two people have decided. */
final class Quarantine {
  /** Events of one source that may be in doubt at a time; then no more are taken. */
  static final int MAX_PENDING = 10_000;

  private static final int MAX_DETAIL = 500;

  private static final String FIND =
      "select id, source, reason, detail, raw_sha256, times, received_at, state, raw, position"
          + " from quarantine";

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
    REJECTED;

    static State of(Ruling.Act act) {
      return switch (act) {
        case RELEASE -> RELEASED;
        case REBASE -> REBASED;
        case REJECT -> REJECTED;
        case RESUME -> throw new IllegalArgumentException("no act for an event: " + act);
      };
    }
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
    private final long position;

    private Held(Item item, byte[] raw, long position) {
      this.item = item;
      this.raw = raw;
      this.position = position;
    }

    Item item() {
      return item;
    }

    byte[] raw() {
      return raw.clone();
    }

    /** {@return where the log of its source stood when it came} */
    long position() {
      return position;
    }
  }

  /**
   * Puts an event there. The same event again only counts up.
   *
   * @param position where the log of its source stands
   * @return its number
   */
  static long put(
      Connection c,
      String source,
      Doubt doubt,
      String detail,
      byte[] raw,
      int mapping,
      long position)
      throws SQLException, StoreException {
    try (var s =
        c.prepareStatement(
            "insert into quarantine (source, reason, detail, raw, raw_sha256, mapping,"
                + " position) values (?, ?, ?, ?, ?, ?, ?) on conflict (source, raw_sha256)"
                + " do update set times = quarantine.times + 1 returning id")) {
      s.setString(1, source);
      s.setString(2, doubt.code());
      s.setString(3, Texts.storable(detail, MAX_DETAIL));
      s.setBytes(4, raw);
      s.setBytes(5, Hash.sha256(raw).bytes());
      s.setInt(6, mapping);
      s.setLong(7, position);
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

  /** {@return of these events, by SHA-256, those of which was decided that they do not count} */
  static Set<Hash> decided(Connection c, String source, List<Hash> events) throws SQLException {
    var decided = new HashSet<Hash>();
    try (var s =
        c.prepareStatement(
            "select raw_sha256 from quarantine where source = ? and raw_sha256 = any (?)"
                + " and state in ('REBASED', 'REJECTED')")) {
      s.setString(1, source);
      s.setArray(
          2, c.createArrayOf("bytea", events.stream().map(Hash::bytes).toArray(byte[][]::new)));
      try (var r = s.executeQuery()) {
        while (r.next()) {
          decided.add(Hash.of(r.getBytes(1)));
        }
      }
    }
    return decided;
  }

  /** {@return an event, whatever was decided of it} */
  static Optional<Held> find(Connection c, long id) throws SQLException {
    try (var s = c.prepareStatement(FIND + " where id = ?")) {
      s.setLong(1, id);
      return found(s);
    }
  }

  /** {@return an event of a source by its SHA-256, whatever was decided of it} */
  static Optional<Held> find(Connection c, String source, Hash sha256) throws SQLException {
    try (var s = c.prepareStatement(FIND + " where source = ? and raw_sha256 = ?")) {
      s.setString(1, source);
      s.setBytes(2, sha256.bytes());
      return found(s);
    }
  }

  private static Optional<Held> found(PreparedStatement s) throws SQLException {
    try (var r = s.executeQuery()) {
      return r.next()
          ? Optional.of(new Held(item(r), r.getBytes(9), r.getLong(10)))
          : Optional.empty();
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
