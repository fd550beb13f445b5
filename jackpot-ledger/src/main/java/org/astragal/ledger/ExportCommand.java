package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
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
      reading(
          LedgerConfig.load(config),
          address -> {
            Export.write(address, folder);
            return folder;
          });
      System.out.println("the books are in " + folder);
      return 0;
    } catch (ConfigException e) {
      return Main.fail(2, e);
    } catch (StoreException | IOException e) {
      return Main.fail(1, e);
    }
  }

  /** Reads the books that a configuration names. */
  @FunctionalInterface
  interface Reader<T> {
    T read(DatabaseAddress address) throws StoreException, IOException;
  }

  /** {@return what {@code reader} reads, whether the ledger serves or is down} */
  static <T> T reading(LedgerConfig config, Reader<T> reader)
      throws ConfigException, StoreException, IOException {
    var embedded = config.database().embedded();
    if (embedded.isEmpty()) {
      return reader.read(Ledger.address(config, Optional.empty()));
    }
    var directory = embedded.get().directory();
    var running = EmbeddedDatabase.running(directory);
    if (running.isPresent()) {
      return reader.read(running.get());
    }
    try (var own = EmbeddedDatabase.start(directory, embedded.get().port())) {
      return reader.read(own.address());
    }
  }
}
