package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.astragal.service.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export --config FILE FOLDER}: the books as an auditor takes them along. */
@Command(
    name = "export",
    description = {
      "Writes the books into a folder for `ledger audit`: journal, postings, balances, rules.",
      "The ledger may serve meanwhile; an embedded database that is down is started for it."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration of the ledger.")
  private Path config = Path.of("ledger.yaml");

  @Parameters(paramLabel = "FOLDER", description = "Where to; empty or not there yet.")
  private Path folder = Path.of("books");

  @Override
  public Integer call() {
    try {
      write(LedgerConfig.load(config));
      System.out.println("the books are in " + folder);
      return 0;
    } catch (ConfigException e) {
      return Main.fail(2, e);
    } catch (StoreException | IOException e) {
      return Main.fail(1, e);
    }
  }

  private void write(LedgerConfig read) throws ConfigException, StoreException, IOException {
    var embedded = read.database().embedded();
    if (embedded.isEmpty()) {
      Export.write(Ledger.address(read, java.util.Optional.empty()), folder);
      return;
    }
    var running = EmbeddedDatabase.running(embedded.get().directory());
    if (running.isPresent()) {
      Export.write(running.get(), folder);
      return;
    }
    try (var own = EmbeddedDatabase.start(embedded.get().directory(), embedded.get().port())) {
      Export.write(own.address(), folder);
    }
  }
}
