package org.astragal.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.StoreException.Fault;

/** Table {@code held}: contributions that two persons must decide of. */
final class HeldBets {
  /** Why nothing can be decided. */
  static final String DECIDED = "it was decided, or is not held";

  private static final String ROWS =
      " from held h join pool p on p.id = h.pool"
          + " join contribution t on t.pool = h.pool and t.n = h.n";

  private HeldBets() {}

  /** What was decided of a contribution. */
  enum State {
    /** Nothing yet. */
    PENDING,
    /** It was posted. */
    RELEASED,
    /** It moves nothing. */
    REJECTED;

    static State of(Ruling.Act act) {
      return switch (act) {
        case RELEASE -> RELEASED;
        case REJECT -> REJECTED;
        case REBASE, RESUME -> throw new IllegalArgumentException("no act for a bet: " + act);
      };
    }
  }

  /** A held contribution, without whose bet it is. */
  record Item(
      HeldBet.Place place,
      Instant at,
      String log,
      long seq,
      String jurisdiction,
      String currency,
      int exp,
      long stakeMinor,
      long heldMicro,
      State state,
      Optional<Long> entry) {}

  /** Keeps what an entry held. */
  static void add(Connection c, List<HeldBet> bets) throws SQLException {
    if (bets.isEmpty()) {
      return;
    }
    try (var s =
        c.prepareStatement(
            "insert into held (pool, n, at_ms, game, currency, exp, levels, due)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (var bet : bets) {
        s.setInt(1, bet.pool());
        s.setLong(2, bet.posting());
        s.setLong(3, bet.wager().at().toEpochMilli());
        s.setString(4, bet.wager().game());
        s.setString(5, bet.stake().currency());
        s.setInt(6, bet.stake().exp());
        s.setArray(
            7, c.createArrayOf("int4", bet.shares().stream().map(HeldBet.Share::level).toArray()));
        s.setArray(
            8,
            c.createArrayOf(
                "int8",
                bet.shares().stream()
                    .flatMap(o -> List.of(o.toPool(), o.toReserve(), o.toHidden()).stream())
                    .toArray()));
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** {@return a contribution that nobody has decided of} */
  static Optional<HeldBet> pending(Connection c, HeldBet.Place place) throws SQLException {
    try (var s =
        c.prepareStatement(
            "select h.pool, h.n, h.at_ms, h.game, h.currency, h.exp, h.levels, h.due, t.log,"
                + " t.seq, t.bet, t.operator, t.round, t.player, t.jurisdiction, t.stake_minor,"
                + " t.due_micro, t.cut_micro, t.cut_by, t.rate_e12"
                + ROWS
                + " where p.name = ? and h.n = ? and h.state = 'PENDING'")) {
      s.setString(1, place.pool());
      s.setLong(2, place.posting());
      try (var r = s.executeQuery()) {
        return r.next() ? Optional.of(bet(r)) : Optional.empty();
      }
    }
  }

  /** {@return the newest, those first of which nobody has decided} */
  static List<Item> newest(Connection c, int limit) throws SQLException {
    var items = new ArrayList<Item>();
    try (var s =
        c.prepareStatement(
            "select p.name, h.n, j.at, g.origin, t.seq, t.jurisdiction, h.currency, h.exp,"
                + " t.stake_minor, t.due_micro - t.cut_micro, h.state, h.entry"
                + ROWS
                + " join journal j on j.n = t.entry join log g on g.id = t.log"
                + " order by h.state = 'PENDING' desc, h.id desc limit ?")) {
      s.setInt(1, limit);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          items.add(
              new Item(
                  new HeldBet.Place(r.getString(1), r.getLong(2)),
                  r.getObject(3, OffsetDateTime.class).toInstant(),
                  r.getString(4),
                  r.getLong(5),
                  r.getString(6),
                  r.getString(7),
                  r.getInt(8),
                  r.getLong(9),
                  r.getLong(10),
                  State.valueOf(r.getString(11)),
                  Optional.ofNullable((Long) r.getObject(12))));
        }
      }
    }
    return List.copyOf(items);
  }

  /** {@return the origin of the log of a contribution that nobody has decided of} */
  static Optional<String> log(Connection c, HeldBet.Place place) throws SQLException {
    try (var s =
        c.prepareStatement(
            "select g.origin"
                + ROWS
                + " join log g on g.id = t.log"
                + " where p.name = ? and h.n = ? and h.state = 'PENDING'")) {
      s.setString(1, place.pool());
      s.setLong(2, place.posting());
      try (var r = s.executeQuery()) {
        return r.next() ? Optional.of(r.getString(1)) : Optional.empty();
      }
    }
  }

  /**
   * Notes what was decided.
   *
   * @param entry of the journal
   * @throws StoreException if somebody else has decided meanwhile
   */
  static void decide(Connection c, Ruling ruling, long entry) throws SQLException, StoreException {
    var place = ruling.held().orElseThrow();
    try (var s =
        c.prepareStatement(
            "update held set state = ?, entry = ? where n = ? and state = 'PENDING'"
                + " and pool = (select id from pool where name = ?)")) {
      s.setString(1, State.of(ruling.act()).name());
      s.setLong(2, entry);
      s.setLong(3, place.posting());
      s.setString(4, place.pool());
      if (s.executeUpdate() == 0) {
        throw new StoreException(Fault.MOVED, place + " has been decided of");
      }
    }
  }

  private static HeldBet bet(ResultSet r) throws SQLException {
    var stake =
        new Wager.Stake(
            r.getString(11),
            "",
            "",
            r.getString(15),
            r.getString(14),
            List.of(),
            r.getString(5),
            r.getInt(6),
            r.getLong(16));
    var wager =
        new Wager(
            r.getLong(10),
            Instant.ofEpochMilli(r.getLong(3)),
            RoundKey.of(r.getString(12), r.getString(13), 0),
            r.getString(12),
            r.getString(13),
            r.getString(4),
            "",
            PoolRules.Source.SIGNED,
            List.of(stake),
            List.of(),
            List.of());
    return new HeldBet(
        r.getInt(1),
        r.getLong(2),
        r.getInt(9),
        wager,
        stake,
        r.getLong(17),
        r.getLong(18),
        r.getInt(19),
        r.getLong(20),
        shares(r.getArray(7), r.getArray(8)));
  }

  private static List<HeldBet.Share> shares(Array levels, Array due) throws SQLException {
    var ids = (Integer[]) levels.getArray();
    var amounts = (Long[]) due.getArray();
    var shares = new ArrayList<HeldBet.Share>();
    for (var i = 0; i < ids.length; i++) {
      var at = i * HeldBet.PARTS;
      shares.add(new HeldBet.Share(ids[i], amounts[at], amounts[at + 1], amounts[at + 2]));
    }
    return shares;
  }
}
