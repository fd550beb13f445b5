package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.service.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rebuild --config FILE --books FOLDER --policy FILE OUTCOMES…}: makes the books anew. */
@Command(
    name = "rebuild",
    description = {
      "Makes the books anew in the empty database of a configuration: from the sealed outcomes,"
          + " and",
      "the rules files and the signed journal of exported books. Each entry must come out as the",
      "journal has it.",
      "Exit status: 0 the head is the same, 1 it is not, 2 usage, 3 could not decide."
    },
    mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration of the ledger that is to have the books.")
  private Path config = Path.of("ledger.yaml");

  @Option(
      names = "--books",
      required = true,
      paramLabel = "FOLDER",
      description = "What `ledger export` wrote.")
  private Path books = Path.of("books");

  @Mixin private TrustedKeys trusted = new TrustedKeys();

  @Option(
      names = "--follow-rotation",
      description = "Take a log's word on its own keys, as the ledger's followRotation.")
  private boolean follows;

  @Parameters(
      arity = "0..*",
      paramLabel = "OUTCOMES",
      description = "Files of sealed outcomes, one a line, such as the values of a partition.")
  private List<Path> outcomes = List.of();

  @Override
  public Integer call() {
    try {
      var signatures = new FastSignatures();
      var keys = trusted.load(signatures);
      var head = rebuild(LedgerConfig.load(config), keys, new KeyTrail(follows, signatures));
      System.out.printf("%d entries; head %s%n", head.size(), head.root());
      return 0;
    } catch (PolicyException | ConfigException e) {
      return Main.fail(Main.USAGE, e);
    } catch (StoreException e) {
      return Main.fail(
          e.fault() == StoreException.Fault.REFUSED ? Main.REFUTED : Main.UNDECIDED, e);
    } catch (AuditException | IOException e) {
      return Main.fail(Main.UNDECIDED, e);
    }
  }

  private Checkpoint rebuild(LedgerConfig into, Policy keys, KeyTrail trail)
      throws ConfigException, StoreException, IOException, AuditException {
    var wanted = into.database().embedded();
    if (wanted.isEmpty()) {
      return rebuild(Ledger.address(into, Optional.empty()), keys, trail);
    }
    try (var own = EmbeddedDatabase.start(wanted.get().directory(), wanted.get().port())) {
      return rebuild(own.service(), keys, trail);
    }
  }

  private Checkpoint rebuild(DatabaseAddress address, Policy keys, KeyTrail trail)
      throws StoreException, AuditException {
    try (var _ = WriterLock.take(address);
        var database = Database.open(address)) {
      return Rebuild.run(books, outcomes, keys, trail, database);
    }
  }
}
