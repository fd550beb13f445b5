package org.astragal.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.astragal.ledger.StoreException.Fault;

/**
 * One ledger process at a time, or several that agree to share: an advisory lock held by a
 * connection of its own. It keeps another process from starting; that an old one cannot post any
 * more is the {@linkplain Tenure tenure}'s doing, so losing this lock when PostgreSQL restarts does
 * no harm and it is taken again.
 *
 * <p>Of those that share the books one {@linkplain #leads leads}: it does what one is enough for.
 * When it dies another one does, within {@link #LOOK}.
 *
 * <p>Thread-safe.
 */
final class WriterLock implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WriterLock.class.getName());
  private static final long KEY = 0x4153_5452_4147_414CL; // "ASTRAGAL"
  private static final long LEADER = KEY + 1;
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final DatabaseAddress address;
  private final boolean shared;
  private final Thread keeper;
  private volatile Connection connection;
  private volatile boolean leads;
  private volatile boolean closed;

  private WriterLock(DatabaseAddress address, boolean shared, Connection connection)
      throws SQLException {
    this.address = address;
    this.shared = shared;
    this.connection = connection;
    this.leads = !shared || locked(connection, "pg_try_advisory_lock", LEADER);
    this.keeper = Thread.ofVirtual().name("writer-lock").start(this::keep);
  }

  /**
   * Takes the lock for this process alone.
   *
   * @throws StoreException if another process serves these books, or PostgreSQL is away
   */
  static WriterLock take(DatabaseAddress address) throws StoreException {
    return take(address, false);
  }

  /**
   * Takes the lock together with others that share the books.
   *
   * @throws StoreException if a process serves these books alone, or PostgreSQL is away
   */
  static WriterLock share(DatabaseAddress address) throws StoreException {
    return take(address, true);
  }

  private static WriterLock take(DatabaseAddress address, boolean shared) throws StoreException {
    try {
      var connection = DriverManager.getConnection(address.url(), address.properties());
      if (!entered(connection, shared)) {
        connection.close();
        throw new StoreException(
            Fault.IN_USE,
            "another ledger process serves "
                + address
                + (shared ? ", and does not share it: database.shared" : ""));
      }
      return new WriterLock(address, shared, connection);
    } catch (SQLException e) {
      throw new StoreException(Fault.UNAVAILABLE, "no connection to " + address, e);
    }
  }

  /** {@return whether this process does what one of those that share the books is enough for} */
  boolean leads() {
    return leads;
  }

  @Override
  public void close() {
    closed = true;
    keeper.interrupt();
    // Given back before the connection ends: PostgreSQL notices an end only later.
    try (var gone = connection;
        var s = gone.createStatement()) {
      s.execute("select pg_advisory_unlock_all()");
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "the lock's connection was gone", e);
    }
  }

  private static boolean entered(Connection connection, boolean shared) throws SQLException {
    return locked(connection, shared ? "pg_try_advisory_lock_shared" : "pg_try_advisory_lock", KEY);
  }

  private static boolean locked(Connection connection, String function, long key)
      throws SQLException {
    try (var s = connection.prepareStatement("select " + function + "(?)")) {
      s.setLong(1, key);
      try (var r = s.executeQuery()) {
        return r.next() && r.getBoolean(1);
      }
    }
  }

  private void keep() {
    try {
      while (!closed) {
        Thread.sleep(LOOK);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      if (!closed && !connection.isValid(2)) {
        // Whoever else shares the books may lead by now.
        leads = !shared;
        retake();
      }
      if (!closed && !leads && locked(connection, "pg_try_advisory_lock", LEADER)) {
        leads = true;
        LOG.log(System.Logger.Level.INFO, "this ledger leads those that share the books");
      }
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "PostgreSQL is away", e);
    }
  }

  private void retake() throws SQLException {
    connection.close();
    var next = DriverManager.getConnection(address.url(), address.properties());
    if (entered(next, shared)) {
      connection = next;
      LOG.log(System.Logger.Level.INFO, "the writer's lock was taken again");
    } else {
      next.close();
      LOG.log(System.Logger.Level.WARNING, "another process holds the writer's lock");
    }
  }
}
