package org.astragal.ledger;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.astragal.outcome.Hash;
import org.postgresql.PGConnection;

/**
 * Writes the books into a folder for an audit: the journal, every posting, the balances, the rules
 * files by hash. All are of one moment; the ledger goes on meanwhile.
 */
final class Export {
  static final String JOURNAL = "journal.copy";
  static final String BALANCES = "balances.copy";
  static final String SETTLED = "settlement.copy";
  static final String RULES = "rules";
  static final String EVENTS = "events";

  private final Connection connection;
  private final Path folder;

  private Export(Connection connection, Path folder) {
    this.connection = connection;
    this.folder = folder;
  }

  /** {@return the file with the rows of a table} */
  static Path file(Path folder, EntryRows.Table table) {
    return folder.resolve(table.text() + ".copy");
  }

  /** {@return the files with the logs that the ledger keeps of events, in order} */
  static List<Path> events(Path folder) throws IOException {
    var events = folder.resolve(EVENTS);
    if (!Files.isDirectory(events)) {
      return List.of();
    }
    try (var files = Files.list(events)) {
      return files.sorted().toList();
    }
  }

  /** {@return the source that a file of events is named by} */
  static String source(Path file) {
    return file.getFileName().toString().replaceFirst("\\.jsonl$", "");
  }

  /** {@return the file of rules with a hash} */
  static Path rules(Path folder, Hash hash) {
    return folder.resolve(RULES).resolve(hash.toString().substring("sha256:".length()) + ".yaml");
  }

  /**
   * Writes the books.
   *
   * @param address of the books, as any role that reads them
   * @param folder created; must not hold anything
   */
  static void write(DatabaseAddress address, Path folder) throws StoreException, IOException {
    Files.createDirectories(folder.resolve(RULES));
    try (var entries = Files.list(folder)) {
      if (entries.count() > 1) {
        throw new FileAlreadyExistsException(folder + " is not empty");
      }
    }
    try (var c = address.dataSource().getConnection()) {
      // Sorting very many rows may take longer than any statement of the service.
      c.setNetworkTimeout(Runnable::run, 0);
      c.setAutoCommit(false);
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      c.setReadOnly(true);
      try (var s = c.createStatement()) {
        s.execute("set local statement_timeout = 0");
        s.execute("set local idle_in_transaction_session_timeout = 0");
      }
      new Export(c, folder).write();
      c.rollback();
    } catch (SQLException e) {
      throw Database.translate(e);
    }
  }

  private void write() throws SQLException, IOException, StoreException {
    copy("select n, at, kind, body, nodes, note from journal order by n", folder.resolve(JOURNAL));
    for (var table : EntryRows.Table.values()) {
      copy("select * from " + table.text() + " order by entry, pool, n", file(folder, table));
    }
    copy(
        "select l.pool, l.level, a.kind::text, a.micro from account a"
            + " join level l on l.id = a.level order by l.id, a.kind",
        folder.resolve(BALANCES));
    copy(
        "select round, l.origin, s.seq from settlement s left join log l on l.id = s.log",
        folder.resolve(SETTLED));
    try (var s = connection.prepareStatement("select content from rules order by id");
        var r = s.executeQuery()) {
      while (r.next()) {
        var content = r.getBytes(1);
        Files.write(rules(folder, Hash.sha256(content)), content);
      }
    }
    EventExport.write(connection, folder.resolve(EVENTS));
  }

  private void copy(String query, Path file) throws SQLException, IOException {
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("copy (" + query + ") to stdout (format binary)", out);
    }
  }
}
