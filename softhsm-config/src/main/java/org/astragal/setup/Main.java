package org.astragal.setup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code setup --directory D}: makes a developer site. */
@Command(
    name = "setup",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a developer site on SoftHSM2: token, signing key, certificates, configuration.",
      "For development only. Can be repeated: what is there stays; ports are written anew."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:the site is complete", "1:it could not be made", "2:wrong usage"})
public final class Main implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      defaultValue = ".astragal/site",
      description = "the site's folder (default: ${DEFAULT-VALUE})")
  private Path directory = Path.of(".astragal", "site");

  @Option(
      names = "--port",
      defaultValue = "8443",
      description = "the appliance's port, 0 for any free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--ledger-port",
      defaultValue = "8543",
      description = "the ledger's port for appliances (default: ${DEFAULT-VALUE})")
  private int ledgerPort;

  @Option(
      names = "--ledger-public-port",
      defaultValue = "8580",
      description = "the ledger's read-only port, 0 for any free one (default: ${DEFAULT-VALUE})")
  private int ledgerPublicPort;

  @Option(
      names = "--plain-loopback-port",
      description = "an appliance listener without TLS on 127.0.0.1, for measurements")
  private @Nullable Integer plainLoopbackPort;

  @Option(
      names = "--origin",
      defaultValue = DevSiteOptions.DEFAULT_ORIGIN,
      description = "the name of the log; never changes (default: ${DEFAULT-VALUE})")
  private String origin = DevSiteOptions.DEFAULT_ORIGIN;

  private Main() {}

  /** Runs the command and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  /** {@return the command line that makes a site with these options} */
  static List<String> arguments(Path directory, DevSiteOptions options) {
    var arguments = new ArrayList<String>();
    arguments.add("--directory=" + directory);
    arguments.add("--port=" + options.port());
    arguments.add("--ledger-port=" + options.ledgerPort());
    arguments.add("--ledger-public-port=" + options.ledgerPublicPort());
    options.plainLoopbackPort().ifPresent(p -> arguments.add("--plain-loopback-port=" + p));
    arguments.add("--origin=" + options.origin());
    return List.copyOf(arguments);
  }

  @Override
  public Integer call() {
    DevSiteOptions options = options();
    try {
      DevSite site = DevSite.create(directory, options);
      System.out.println(summary(site));
      return 0;
    } catch (SetupException e) {
      System.err.println("setup: " + e.getMessage());
      return FAILED;
    }
  }

  private DevSiteOptions options() {
    try {
      return new DevSiteOptions(
          port,
          ledgerPort,
          ledgerPublicPort,
          plainLoopbackPort == null ? OptionalInt.empty() : OptionalInt.of(plainLoopbackPort),
          origin);
    } catch (IllegalArgumentException e) {
      CommandLine commandLine = spec == null ? new CommandLine(this) : spec.commandLine();
      throw new ParameterException(commandLine, String.valueOf(e.getMessage()), e);
    }
  }

  private static String summary(DevSite site) {
    return """
    The site is ready in %s
      start the ledger     ./astragal ledger --config %s
      start the appliance  SOFTHSM2_CONF=%s ./astragal serve --config %s
      trust policy         %s
      client certificates  %s\
    """
        .formatted(
            site.directory(),
            site.ledgerConfig(),
            site.softHsmConfig(),
            site.applianceConfig(),
            site.policy(),
            site.directory().resolve("pki"));
  }
}
