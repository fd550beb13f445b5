package org.astragal.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.service.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trace}: proves one posting, or verifies such a proof. */
@Command(
    name = "trace",
    description = {
      "Proves one posting: with --config, --pool and --posting prints a package with the row, the",
      "journal's entry, the rules that held and all paths to the signed head; --outcome adds the",
      "sealed outcome. With --check and --policy verifies such a package offline.",
      "Exit status: 0 done or proved, 1 refuted, 2 usage, 3 could not decide."
    },
    mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
  private static final int MAX_PACKAGE = 64 << 20;

  @Option(names = "--config", paramLabel = "FILE", description = "Configuration of the ledger.")
  private Optional<Path> config = Optional.empty();

  @Option(names = "--pool", paramLabel = "POOL", description = "The pool.")
  private String pool = "";

  @Option(names = "--posting", paramLabel = "N", description = "The number of the posting.")
  private long posting;

  @Option(
      names = "--outcome",
      paramLabel = "FILE",
      description = "The sealed outcome that it was made from, one line.")
  private Optional<Path> outcome = Optional.empty();

  @Option(names = "--check", paramLabel = "FILE", description = "A package to be verified.")
  private Optional<Path> check = Optional.empty();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The keys of the journal and of the log, one `log <vkey>` line each.")
  private Optional<Path> policy = Optional.empty();

  @Override
  public Integer call() {
    try {
      if (check.isPresent() && policy.isPresent()) {
        return verify(check.get(), Policy.load(policy.get()));
      }
      if (config.isPresent() && !pool.isEmpty() && posting > 0) {
        return print(LedgerConfig.load(config.get()));
      }
      System.err.println("ledger: --config, --pool and --posting, or --check and --policy");
      return Main.USAGE;
    } catch (PolicyException | ConfigException e) {
      return Main.fail(Main.USAGE, e);
    } catch (TraceCheck.RefutedException e) {
      return Main.fail(Main.REFUTED, e);
    } catch (StoreException | IOException e) {
      return Main.fail(Main.UNDECIDED, e);
    }
  }

  private int print(LedgerConfig read) throws ConfigException, StoreException, IOException {
    var found = ExportCommand.reading(read, address -> Trace.read(address, pool, posting));
    if (found.isEmpty()) {
      System.err.println("ledger: pool " + pool + " has no posting " + posting);
      return Main.UNDECIDED;
    }
    var trace = found.get();
    if (outcome.isPresent()) {
      trace =
          Trace.with(trace, new Lines(Files.newInputStream(outcome.get())).next().orElseThrow());
    }
    System.out.println(new String(JcsWriter.encode(trace), StandardCharsets.UTF_8));
    return 0;
  }

  private static int verify(Path file, Policy policy)
      throws IOException, TraceCheck.RefutedException {
    try {
      var bytes = new Lines(Files.newInputStream(file)).next().orElse(new byte[0]);
      if (bytes.length > MAX_PACKAGE
          || !(Json.parse(bytes, MAX_PACKAGE) instanceof Json.Obj trace)) {
        throw new TraceCheck.RefutedException(file + " is no package");
      }
      TraceCheck.check(trace, policy).forEach(System.out::println);
      System.out.println("proved");
      return 0;
    } catch (JsonException e) {
      throw new TraceCheck.RefutedException(file + " is no package", e);
    }
  }
}
