package org.astragal.appliance;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.astragal.service.ConfigException;
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
    subcommands = {ServeCommand.class, VerifyCommand.class, FsckCommand.class, KeysCommand.class})
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
    StopSignal.exit(run(args));
  }

  /** {@return the exit status of one command} */
  static int run(String... args) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((e, command, _) -> {
          String message = e.getMessage();
          command.getErr().println(message == null ? e.toString() : message);
          return switch (e) {
            case ConfigException _ -> USAGE;
            case StartException _ -> REFUSED;
            default -> {
              e.printStackTrace(command.getErr());
              yield UNDECIDED;
            }
          };
        })
        .execute(args);
  }
}
