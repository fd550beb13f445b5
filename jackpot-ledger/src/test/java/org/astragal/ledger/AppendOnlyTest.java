package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.astragal.ledger.TestLog.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the role that serves cannot change what was posted, and another one does not serve. */
final class AppendOnlyTest {
  private static final String FORBIDDEN = "42501";

  @TempDir private Path directory;

  @Test
  void theServicesRoleReadsAndAddsOnly() throws Exception {
    var address = TestDatabase.create();
    var log = new TestLog("test.example/outcomes/append");
    log.create();
    log.seal(List.of(Round.of("r", 100).body()));
    try (var books = TestBooks.open(address, directory, Site.RULES, List.of(log))) {
      books.ingest().deliver(log.origin(), TestLog.stream(log.lines(0, 2)));
      try (var c = DriverManager.getConnection(address.url(), address.properties())) {
        for (var table : Permissions.APPEND_ONLY) {
          assertEquals(FORBIDDEN, refused(c, "delete from " + table), table);
          assertEquals(FORBIDDEN, refused(c, "truncate " + table), table);
          assertEquals(FORBIDDEN, refused(c, "drop table " + table + " cascade"), table);
          assertEquals(FORBIDDEN, refused(c, "alter table " + table + " add x int"), table);
          assertEquals(
              FORBIDDEN,
              refused(c, "update %1$s set %2$s = %2$s".formatted(table, column(c, table))),
              table);
        }
        assertEquals(FORBIDDEN, refused(c, "create table mine (x int)"));
        assertEquals(FORBIDDEN, refused(c, "delete from schema_history"));
        assertEquals(FORBIDDEN, refused(c, "create role another"));
      }
      books.assertBalanced();
    }
  }

  @Test
  void aRoleThatCouldChangePostingsDoesNotServe() throws Exception {
    var address = TestDatabase.create();
    Database.open(address).close();
    var owner = address.owner().orElseThrow();
    var e = assertThrows(StoreException.class, () -> Database.open(owner));
    assertTrue(String.valueOf(e.getMessage()).contains("can change rows of table"), e.getMessage());
    try (var c = DriverManager.getConnection(owner.url(), owner.properties());
        var s = c.createStatement()) {
      s.execute("grant update on contribution to " + address.user());
    }
    var service =
        new DatabaseAddress(
            address.url(), address.user(), address.properties().getProperty("password"));
    var more = assertThrows(StoreException.class, () -> Database.open(service));
    assertTrue(String.valueOf(more.getMessage()).contains("rows of table contribution"));
    // A migration takes back what was given.
    Database.open(address).close();
    Database.open(service).close();
  }

  @Test
  void withoutTheOwnerTheSchemaMustBeOfToday() throws Exception {
    var address = TestDatabase.createEmpty();
    var service =
        new DatabaseAddress(
            address.url(), address.user(), address.properties().getProperty("password"));
    var e = assertThrows(StoreException.class, () -> Database.open(service));
    assertTrue(String.valueOf(e.getMessage()).contains("ledger migrate"), e.getMessage());
  }

  private static String refused(Connection c, String statement) {
    return assertThrows(
            SQLException.class,
            () -> {
              try (var s = c.createStatement()) {
                s.execute(statement);
              }
            },
            statement)
        .getSQLState();
  }

  private static String column(Connection c, String table) throws SQLException {
    try (var s =
        c.prepareStatement(
            "select column_name from information_schema.columns where table_name = ? and"
                + " is_identity = 'NO' limit 1")) {
      s.setString(1, table);
      try (var r = s.executeQuery()) {
        r.next();
        return r.getString(1);
      }
    }
  }
}
