package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: whatever moment of its first start the ledger was killed at, the next start succeeds. */
final class EmbeddedDatabaseTest {
  @TempDir private Path folder;
  private Path directory;
  private Path data;
  private Path password;

  @BeforeEach
  void make() throws Exception {
    directory = Files.createDirectory(folder.resolve("postgres"));
    data = directory.resolve("data");
    password = directory.resolve("password");
  }

  @Test
  void killedWhileThePasswordWasWritten() throws Exception {
    Files.writeString(directory.resolve("password.new"), "0123");
    starts();
    assertEquals(48, Files.readString(password).length());
    assertFalse(Files.exists(directory.resolve("password.new")));
  }

  @Test
  void killedBetweenThePasswordAndTheServerThatShallHaveIt() throws Exception {
    keepPassword();
    starts();
    assertEquals("kept", Files.readString(password));
  }

  @Test
  void killedWhileInitdbWorked() throws Exception {
    keepPassword();
    Files.createFile(directory.resolve("first-start"));
    Files.createDirectories(data.resolve("base"));
    Files.writeString(data.resolve("postgresql.conf"), "# empty so far\n");
    starts();
    assertFalse(Files.exists(directory.resolve("first-start")));
  }

  @Test
  void booksWithoutTheirPasswordAreLeftAlone() throws Exception {
    Files.createDirectory(data);
    Files.writeString(data.resolve("postgresql.conf"), "# somebody's books\n");
    var e = assertThrows(IOException.class, () -> EmbeddedDatabase.start(directory, 0).close());
    assertTrue(String.valueOf(e.getMessage()).contains("password"), e::getMessage);
    assertFalse(Files.exists(password));
    assertEquals("# somebody's books\n", Files.readString(data.resolve("postgresql.conf")));
  }

  private void keepPassword() throws IOException {
    Files.writeString(password, "kept");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
  }

  /** It starts, keeps what is written, and finds it when it starts again. */
  private void starts() throws Exception {
    try (var first = EmbeddedDatabase.start(directory, 0)) {
      execute(first, "create table kept (n int)");
    }
    try (var second = EmbeddedDatabase.start(directory, 0)) {
      execute(second, "drop table kept");
    }
  }

  private static void execute(EmbeddedDatabase database, String statement) throws Exception {
    var address = database.address();
    try (var c = DriverManager.getConnection(address.url(), address.properties());
        var s = c.createStatement()) {
      s.execute(statement);
    }
  }
}
