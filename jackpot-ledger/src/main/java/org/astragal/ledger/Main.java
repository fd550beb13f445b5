package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.astragal.service.ConfigException;
import org.astragal.service.StopSignal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The jackpot ledger's command line. */
@Command(
    name = "ledger",
    description = "Verifies sealed outcomes, posts jackpot contributions, pushes meters.",
    mixinStandardHelpOptions = true,
    subcommands = {
      Main.Serve.class,
      Main.Migrate.class,
      KeyCommand.class,
      WitnessKeyCommand.class,
      ExportCommand.class,
      FetchCommand.class,
      AuditCommand.class,
      RebuildCommand.class,
      WhatIfCommand.class,
      TraceCommand.class,
      ReportCommand.class
    })
public final class Main {
  /** Kept, since the logging system keeps no loggers alive. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("com.zaxxer.hikari"),
          Logger.getLogger("org.flywaydb"),
          Logger.getLogger("io.helidon"));

  /** Tells of every attempt to reach a broker. */
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private static final Logger ZONKY = Logger.getLogger("io.zonky");

  private static final int REFUSED = 1;

  /** Exit status: what was examined does not hold. */
  static final int REFUTED = 1;

  /** Exit status: usage or configuration. */
  static final int USAGE = 2;

  /** Exit status: it could not be decided. */
  static final int UNDECIDED = 3;

  private Main() {}

  /**
   * Runs one command. Exit status: 0 orderly end, 1 could not start or go on, 2 configuration or
   * usage.
   */
  public static void main(String[] args) {
    if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
      System.setProperty(
          "java.util.logging.SimpleFormatter.format",
          "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s %5$s%6$s%n");
    }
    QUIET.forEach(l -> l.setLevel(Level.WARNING));
    // EmbeddedDatabase says what matters; zonky reports a stop that was not needed as an error.
    ZONKY.setLevel(Level.OFF);
    KAFKA.setLevel(Level.SEVERE);
    StopSignal.install();
    var status = REFUSED;
    try {
      status = new CommandLine(new Main()).execute(args);
    } finally {
      StopSignal.exit(status);
    }
  }

  /** {@code migrate --config FILE}. */
  @Command(
      name = "migrate",
      description =
          "Brings the schema up to date as its owner, database.owner of the configuration.",
      mixinStandardHelpOptions = true)
  static final class Migrate implements Callable<Integer> {
    @Option(
        names = "--config",
        required = true,
        paramLabel = "FILE",
        description = "Configuration, YAML; every key is in ledger.example.yaml.")
    private Path config = Path.of("ledger.yaml");

    @Override
    public Integer call() {
      try {
        var address = Ledger.address(LedgerConfig.load(config), Optional.empty());
        if (address.owner().isEmpty()) {
          System.err.println(
              "ledger: database.owner is missing; an embedded database is migrated by serve");
          return USAGE;
        }
        Database.migrate(address.owner().get(), address.user());
        System.out.println("the schema is up to date");
        return 0;
      } catch (ConfigException e) {
        return fail(USAGE, e);
      } catch (StoreException e) {
        return fail(REFUSED, e);
      }
    }
  }

  /** One line for people. {@return {@code status}} */
  static int fail(int status, Exception e) {
    var cause = e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")";
    System.err.println("ledger: " + e.getMessage() + cause);
    return status;
  }

  /** {@code serve --config FILE}. */
  @Command(
      name = "serve",
      description = "Serves until SIGTERM. Prints one line READY {json} when it can be asked.",
      mixinStandardHelpOptions = true)
  static final class Serve implements Callable<Integer> {
    @Option(
        names = "--config",
        required = true,
        paramLabel = "FILE",
        description = "Configuration, YAML; every key is in ledger.example.yaml.")
    private Path config = Path.of("ledger.yaml");

    @Override
    public Integer call() throws InterruptedException {
      try {
        var read = LedgerConfig.load(config);
        try (var ledger = Ledger.open(read, () -> StopSignal.stop(REFUSED))) {
          System.out.println("READY " + ledger.ready(read));
          System.out.flush();
          return StopSignal.await();
        }
      } catch (ConfigException e) {
        return fail(USAGE, e);
      } catch (StoreException | IOException e) {
        return fail(REFUSED, e);
      } catch (RuntimeException e) {
        // Helidon and zonky say so when a port is taken or a binary does not start.
        return fail(REFUSED, e);
      }
    }
  }
}
