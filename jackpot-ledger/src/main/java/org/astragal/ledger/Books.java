package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.service.ConfigException;

/**
 * The posting transaction: records, balances, meters and the log's position move together or not at
 * all.
 *
 * <p>Order of locks: the log's row, then the ledger's row. The latter makes all posting
 * transactions one sequence: what they do depends on the balances before, and meter positions have
 * no gap and become visible in order. The pools are kept in memory from one transaction to the
 * next, and read again when another process has posted meanwhile.
 *
 * <p>Thread-safe.
 */
final class Books {
  /** Unique violation. */
  private static final String TAKEN = "23505";

  private final Database database;
  private final long epoch;
  private final StateStore store = new StateStore();
  private volatile Known known = new Known(-1, new Pools(List.of()));

  /**
   * Books to be written under {@code epoch}.
   *
   * @param epoch as {@link Opening} drew it for this process
   */
  Books(Database database, long epoch) {
    this.database = database;
    this.epoch = epoch;
  }

  /** The pools after so many posting transactions; never changed. */
  private record Known(long entries, Pools pools) {}

  /** The ledger's row, held until commit. */
  private record Held(long position, long entries) {}

  /**
   * What was posted.
   *
   * @param work what came of it, with what was parked
   * @param meters what it did to the meters, in order
   */
  record Posted(Work work, List<MeterChange> meters) {
    Posted {
      meters = List.copyOf(meters);
    }
  }

  private record Committed(Posted posted, Known after) {}

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
      return remember(database.write(c -> write(c, step, batch, lines, false)));
    } catch (StoreException e) {
      // Optimistic: the conflict that never happens is looked for only after it happened.
      if (e.getCause() instanceof SQLException sql && TAKEN.equals(sql.getSQLState())) {
        return remember(database.write(c -> write(c, step, batch, lines, true)));
      }
      throw e;
    }
  }

  /**
   * Brings rules files into force, all of them or none; new pools and levels come into being.
   *
   * @return what it did to the meters; nothing if the files are those that are in force
   * @throws ConfigException if they cannot follow what is in force; that goes on
   */
  List<MeterChange> adopt(List<RulesFile> files) throws StoreException, ConfigException {
    var obstacle = new ArrayList<String>();
    var committed =
        database.write(c -> {
          obstacle.clear();
          var held = lockLedger(c);
          var before = pools(c, held);
          Adoption.obstacle(before, files).ifPresent(obstacle::add);
          var news = files.stream().filter(f -> Adoption.isNews(before, f)).toList();
          if (!obstacle.isEmpty() || news.isEmpty()) {
            return Optional.<Committed>empty();
          }
          var after = before.copy();
          var work = new Work();
          for (var file : news) {
            store.keep(c, file);
            Adoption.adopt(after, file, work);
          }
          return Optional.of(record(c, held, before, after, new CapUse(), 0, work));
        });
    if (!obstacle.isEmpty()) {
      throw new ConfigException(ConfigException.Fault.KEY, obstacle.getFirst());
    }
    return committed.isEmpty() ? List.of() : remember(committed.get()).meters();
  }

  /** {@return the pools as the books have them now; a copy} */
  Pools pools() throws StoreException {
    return database.read(store::load);
  }

  private Posted remember(Committed committed) {
    known = committed.after();
    return committed.posted();
  }

  private Committed write(
      Connection c, Advance step, Batch all, LongFunction<byte[]> lines, boolean careful)
      throws SQLException, StoreException {
    var log = moveLog(c, step);
    var held = lockLedger(c);
    var batch = careful ? CarefulPass.postable(c, all) : all;
    var before = pools(c, held);
    var after = before.copy();
    var use = StateStore.capUse(c, CapUse.wanted(after.all(), batch.wagers()));
    var work = new Work();
    work.take(batch);
    var engine = new Engine(after, use, work);
    batch.wagers().forEach(engine::settle);
    for (var what : work.unpostable()) {
      Parking.park(
          c,
          step.origin(),
          what.seq(),
          what.reason().code(),
          what.detail(),
          lines.apply(what.seq()));
    }
    RowStore.addLeaves(c, log, step);
    RowStore.addKeys(c, log, batch.keys());
    return record(c, held, before, after, use, log, work);
  }

  /** Writes down what an entry came to. */
  private Committed record(
      Connection c, Held held, Pools before, Pools after, CapUse use, int log, Work work)
      throws SQLException, StoreException {
    var entry = held.entries() + 1;
    RowStore.copy(c, entry, log, work);
    StateStore.save(c, before, after, use);
    RowStore.addActivity(c, work.activity());
    if (log != 0) {
      RowStore.addVariances(c, log, work.variances());
      RowStore.addTallies(c, log, work.tallies());
    }
    var levels = work.meters().stream().map(Work.Meter::level).toList();
    requireIdentity(c, after, new HashSet<>(levels));
    var meters = RowStore.addMeters(c, held.position() + 1, levels);
    try (var s =
        c.prepareStatement("update ledger set position = position + ?, entries = entries + 1")) {
      s.setInt(1, levels.size());
      s.executeUpdate();
    }
    return new Committed(new Posted(work, meters), new Known(entry, after));
  }

  /** The pools before an entry; the caller holds the ledger's row. */
  private Pools pools(Connection c, Held held) throws SQLException, StoreException {
    var last = known;
    return last.entries() == held.entries() ? last.pools() : store.load(c);
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

  /** Takes the ledger's row until commit. */
  private Held lockLedger(Connection c) throws SQLException, StoreException {
    try (var s =
        c.prepareStatement("select position, entries from ledger where epoch = ? for update")) {
      s.setLong(1, epoch);
      try (var r = s.executeQuery()) {
        if (!r.next()) {
          throw new StoreException(
              Fault.FENCED, "another ledger process has taken over these books");
        }
        return new Held(r.getLong(1), r.getLong(2));
      }
    }
  }

  /**
   * Contributions + house = pool + overflow + reserve + payable + withheld + paid + adjust, in
   * memory and in the books.
   */
  private static void requireIdentity(Connection c, Pools after, Collection<Integer> levels)
      throws SQLException, StoreException {
    for (var pool : after.all()) {
      for (var level : pool.levels()) {
        if (level.sum() != 0) {
          throw new StoreException(
              Fault.IDENTITY_BROKEN, "level " + level.id() + " is off by " + level.sum());
        }
      }
    }
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
}
