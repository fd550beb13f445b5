package org.astragal.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.astragal.ledger.Batch.Posting;
import org.astragal.ledger.Batch.Totals;
import org.astragal.ledger.Batch.Unpostable;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.outcome.Hash;
import org.postgresql.PGConnection;

/**
 * The posting transaction: records, balances, meters and the log's position move together or not at
 * all.
 *
 * <p>Order of locks: the log's row, then (by its unique index) each round, then the ledger's row.
 * The last makes all posting transactions one sequence, so meter positions have no gap and become
 * visible in order.
 *
 * <p>Thread-safe.
 */
final class Books {
  /** Unique violation. */
  private static final String TAKEN = "23505";

  /** Numeric value out of range. */
  private static final String TOO_LARGE = "22003";

  private static final int MAX_NAME = 256;
  private static final int BYTES_OF_SETTLEMENT = 48;
  private static final int BYTES_OF_CONTRIBUTION = 80;

  private final Database database;
  private final long epoch;

  /**
   * Books to be written under {@code epoch}.
   *
   * @param epoch as {@link Opening} drew it for this process
   */
  Books(Database database, long epoch) {
    this.database = database;
    this.epoch = epoch;
  }

  /**
   * Posts a verified step.
   *
   * <p>What cannot be posted (a round settled before, an amount that does not fit) is parked with
   * its line, and the rest is posted: a log never stops for one record.
   *
   * @param lines gives the delivered line of a seq
   * @return what was done, equal to {@code batch} but for what was parked
   */
  Batch post(Advance step, Batch batch, LongFunction<byte[]> lines) throws StoreException {
    try {
      batch.totals();
      return database.write(c -> write(c, step, batch, lines));
    } catch (ArithmeticException e) {
      return postCarefully(step, batch, lines);
    } catch (StoreException e) {
      // Optimistic: the two conflicts that never happen are looked for only after one happened.
      if (e.getCause() instanceof SQLException sql
          && (TAKEN.equals(sql.getSQLState()) || TOO_LARGE.equals(sql.getSQLState()))) {
        return postCarefully(step, batch, lines);
      }
      throw e;
    }
  }

  private Batch postCarefully(Advance step, Batch batch, LongFunction<byte[]> lines)
      throws StoreException {
    return database.write(c -> write(c, step, postable(c, batch), lines));
  }

  private Batch write(Connection c, Advance step, Batch batch, LongFunction<byte[]> lines)
      throws SQLException, StoreException {
    var log = lockLog(c, step);
    copy(c, log, batch.postings());
    for (var what : batch.unpostable()) {
      Parking.park(
          c,
          step.origin(),
          what.seq(),
          what.reason().code(),
          what.detail(),
          lines.apply(what.seq()));
    }
    recordVariances(c, log, batch.variances());
    addTallies(c, log, batch.tallies());
    moveBalances(c, batch.totals());
    try (var s =
        c.prepareStatement(
            "update log set position = ?, peaks = ?, checkpoint = ?, changed_at = now()"
                + " where id = ?")) {
      s.setLong(1, step.to());
      s.setBytes(2, bytes(step.peaks()));
      s.setBytes(3, step.checkpoint().bytes());
      s.setInt(4, log);
      s.executeUpdate();
    }
    return batch;
  }

  private static int lockLog(Connection c, Advance step) throws SQLException, StoreException {
    if (step.from() == 0) {
      try (var s =
          c.prepareStatement(
              "insert into log (origin, position, peaks, checkpoint) values (?, 0, '', '')"
                  + " on conflict do nothing")) {
        s.setString(1, step.origin());
        s.executeUpdate();
      }
    }
    try (var s = c.prepareStatement("select id, position from log where origin = ? for update")) {
      s.setString(1, step.origin());
      try (var r = s.executeQuery()) {
        if (!r.next() || r.getLong(2) != step.from()) {
          throw new StoreException(Fault.MOVED, step.origin() + " is not at " + step.from());
        }
        return r.getInt(1);
      }
    }
  }

