package org.astragal.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import org.astragal.ledger.StoreException.Fault;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Connections to the books, schema included. Thread-safe. */
final class Database implements AutoCloseable {
  private static final int CONNECTIONS = 8;
  private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(3);
  private static final Duration LONGEST_VALIDATION = Duration.ofSeconds(1);

  /** As long as any statement may take. */
  private static final Duration SURVEY = Duration.ofSeconds(60);

  private static final int ATTEMPTS = 5;

  private final HikariDataSource pool;

  private Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Work inside one transaction; it neither commits nor rolls back. May run more than once. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException, StoreException;
  }

  /**
   * Connects as the service's role. If the address knows the owner of the schema, the schema is
   * brought up to date as the owner; otherwise it must be up to date.
   *
   * @throws StoreException if PostgreSQL cannot be reached, its schema is not ours or not of today,
   *     or the role could change what was posted
   */
  static Database open(DatabaseAddress address) throws StoreException {
    if (address.owner().isPresent()) {
      migrate(address.owner().get(), address.user());
    }
    var config = new HikariConfig();
    config.setPoolName("ledger");
    config.setJdbcUrl(address.url());
    config.setDataSourceProperties(address.properties());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setAutoCommit(false);
    config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
    config.setValidationTimeout(LONGEST_VALIDATION.toMillis());
    config.setInitializationFailTimeout(Duration.ofSeconds(15).toMillis());
    try {
      var pool = new HikariDataSource(config);
      var database = new Database(pool);
      try {
        requireCurrent(pool, address.user());
        database.read(c -> {
          Permissions.require(c);
          return true;
        });
        return database;
      } catch (StoreException e) {
        pool.close();
        throw e;
      }
    } catch (com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
      throw new StoreException(Fault.UNAVAILABLE, "no connection to " + address, e);
    }
  }

  /**
   * Brings the schema up to date, and gives the service's role what it needs.
   *
   * @param owner of the schema
   * @param service name of the service's role
   */
  static void migrate(DatabaseAddress owner, String service) throws StoreException {
    try {
      flyway(service).dataSource(owner.dataSource()).load().migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          Fault.REFUSED, "the schema cannot be brought up to date: " + reason(e), e);
    }
  }

  private static FluentConfiguration flyway(String service) {
    return Flyway.configure()
        .locations("classpath:ledger-schema")
        .table("schema_history")
        .placeholders(Map.of("service", service))
        .loggers("slf4j");
  }

  private static void requireCurrent(HikariDataSource pool, String service) throws StoreException {
    try {
      var pending = flyway(service).dataSource(pool).load().info().pending().length;
      if (pending > 0) {
        throw new StoreException(
            Fault.REFUSED,
            "the schema lacks "
                + pending
                + " steps: run ./astragal ledger migrate with the owner of the schema");
      }
    } catch (FlywayException e) {
      throw new StoreException(Fault.REFUSED, "the schema cannot be looked at", e);
    }
  }

  /** What PostgreSQL said, which is what a person can act on. */
  private static String reason(FlywayException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  /** Runs {@code work} and commits; repeats it when PostgreSQL asks for that. */
  <T> T write(Work<T> work) throws StoreException {
    for (var attempt = 1; ; attempt++) {
      try (var connection = pool.getConnection()) {
        return commit(connection, work);
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !isRepeatable(e)) {
          throw failed(e);
        }
      }
    }
  }

  /** Runs {@code work} on one snapshot of the books. */
  <T> T read(Work<T> work) throws StoreException {
    return read(work, DatabaseAddress.SILENCE);
  }

  /** The same for what reads very many rows before the first one comes. */
  <T> T survey(Work<T> work) throws StoreException {
    return read(work, SURVEY);
  }

  private <T> T read(Work<T> work, Duration silence) throws StoreException {
    try (var connection = pool.getConnection()) {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(silence.toMillis()));
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      try {
        return work.run(connection);
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** One connection that broke is a reason to believe none of the others. */
  private StoreException failed(SQLException e) {
    var state = String.valueOf(e.getSQLState());
    if ((state.startsWith("08") || state.startsWith("57P")) && !pool.isClosed()) {
      pool.getHikariPoolMXBean().softEvictConnections();
    }
    return translate(e);
  }

  @Override
  public void close() {
    pool.close();
  }

  private static <T> T commit(Connection connection, Work<T> work)
      throws SQLException, StoreException {
    try {
      var result = work.run(connection);
      connection.commit();
      return result;
    } catch (SQLException | StoreException | RuntimeException e) {
      try {
        connection.rollback();
      } catch (SQLException lost) {
        e.addSuppressed(lost);
      }
      throw e;
    }
  }

  /** Serialisation failure or deadlock: nothing happened. */
  private static boolean isRepeatable(SQLException e) {
    return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
  }

  static StoreException translate(SQLException e) {
    var state = e.getSQLState() == null ? "" : e.getSQLState();
    // 08 connection, 53 resources, 57P server going or coming, 57014, 55P03 and 25P03 time limits,
    // 58 I/O.
    var away =
        e instanceof SQLTransientConnectionException
            || state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57")
            || state.startsWith("58")
            || state.startsWith("55P03")
            || state.startsWith("25P03");
    return new StoreException(
        away ? Fault.UNAVAILABLE : Fault.REFUSED, "SQLSTATE " + state + ": " + e.getMessage(), e);
  }
}
