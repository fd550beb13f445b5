package org.astragal.certification;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.astragal.service.ConfigException;
import org.astragal.service.StopSignal;
import picocli.CommandLine;

/** {@code ./astragal certify}: the batteries that a laboratory runs, and their reports. */
public final class Main {
  /** Nothing is rejected. */
  static final int OK = 0;

  /** Something is. */
  static final int REFUTED = 1;

  /** Wrong usage or configuration. */
  static final int USAGE = 2;

  /** Neither true nor refuted. */
  static final int UNDECIDED = 3;

  /** Kept, because a logger that nobody holds forgets its level. */
  private static final Logger PDFBOX = Logger.getLogger("org.apache");

  private Main() {}

  /**
   * Runs one command; see {@code --help}. SIGINT and SIGTERM end a run early, with a report that
   * says so.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    // A report is the same bytes in every country.
    Locale.setDefault(Locale.ROOT);
    PDFBOX.setLevel(Level.SEVERE);
    StopSignal.install(Thread.currentThread()::interrupt);
    int status = UNDECIDED;
    try {
      // A channel, unlike System.in, lets go of a read when it is interrupted.
      InputStream in = Channels.newInputStream(new FileInputStream(FileDescriptor.in).getChannel());
      boolean terminal = System.getenv("ASTRAGAL_TERMINAL") != null;
      status =
          run(
              Batteries.ALL,
              new Streams(
                  in,
                  new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                  new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                  terminal),
              args);
    } finally {
      StopSignal.exit(status);
    }
  }

  /**
   * Where a command reads and writes.
   *
   * @param in the data of {@code --source -}
   * @param out for what was asked for
   * @param err for progress and errors
   * @param terminal whether a person watches
   */
  record Streams(InputStream in, PrintWriter out, PrintWriter err, boolean terminal) {}

  /** {@return the exit status of one command} */
  static int run(Batteries batteries, Streams streams, String... args) {
    var certify = new CertifyCommand(batteries, streams);
    return new CommandLine(certify)
        .addSubcommand(new CompareCommand())
        .addSubcommand(new SelftestCommand(batteries, streams))
        .setOut(streams.out())
        .setErr(streams.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, _, _) -> explain(streams.err(), e))
        .execute(args);
  }

  private static int explain(PrintWriter err, Exception e) {
    return switch (e) {
      case CertifyException known -> {
        err.println("certify: " + known.getMessage());
        yield known.status();
      }
      case ConfigException config -> {
        err.println("certify: " + config.getMessage());
        yield USAGE;
      }
      case InterruptedException _ -> {
        err.println("certify: stopped before there was anything to report");
        yield UNDECIDED;
      }
      default -> {
        // A fault of this program: the stack is for whoever mends it, the sentence for the user.
        err.println("certify: this program failed, and nothing follows for the data: " + e);
        yield UNDECIDED;
      }
    };
  }
}