  private static void copy(Connection c, int log, List<Posting> postings) throws SQLException {
    if (postings.isEmpty()) {
      return;
    }
    var settled = new CopyRows(postings.size() * BYTES_OF_SETTLEMENT);
    var given = new CopyRows(postings.size() * 2 * BYTES_OF_CONTRIBUTION);
    for (var p : postings) {
      settled.row(3).key(p.round()).int4(log).int8(p.seq());
      for (var share : p.shares()) {
        given.row(8).int4(log).int8(p.seq()).int2(share.bet()).int4(share.level());
        given.int4(share.rules()).int8(share.stakeMinor());
        given.int8(share.poolMicro()).int8(share.reserveMicro());
      }
    }
    send(c, "copy settlement (round, log, seq) from stdin (format binary)", settled);
    send(
        c,
        "copy contribution (log, seq, bet, level, rules, stake_minor, pool_micro, reserve_micro)"
            + " from stdin (format binary)",
        given);
  }

  private static void send(Connection c, String statement, CopyRows rows) throws SQLException {
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

  private void moveBalances(Connection c, Map<Integer, Totals> totals)
      throws SQLException, StoreException {
    var sorted = new TreeMap<>(totals);
    var meters = new ArrayList<Integer>();
    sorted.forEach((level, sum) -> {
      if (sum.pool() != 0) {
        meters.add(level);
      }
    });
    var position = lockLedger(c, meters.size());
    if (sorted.isEmpty()) {
      return;
    }
    try (var s =
        c.prepareStatement(
            "update account set micro = micro + ? where level = ? and kind = ?::account_kind")) {
      for (var entry : sorted.entrySet()) {
        var level = entry.getKey();
        var sum = entry.getValue();
        add(s, level, AccountKind.SOURCE, Math.negateExact(sum.source()));
        add(s, level, AccountKind.POOL, sum.pool());
        add(s, level, AccountKind.RESERVE, sum.reserve());
      }
      s.executeBatch();
    }
    requireIdentity(c, sorted.keySet());
    writeMeters(c, position, meters);
  }

  private static void add(java.sql.PreparedStatement s, int level, AccountKind kind, long micro)
      throws SQLException {
    s.setLong(1, micro);
    s.setInt(2, level);
    s.setString(3, kind.name());
    s.addBatch();
  }

  /** Takes the ledger's row until commit. {@return the first of {@code changes} positions} */
  private long lockLedger(Connection c, int changes) throws SQLException, StoreException {
    try (var s =
        c.prepareStatement(
            "update ledger set position = position + ? where epoch = ? returning position")) {
      s.setInt(1, changes);
      s.setLong(2, epoch);
      try (var r = s.executeQuery()) {
        if (!r.next()) {
          throw new StoreException(
              Fault.FENCED, "another ledger process has taken over these books");
        }
        return r.getLong(1) - changes + 1;
      }
    }
  }

  /** Contributions + house = pool + overflow + reserve + payable + withheld + paid + adjust. */
  static void requireIdentity(Connection c, Collection<Integer> levels)
      throws SQLException, StoreException {
    try (var s =
        c.prepareStatement(
            "select level, sum(micro) from account where level = any (?)"
                + " group by level having sum(micro) <> 0")) {
      s.setArray(1, c.createArrayOf("int4", levels.toArray()));
      try (var r = s.executeQuery()) {
        if (r.next()) {
          throw new StoreException(
              Fault.IDENTITY_BROKEN, "level " + r.getInt(1) + " is off by " + r.getString(2));
        }
      }
    }
  }

  static void writeMeters(Connection c, long first, List<Integer> levels) throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into meter (position, level, micro, at) select ?, level, micro,"
                + " clock_timestamp() from account where level = ? and kind = 'POOL'")) {
      for (var i = 0; i < levels.size(); i++) {
        s.setLong(1, first + i);
        s.setInt(2, levels.get(i));
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  private static void addTallies(Connection c, int log, Map<String, Long> tallies)
      throws SQLException {
    if (tallies.isEmpty()) {
      return;
    }
    try (var s =
        c.prepareStatement(
            "insert into tally (log, name, n) values (?, ?, ?)"
                + " on conflict (log, name) do update set n = tally.n + excluded.n")) {
      for (var entry : tallies.entrySet()) {
        s.setInt(1, log);
        s.setString(2, entry.getKey());
        s.setLong(3, entry.getValue());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  private static void recordVariances(Connection c, int log, List<Batch.Variance> variances)
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

  /** The careful pass: sorts out rounds settled before and amounts that do not fit. */
  private Batch postable(Connection c, Batch batch) throws SQLException, StoreException {
    lockLedger(c, 0);
    var settled = settledBefore(c, batch.postings());
    var balances = balances(c);
    var result = batch.withoutPostings();
    for (var posting : batch.postings()) {
      if (!settled.add(posting.round())) {
        result.refuse(
            new Unpostable(
                posting.seq(),
                Refusal.ROUND_SETTLED_BEFORE,
                "the operator, round and step of this record have been settled before"));
      } else if (!fits(balances, posting.shares())) {
        result.refuse(
            new Unpostable(
                posting.seq(), Refusal.AMOUNT_OUT_OF_RANGE, "a balance would exceed 2^63 micro"));
      } else {
        result.post(posting);
      }
    }
    return result;
  }

  private static Set<RoundKey> settledBefore(Connection c, List<Posting> postings)
      throws SQLException {
    var keys = postings.stream().map(p -> p.round().bytes()).toArray(byte[][]::new);
    var found = new HashSet<RoundKey>();
    try (var s = c.prepareStatement("select round from settlement where round = any (?)")) {
      s.setArray(1, c.createArrayOf("bytea", keys));
      try (var r = s.executeQuery()) {
        while (r.next()) {
          found.add(RoundKey.of(r.getBytes(1)));
        }
      }
    }
    return found;
  }

  private static Map<Integer, EnumMap<AccountKind, Long>> balances(Connection c)
      throws SQLException {
    var balances = new HashMap<Integer, EnumMap<AccountKind, Long>>();
    try (var s = c.prepareStatement("select level, kind, micro from account");
        var r = s.executeQuery()) {
      while (r.next()) {
        balances
            .computeIfAbsent(r.getInt(1), _ -> new EnumMap<>(AccountKind.class))
            .put(AccountKind.valueOf(r.getString(2)), r.getLong(3));
      }
    }
    return balances;
  }

  /** Adds the shares to {@code balances} if all of them fit; changes nothing otherwise. */
  private static boolean fits(
      Map<Integer, EnumMap<AccountKind, Long>> balances, List<Share> shares) {
    var changed = new HashMap<Integer, EnumMap<AccountKind, Long>>();
    try {
      for (var share : shares) {
        var of =
            changed.computeIfAbsent(
                share.level(),
                l -> new EnumMap<>(balances.getOrDefault(l, new EnumMap<>(AccountKind.class))));
        var source = Math.negateExact(Math.addExact(share.poolMicro(), share.reserveMicro()));
        of.merge(AccountKind.SOURCE, source, Math::addExact);
        of.merge(AccountKind.POOL, share.poolMicro(), Math::addExact);
        of.merge(AccountKind.RESERVE, share.reserveMicro(), Math::addExact);
      }
    } catch (ArithmeticException e) {
      return false;
    }
    balances.putAll(changed);
    return true;
  }

  private static byte[] bytes(List<Hash> peaks) throws SQLException {
    var all = new java.io.ByteArrayOutputStream(peaks.size() * 32);
    try {
      for (var peak : peaks) {
        all.write(peak.bytes());
      }
    } catch (IOException e) {
      throw new SQLException(e);
    }
    return all.toByteArray();
  }
}
