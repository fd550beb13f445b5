package org.astragal.appliance;

import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.astragal.service.ConfigException;
import org.astragal.service.StopSignal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The appliance's command line. What {@code serve} does is the body of {@link Appliance#run}. */
@Command(
    name = "appliance",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    version = "Astragal appliance 0.1.0",
    description = "Serves sealed outcomes of games of chance, and verifies them.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:done, or true",
      "1:refused to start, or refuted",
      "2:wrong usage or configuration",
      "3:could not decide"
    },
    subcommands = {
      ServeCommand.class,
      VerifyCommand.class,
      FsckCommand.class,
      KeysCommand.class,
      GamesCommand.class,
      RngCommand.class,
      HsmCommand.class
    })
public final class Main {
  /** Done, or true. */
  static final int OK = 0;

  /** The start was refused, or what was to be verified is refuted. */
  static final int REFUSED = 1;

  /** Wrong usage or configuration. */
  static final int USAGE = 2;

  /** Neither true nor refuted. */
  static final int UNDECIDED = 3;

  private static final String LOG_FORMAT = "%1$tFT%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n";

  /** Kept, because a logger that nobody holds forgets its level. */
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  /** Tells with a stack trace what {@link RestServer} says in a sentence. */
  private static final Logger HELIDON_START = Logger.getLogger("io.helidon.webserver.LoomServer");

  /** Tells of every attempt to reach a broker; {@link Forwarder} says it once. */
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  /** For picocli. */
  public Main() {}

  /**
   * Runs one command; see {@code --help}.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
      System.setProperty("java.util.logging.SimpleFormatter.format", LOG_FORMAT);
    }
    HELIDON.setLevel(Level.WARNING);
    HELIDON_START.setLevel(Level.OFF);
    KAFKA.setLevel(Level.SEVERE);
    int status = UNDECIDED;
    try {
      status = run(args);
    } finally {
      StopSignal.exit(status);
    }
  }

  private static int run(String... args) {
    return execute(new CommandLine(new Main()), args);
  }

  /** {@return the exit status of one command that prints to {@code out}} */
  static int run(PrintWriter out, String... args) {
    return execute(new CommandLine(new Main()).setOut(out).setErr(out), args);
  }

  private static int execute(CommandLine command, String... args) {
    return command
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, failed, _) -> {
          String message = e.getMessage();
          failed.getErr().println(message == null ? e.toString() : message);
          return switch (e) {
            case ConfigException _ -> USAGE;
            case StartException _ -> REFUSED;
            default -> {
              e.printStackTrace(failed.getErr());
              yield UNDECIDED;
            }
          };
        })
        .execute(args);
  }
}
