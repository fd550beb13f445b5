package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.astragal.ledger.Batch.Posting;
import org.astragal.ledger.Batch.Totals;
import org.astragal.ledger.StoreException.Fault;
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

  /** The accounts that a contribution moves. */
  private static final List<String> MOVED =
      List.of(AccountKind.SOURCE.name(), AccountKind.POOL.name(), AccountKind.RESERVE.name());

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
   * What was posted.
   *
   * @param batch what was asked for, less what was parked
   * @param meters what it did to the meters, in order
   */
  record Posted(Batch batch, List<MeterChange> meters) {
    Posted {
      meters = List.copyOf(meters);
    }
  }

  /**
   * Posts a verified step.
   *
   * <p>What cannot be posted (a round settled before, an amount that does not fit) is parked with
   * its line, and the rest is posted: a log never stops for one record.
   *
   * @param lines gives the delivered line of a seq
   */
  Posted post(Advance step, Batch batch, LongFunction<byte[]> lines) throws StoreException {
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

  private Posted postCarefully(Advance step, Batch batch, LongFunction<byte[]> lines)
      throws StoreException {
    return database.write(c -> write(c, step, postable(c, batch), lines));
  }

  private Batch postable(Connection c, Batch batch) throws SQLException, StoreException {
    lockLedger(c, 0);
    return CarefulPass.postable(c, batch);
  }

  private Posted write(Connection c, Advance step, Batch batch, LongFunction<byte[]> lines)
      throws SQLException, StoreException {
    var log = moveLog(c, step);
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
    recordLeaves(c, log, step);
    recordKeys(c, log, batch.keys());
    recordVariances(c, log, batch.variances());
    addTallies(c, log, batch.tallies());
    for (var work : batch.beside()) {
      work.run(c);
    }
    return new Posted(batch, moveBalances(c, batch.totals()));
  }

  /** Moves the log's position, and so takes its row until commit. {@return the log's number} */
  private static int moveLog(Connection c, Advance step) throws SQLException, StoreException {
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

  private static void recordKeys(Connection c, int log, List<KeyTrail.Change> changes)
      throws SQLException {
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

  private List<MeterChange> moveBalances(Connection c, Map<Integer, Totals> totals)
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
      return List.of();
    }
    var levels = new ArrayList<Integer>();
    var kinds = new ArrayList<String>();
    var amounts = new ArrayList<Long>();
    sorted.forEach((level, sum) -> {
      levels.addAll(List.of(level, level, level));
      kinds.addAll(MOVED);
      amounts.addAll(List.of(Math.negateExact(sum.source()), sum.pool(), sum.reserve()));
    });
    try (var s =
        c.prepareStatement(
            "update account a set micro = a.micro + m.micro from unnest(?, ?, ?)"
                + " as m (level, kind, micro)"
                + " where a.level = m.level and a.kind = m.kind::account_kind")) {
      s.setArray(1, c.createArrayOf("int4", levels.toArray()));
      s.setArray(2, c.createArrayOf("text", kinds.toArray()));
      s.setArray(3, c.createArrayOf("int8", amounts.toArray()));
      s.executeUpdate();
    }
    requireIdentity(c, sorted.keySet());
    return writeMeters(c, position, meters);
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

  /** Writes down what {@code levels} stand at. {@return that, as watchers see it} */
  static List<MeterChange> writeMeters(Connection c, long first, List<Integer> levels)
      throws SQLException {
    var changes = new ArrayList<MeterChange>();
    try (var s =
        c.prepareStatement(
            "with changed as (insert into meter (position, level, micro, at)"
                + " select ? + c.place - 1, a.level, a.micro, clock_timestamp()"
                + " from unnest(?) with ordinality as c (level, place)"
                + " join account a on a.level = c.level and a.kind = 'POOL'"
                + " returning position, level, micro, at)"
                + " select m.position, l.pool, l.level, m.micro, m.at from changed m"
                + " join level l on l.id = m.level order by m.position")) {
      s.setLong(1, first);
      s.setArray(2, c.createArrayOf("int4", levels.toArray()));
      try (var r = s.executeQuery()) {
        while (r.next()) {
          changes.add(Queries.meterChange(r));
        }
      }
    }
    return changes;
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

  private static void recordLeaves(Connection c, int log, Advance step) throws SQLException {
    try (var s = c.prepareStatement("insert into leaves (log, first, hashes) values (?, ?, ?)")) {
      s.setInt(1, log);
      s.setLong(2, step.from());
      s.setBytes(3, Leaves.pack(step.leaves()));
      s.executeUpdate();
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
}
