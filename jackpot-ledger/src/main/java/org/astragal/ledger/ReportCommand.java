package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.astragal.ledger.ReportHttp.ReportFormat;
import org.astragal.service.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code report --config FILE --day DAY}: the daily report. */
@Command(
    name = "report",
    description = {
      "Writes the report of a day: activity by pool and jurisdiction, liability, reconciliation,",
      "variance, significant events, alarms. The ledger may serve meanwhile."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration of the ledger.")
  private Path config = Path.of("ledger.yaml");

  @Option(
      names = "--day",
      required = true,
      paramLabel = "DAY",
      description = "The day, such as 2026-06-08.")
  private String day = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "json",
      description = "json, csv or pdf; default ${DEFAULT-VALUE}.")
  private String format = "json";

  @Option(
      names = "--section",
      paramLabel = "SECTION",
      defaultValue = "activity",
      description = {
        "Of a CSV file: activity, liability, reconciliation, variance, events or alarms;",
        "default ${DEFAULT-VALUE}."
      })
  private String section = "activity";

  @Option(names = "--to", paramLabel = "FILE", description = "Where to; default standard output.")
  private Optional<Path> to = Optional.empty();

  @Override
  public Integer call() {
    try {
      var form = ReportFormat.of(format);
      var of = LocalDate.parse(day);
      var report =
          ExportCommand.reading(
              LedgerConfig.load(config), address -> ReportReader.read(address, of, Instant.now()));
      var bytes = form.bytes(report, section);
      if (to.isPresent()) {
        Files.write(to.get(), bytes);
      } else {
        System.out.write(bytes);
        System.out.flush();
      }
      return 0;
    } catch (DateTimeException | IllegalArgumentException | ConfigException e) {
      return Main.fail(2, e);
    } catch (StoreException | IOException e) {
      return Main.fail(1, e);
    }
  }
}
