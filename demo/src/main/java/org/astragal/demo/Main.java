package org.astragal.demo;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.astragal.service.StopSignal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./astragal demo}: from nothing to sealed, verified outcomes and a moving jackpot. */
@Command(
    name = "astragal demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Sets up a developer site, starts appliance and ledger, plays, verifies and attacks.")
public final class Main implements Callable<Integer> {
  @Option(names = "--once", description = "Stop everything at the end instead of serving on.")
  private boolean once;

  @Option(names = "--json", description = "Print the findings as one JSON object on the last line.")
  private boolean json;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Rounds to play, 1 to 100000; default ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "The site's folder, kept for the next time; default .astragal/demo.")
  private @Nullable Path directory;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8443",
      description = "The appliance's port; default ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--ledger-port",
      paramLabel = "PORT",
      defaultValue = "8543",
      description = "The ledger's port for appliances; default ${DEFAULT-VALUE}.")
  private int ledgerPort;

  @Option(
      names = "--ledger-public-port",
      paramLabel = "PORT",
      defaultValue = "8580",
      description = "The ledger's read-only port; default ${DEFAULT-VALUE}.")
  private int ledgerPublicPort;

  /** For picocli. */
  public Main() {}

  /** Runs the command; the exit status is 0 when all held, 1 when something did not, 2 on usage. */
  public static void main(String[] args) {
    Thread main = Thread.currentThread();
    // Whatever it waits for at a signal ends, and everything that was started is stopped in order.
    StopSignal.install(main::interrupt);
    int status = 1;
    try {
      status = new CommandLine(new Main()).execute(args);
    } finally {
      StopSignal.exit(status);
    }
  }

  @Override
  public Integer call() {
    // Only the launcher knows whether standard output alone is a terminal.
    var terminal = "1".equals(System.getenv("ASTRAGAL_TERMINAL"));
    var console = new Console(System.out, terminal);
    try {
      if (rounds < 1 || rounds > 100_000) {
        throw new IllegalArgumentException("--rounds must be 1 to 100000: " + rounds);
      }
      return demonstrate(console, new Ports(port, ledgerPort, ledgerPublicPort));
    } catch (IllegalArgumentException e) {
      System.err.println("astragal demo: " + e.getMessage());
      return 2;
    } catch (InterruptedException _) {
      return stopped();
    } catch (SiteException e) {
      if (StopSignal.asked()) {
        // What was started ends with this program, and may have done so first.
        return stopped();
      }
      System.err.println("astragal demo: " + e.getMessage());
      return e.fault() == SiteException.Fault.PORT_IN_USE ? 2 : 1;
    }
  }

  private static int stopped() {
    System.err.println("astragal demo: stopped before its end");
    return 1;
  }

  private int demonstrate(Console console, Ports ports) throws SiteException, InterruptedException {
    var home = Path.of(System.getenv().getOrDefault("ASTRAGAL_HOME", "."));
    console.title("Astragal on SoftHSM2: development keys, development money");
    ports.requireFree();
    var begin = System.nanoTime();
    var folder = directory == null ? home.resolve(".astragal").resolve("demo") : directory;
    var site = Site.create(home, folder, ports);
    console.done("token, keys, certificates", Demo.since(begin), site.directory().toString());
    var start = System.nanoTime();
    try (var ledger = site.startLedger()) {
      console.done("jackpot ledger", Demo.since(start), "http://127.0.0.1:" + ledgerPublicPort);
      start = System.nanoTime();
      try (var appliance = site.startAppliance()) {
        console.done("appliance", Demo.since(start), "https://localhost:" + port);
        var findings = new Demo(console, rounds).run(site);
        console.heading(Demo.summary(findings) + ".");
        console.info("verify them yourself: " + verifyCommand(site));
        if (!once) {
          serveOn(console, site, appliance, ledger);
        }
        if (json) {
          System.out.println(findings.json());
        }
        return findings.good() ? 0 : 1;
      }
    }
  }

  private static String verifyCommand(Site site) {
    return "./astragal verify --policy %s %s"
        .formatted(site.files().policy(), site.directory().resolve("evidence.jsonl"));
  }

  private void serveOn(Console console, Site site, Service appliance, Service ledger) {
    var people = site.directory().resolve("pki");
    console.heading("serving until Ctrl-C");
    console.info("console    http://127.0.0.1:" + ledgerPublicPort + "/ (reading only)");
    console.info("           https://localhost:" + ledgerPort + "/ (client certificate needed:");
    console.info("           " + people + "/supervisor-1.p12, password beside it)");
    console.info("appliance  https://localhost:" + port + "/v1/games (client certificate needed)");
    console.info("logs       " + appliance.log() + ", " + ledger.log());
    try {
      StopSignal.await();
    } catch (InterruptedException _) {
      // The signal itself: from here on everything is closed.
    }
  }
}
