package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for the test run; each test gets a database of its own in it. */
final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestDatabase() {}

  private static final class Holder {
    static final EmbeddedDatabase SERVER = start();

    private static EmbeddedDatabase start() {
      try {
        var directory = Files.createTempDirectory("ledger-tests-");
        var server = EmbeddedDatabase.start(directory, 0);
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(() -> {
                  try {
                    server.close();
                    new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor();
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
        return server;
      } catch (IOException | ConfigException | StoreException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** {@return a new, empty database} */
  static DatabaseAddress create() {
    var address = Holder.SERVER.address();
    var name = "test_" + COUNT.incrementAndGet();
    try (var c = DriverManager.getConnection(address.url(), address.properties());
        var s = c.createStatement()) {
      s.execute("create database " + name);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    var properties = address.properties();
    return new DatabaseAddress(
        address.url().replace("/postgres", "/" + name),
        properties.getProperty("user"),
        properties.getProperty("password"));
  }

  static Properties properties() {
    return Holder.SERVER.address().properties();
  }
}
