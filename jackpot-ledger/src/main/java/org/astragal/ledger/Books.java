package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
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
  /** Of an entry that is of no log. */
  private static final int NO_LOG = 0;

  /** Unique violation. */
  private static final String TAKEN = "23505";

  private static final System.Logger LOG = System.getLogger(Books.class.getName());

  private final Database database;
  private final Tenure tenure;
  private final Journal journal;
  private final StateStore store = new StateStore();
  private volatile Known known = new Known(Hash.EMPTY_ROOT, new Pools(List.of()));
  private volatile Runnable whenPosted = () -> {};
  private volatile Runnable whenFenced = () -> {};

  private Books(Database database, Tenure tenure, Journal journal) {
    this.database = database;
    this.tenure = tenure;
    this.journal = journal;
  }

  /**
   * Books to be written under a tenure; begins the journal of new ones.
   *
   * @throws StoreException if they cannot be read, or another key signs their journal
   */
  static Books open(Database database, Tenure tenure, Journal journal) throws StoreException {
    var books = new Books(database, tenure, journal);
    database.write(c -> {
      var held = books.lockLedger(c);
      journal.requireOwn(c);
      if (held.journal().size() == 0) {
        var none = new Pools(List.of());
        books.record(
            c,
            held,
            none,
            none,
            new CapUse(),
            0,
            new Work(),
            _ -> new Input.Opened(journal.vkey()));
      }
      return true;
    });
    return books;
  }

  /** The pools after the entry with this head; never changed. */
  private record Known(Hash head, Pools pools) {}

  /** The ledger's row, held until commit. */
  private record Held(long position, CompactRange journal) {}

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
      return told(database.write(c -> write(c, step, batch, lines, false)));
    } catch (StoreException e) {
      // Optimistic: the conflict that never happens is looked for only after it happened.
      if (e.getCause() instanceof SQLException sql && TAKEN.equals(sql.getSQLState())) {
        return told(database.write(c -> write(c, step, batch, lines, true)));
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
  List<MeterChange> adopt(List<RulesFile> all) throws StoreException, ConfigException {
    return adopt(all, false);
  }

  /**
   * Brings the files into force that are there when a process starts. One that was replaced before
   * is refused where the books are shared: most likely this process was not given the new one.
   *
   * @throws ConfigException if they cannot follow what is in force; that goes on
   */
  void begin(List<RulesFile> all) throws StoreException, ConfigException {
    adopt(all, tenure.shared());
  }

  private List<MeterChange> adopt(List<RulesFile> all, boolean onlyNew)
      throws StoreException, ConfigException {
    var obstacle = new ArrayList<String>();
    var posted =
        database.write(c -> {
          obstacle.clear();
          var held = lockLedger(c);
          var before = pools(c, held);
          Adoption.obstacle(before, all).ifPresent(obstacle::add);
          var news = all.stream().filter(f -> Adoption.isNews(before, f)).toList();
          for (var file : onlyNew ? news : List.<RulesFile>of()) {
            if (store.has(c, file)) {
              obstacle.add(
                  "the rules of %s (%s) were replaced by a ledger that shares these books: start"
                          .formatted(file.rules().pool(), file.hash())
                      + " with the rules in force, and change them then");
            }
          }
          if (!obstacle.isEmpty() || news.isEmpty()) {
            return Optional.<Posted>empty();
          }
          var after = before.copy();
          var work = new Work();
          for (var file : news) {
            store.keep(c, file);
            Adoption.adopt(after, file, work);
          }
          var files =
              news.stream()
                  .map(f -> new Input.Adopted.PoolFile(f.rules().pool(), f.hash()))
                  .toList();
          return Optional.of(
              record(c, held, before, after, new CapUse(), 0, work, _ -> new Input.Adopted(files)));
        });
    if (!obstacle.isEmpty()) {
      throw new ConfigException(ConfigException.Fault.KEY, obstacle.getFirst());
    }
    return told(posted.map(Posted::meters).orElse(List.of()));
  }

  /** What became of an order. */
  sealed interface Done {
    /** It was carried out, as this entry of the journal. */
    record Posted(long entry, Books.Posted posted) implements Done {}

    /** It cannot be, for this reason; nothing was done. */
    record Refused(String why) implements Done {}
  }

  /** {@return why an order could not be carried out now, if anything stands against it} */
  Optional<String> obstacle(Order order) throws StoreException {
    return new Orders(pools(), new Work()).apply(order);
  }

  /** Carries out an order, in one transaction. */
  Done order(Input.Ordered ordered) throws StoreException {
    return order(ordered, _ -> true);
  }

  /**
   * Carries out an order, in one transaction.
   *
   * @param beside what is to be done in it, if the order can be carried out
   */
  Done order(Input.Ordered ordered, Database.Work<?> beside) throws StoreException {
    return carryOut(
        ordered,
        beside,
        (_, _, after, work) ->
            new Outcome(new Orders(after, work).apply(ordered.order()), new CapUse(), NO_LOG));
  }

  /** What two persons' word led to: why it could not, what caps let through, and of which log. */
  private record Outcome(Optional<String> obstacle, CapUse use, int log) {}

  /** What two persons' word leads to. */
  private interface Deed {
    Outcome apply(Connection c, long entry, Pools after, Work work)
        throws SQLException, StoreException;
  }

  private Done carryOut(Input.ByTwo input, Database.Work<?> beside, Deed deed)
      throws StoreException {
    return told(
        database.<Done>write(c -> {
          var held = lockLedger(c);
          var entry = held.journal().size();
          var before = pools(c, held);
          var after = before.copy();
          var work = new Work();
          var outcome = deed.apply(c, entry, after, work);
          if (outcome.obstacle().isPresent()) {
            return new Done.Refused(outcome.obstacle().get());
          }
          beside.run(c);
          return new Done.Posted(
              entry,
              record(c, held, before, after, outcome.use(), outcome.log(), work, _ -> input));
        }));
  }

  /** {@return why a ruling on a held contribution could not be carried out now, if that is so} */
  Optional<String> obstacle(Input.Ruled ruled) throws StoreException {
    return database.read(c -> decide(c, ruled, store.load(c), new Work()).obstacle());
  }

  /**
   * Carries out what two persons have decided of a held contribution, in one transaction.
   *
   * @param beside what is to be done in it, if the ruling can be carried out
   */
  Done decide(Input.Ruled ruled, Database.Work<?> beside) throws StoreException {
    return carryOut(
        ruled,
        beside,
        (c, entry, after, work) -> {
          var outcome = decide(c, ruled, after, work);
          if (outcome.obstacle().isEmpty()) {
            HeldBets.decide(c, ruled.ruling(), entry);
          }
          return outcome;
        });
  }

  private static Outcome decide(Connection c, Input.Ruled ruled, Pools after, Work work)
      throws SQLException {
    var bet = HeldBets.pending(c, ruled.ruling().held().orElseThrow());
    if (bet.isEmpty()) {
      return new Outcome(Optional.of(HeldBets.DECIDED), new CapUse(), NO_LOG);
    }
    var pool = after.pool(bet.get().pool()).orElseThrow();
    var use = StateStore.capUse(c, CapUse.of(pool, bet.get().wager(), bet.get().stake()));
    var obstacle =
        new HeldRulings(after, use, work).apply(ruled.ruling(), ruled.approvals(), bet.get());
    return new Outcome(obstacle, use, bet.get().log());
  }

  /** Runs {@code listener}, which must not block, after each transaction. */
  void whenPosted(Runnable listener) {
    whenPosted = listener;
  }

  /**
   * Runs {@code listener}, which must not block, when whatever was to be written finds that another
   * process has taken over. It may run more than once.
   */
  void whenFenced(Runnable listener) {
    whenFenced = listener;
  }

  /** {@return whether other processes write into these books too} */
  boolean shared() {
    return tenure.shared();
  }

  /**
   * Writes what is no posting, unless another process has taken over.
   *
   * @param work may run more than once before it is committed
   */
  <T> T write(Database.Work<T> work) throws StoreException {
    return database.write(c -> {
      if (!tenure.holds(c)) {
        throw fenced();
      }
      return work.run(c);
    });
  }

  private StoreException fenced() {
    LOG.log(System.Logger.Level.ERROR, "another ledger process has taken over these books");
    whenFenced.run();
    return new StoreException(Fault.FENCED, "another ledger process has taken over these books");
  }

  private <T> T told(T done) {
    whenPosted.run();
    return done;
  }

  /**
   * Writes down what two persons have decided of something that moves no money.
   *
   * @param beside what is to be done in the same transaction
   */
  void rule(Input.Ruled ruled, Database.Work<?> beside) throws StoreException {
    database.write(c -> {
      var held = lockLedger(c);
      beside.run(c);
      rule(c, held, pools(c, held), ruled);
      return true;
    });
  }

  private void rule(Connection c, Held held, Pools pools, Input ruled)
      throws SQLException, StoreException {
    record(c, held, pools, pools.copy(), new CapUse(), 0, new Work(), _ -> ruled);
  }

  /** {@return the pools as the books have them now; a copy} */
  Pools pools() throws StoreException {
    return database.read(store::load);
  }

  private Posted write(
      Connection c, Advance step, Batch all, LongFunction<byte[]> lines, boolean careful)
      throws SQLException, StoreException {
    var log = RowStore.moveLog(c, step);
    var held = lockLedger(c);
    var batch = careful ? CarefulPass.postable(c, all) : all;
    var before = pools(c, held);
    if (batch.ruling().isPresent()) {
      rule(c, held, before, batch.ruling().get());
    }
    var after = before.copy();
    var use = StateStore.capUse(c, CapUse.wanted(after.all(), batch.wagers()));
    var work = new Work();
    work.take(batch);
    var engine = new Engine(after, use, work, log);
    var answers = new Answers(after, new StoredPast(c), work);
    batch.inOrder(
        new Batch.Steps() {
          @Override
          public void round(Wager wager) {
            engine.settle(wager);
          }

          @Override
          public void answer(Answers.Said said) throws StoreException {
            answers.apply(said);
          }
        });
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
    for (var beside : batch.beside()) {
      beside.run(c);
    }
    return record(c, held, before, after, use, log, work, w -> delivered(step, log, w));
  }

  private static Input delivered(Advance step, int log, Work work) {
    var refused =
        work.unpostable().stream()
            .map(what -> new Input.Refused(what.seq(), what.reason().code()))
            .toList();
    var root = CompactRange.of(step.to(), step.peaks()).root();
    return new Input.Delivered(step.origin(), log, step.from(), step.to(), root, refused);
  }

  /** Writes down what an entry came to; the last act of its transaction. */
  private Posted record(
      Connection c,
      Held held,
      Pools before,
      Pools after,
      CapUse use,
      int log,
      Work work,
      Function<Work, Input> input)
      throws SQLException, StoreException {
    var tree = held.journal();
    var rows = RowStore.copy(c, tree.size(), log, work);
    StateStore.save(c, before, after, use, tree.size());
    RowStore.addActivity(c, work.activity());
    HeldBets.add(c, work.held());
    if (log != NO_LOG) {
      RowStore.addVariances(c, log, work.variances());
      RowStore.addTallies(c, log, work.tallies());
    }
    var touched = after.changedSince(before);
    Identity.require(c, touched);
    RowStore.addEvents(c, tree.size(), work.events());
    var meters = RowStore.addMeters(c, held.position() + 1, work.meters());
    journal.add(c, tree, input.apply(work), JournalEntry.Result.of(rows, after, touched));
    try (var s =
        c.prepareStatement("update ledger set position = position + ?, entries = ?, peaks = ?")) {
      s.setInt(1, meters.size());
      s.setLong(2, tree.size());
      s.setBytes(3, Leaves.pack(tree.peaks()));
      s.executeUpdate();
    }
    after.settle();
    // If the commit fails, no head will ever be this one, and the pools are read again.
    known = new Known(tree.root(), after);
    return new Posted(work, meters);
  }

  /** The pools before an entry; the caller holds the ledger's row. */
  private Pools pools(Connection c, Held held) throws SQLException, StoreException {
    var last = known;
    return last.head().equals(held.journal().root()) ? last.pools() : store.load(c);
  }

  /** Takes the ledger's row until commit. */
  private Held lockLedger(Connection c) throws SQLException, StoreException {
    try (var s =
        c.prepareStatement(
            "select position, entries, peaks from ledger where epoch = ? for update")) {
      s.setLong(1, tenure.epoch());
      try (var r = s.executeQuery()) {
        if (!r.next()) {
          throw fenced();
        }
        return new Held(r.getLong(1), CompactRange.of(r.getLong(2), Leaves.unpack(r.getBytes(3))));
      }
    }
  }
}
