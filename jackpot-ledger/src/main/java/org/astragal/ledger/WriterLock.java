package org.astragal.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.astragal.ledger.StoreException.Fault;

/**
 * One ledger process at a time: an advisory lock held by a connection of its own. It keeps a second
 * process from starting; that an old one cannot post any more is the epoch's doing, so losing this
 * lock when PostgreSQL restarts does no harm and it is taken again.
 *
 * <p>Thread-safe.
 */
final class WriterLock implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WriterLock.class.getName());
  private static final long KEY = 0x4153_5452_4147_414CL; // "ASTRAGAL"
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final DatabaseAddress address;
  private final Thread keeper;
  private volatile Connection connection;
  private volatile boolean closed;

  private WriterLock(DatabaseAddress address, Connection connection) {
    this.address = address;
    this.connection = connection;
    this.keeper = Thread.ofVirtual().name("writer-lock").start(this::keep);
  }

  /**
   * Takes the lock.
   *
   * @throws StoreException if another process serves these books, or PostgreSQL is away
   */
  static WriterLock take(DatabaseAddress address) throws StoreException {
    try {
      var connection = DriverManager.getConnection(address.url(), address.properties());
      if (!locked(connection)) {
        connection.close();
        throw new StoreException(Fault.IN_USE, "another ledger process serves " + address);
      }
      return new WriterLock(address, connection);
    } catch (SQLException e) {
      throw new StoreException(Fault.UNAVAILABLE, "no connection to " + address, e);
    }
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

  private static boolean locked(Connection connection) throws SQLException {
    try (var s = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
      s.setLong(1, KEY);
      try (var r = s.executeQuery()) {
        return r.next() && r.getBoolean(1);
      }
    }
  }

  private void keep() {
    try {
      while (!closed) {
        Thread.sleep(LOOK);
        retake();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void retake() {
    try {
      if (closed || connection.isValid(2)) {
        return;
      }
      connection.close();
      var next = DriverManager.getConnection(address.url(), address.properties());
      if (locked(next)) {
        connection = next;
        LOG.log(System.Logger.Level.INFO, "the writer's lock was taken again");
      } else {
        next.close();
        LOG.log(System.Logger.Level.WARNING, "another process holds the writer's lock");
      }
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "PostgreSQL is away", e);
    }
  }
}
