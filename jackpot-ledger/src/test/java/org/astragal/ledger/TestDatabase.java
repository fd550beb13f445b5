package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.astragal.service.ConfigException;

/** One PostgreSQL for the test run; each test gets a database of its own in it. */
final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** Kept, since the logging system keeps no loggers alive. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("com.zaxxer.hikari"),
          Logger.getLogger("org.flywaydb"),
          Logger.getLogger("io.zonky"),
          Logger.getLogger("io.helidon"));

  static {
    QUIET.forEach(l -> l.setLevel(Level.SEVERE));
  }

  private TestDatabase() {}

  private static final class Holder {
    static final EmbeddedDatabase SERVER = start();
    static final DatabaseAddress SERVICE = service();

    /** Copied for each test: faster than two dozen migrations. */
    static final DatabaseAddress WITH_SCHEMA = withSchema();

    private static DatabaseAddress withSchema() {
      try {
        var made = createEmpty();
        Database.migrate(made.owner().orElseThrow(), made.user());
        return made;
      } catch (StoreException e) {
        throw new AssertionError(e);
      }
    }

    private static DatabaseAddress service() {
      try {
        return SERVER.service();
      } catch (StoreException e) {
        throw new AssertionError(e);
      }
    }

    private static EmbeddedDatabase start() {
      try {
        var directory = Files.createTempDirectory("ledger-tests-");
        var server = EmbeddedDatabase.start(directory, 0);
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(() -> {
                  try {
                    server.close();
                    // Thousands of files: not waited for.
                    new ProcessBuilder("rm", "-rf", directory.toString()).start();
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                }));
        return server;
      } catch (IOException | ConfigException | StoreException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** {@return a new database of today's schema, with nothing in it} */
  static DatabaseAddress create() {
    return copy(Holder.WITH_SCHEMA);
  }

  /** {@return a new database, without a schema} */
  static DatabaseAddress createEmpty() {
    return create("template1");
  }

  /** {@return a copy of a database that nobody is connected to} */
  static DatabaseAddress copy(DatabaseAddress of) {
    return create(of.url().substring(of.url().lastIndexOf('/') + 1));
  }

  private static DatabaseAddress create(String template) {
    var address = Holder.SERVER.address();
    var name = "test_" + COUNT.incrementAndGet();
    // A copy of thousands of files says nothing until it is done.
    try (var c = address.dataSource().getConnection();
        var s = c.createStatement()) {
      s.execute("create database " + name + " template " + template);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    var service = Holder.SERVICE.properties();
    var owner = address.properties();
    return new DatabaseAddress(
            address.url().replace("/postgres", "/" + name),
            service.getProperty("user"),
            service.getProperty("password"))
        .ownedBy(owner.getProperty("user"), owner.getProperty("password"));
  }

  /** {@return the server's first process} */
  static Optional<ProcessHandle> postmaster() {
    return Holder.SERVER.postmaster().flatMap(ProcessHandle::of);
  }
}
