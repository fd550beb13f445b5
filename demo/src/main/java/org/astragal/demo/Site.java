package org.astragal.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.astragal.setup.DevSite;
import org.astragal.setup.DevSiteOptions;
import org.astragal.setup.Identity;
import org.astragal.setup.SetupException;

/**
 * A developer site: one folder with token, keys, certificates, configuration and state, and the two
 * processes that run on it, started through the launcher just as a person would.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class Site {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final Path home;
  private final DevSite files;
  private final DevSiteOptions options;

  private Site(Path home, DevSite files, DevSiteOptions options) {
    this.home = home;
    this.files = files;
    this.options = options;
  }

  /**
   * Makes a site, or takes an earlier one into use: keys and state stay, ports are set anew.
   *
   * @param home the project's folder, where the launcher is
   * @param directory the site's folder
   * @throws SiteException if the set-up fails; the message carries its words
   */
  public static Site create(Path home, Path directory, Ports ports) throws SiteException {
    var options =
        DevSiteOptions.defaults()
            .withPorts(ports.appliance(), ports.ledger(), ports.ledgerPublic());
    return create(home, directory, options);
  }

  /** Makes a site with more than its ports chosen, as {@link #create(Path, Path, Ports)} does. */
  public static Site create(Path home, Path directory, DevSiteOptions options)
      throws SiteException {
    try {
      return new Site(home, DevSite.create(directory, options), options);
    } catch (SetupException e) {
      throw new SiteException(
          SiteException.Fault.SETUP_FAILED, "set-up failed: " + e.getMessage(), e);
    }
  }

  /** Starts the jackpot ledger and waits until it serves. */
  public Service startLedger() throws SiteException, InterruptedException {
    return start("ledger", launcher(List.of("ledger", "--config=" + files.ledgerConfig())));
  }

  /** Starts the appliance with further options and waits until it serves. */
  public Service startAppliance(String... options) throws SiteException, InterruptedException {
    return start("appliance", serving(options));
  }

  /**
   * Starts the appliance under another program, a tracer for example, that runs the words after its
   * own as a command and keeps its process id.
   */
  public Service startApplianceUnder(List<String> program)
      throws SiteException, InterruptedException {
    var builder = serving();
    var words = new ArrayList<>(program);
    words.addAll(builder.command());
    return start("appliance", builder.command(words));
  }

  private ProcessBuilder serving(String... options) {
    var command = new ArrayList<>(List.of("serve", "--config=" + files.applianceConfig()));
    command.addAll(List.of(options));
    return launcher(command);
  }

  private Service start(String name, ProcessBuilder builder)
      throws SiteException, InterruptedException {
    return Service.start(
        name, builder, directory().resolve("logs").resolve(name + ".log"), START_LIMIT);
  }

  /** {@return the launcher with this command, on this site's token, not yet started} */
  public ProcessBuilder launcher(List<String> command) {
    var words = new ArrayList<String>();
    words.add(home.resolve("astragal").toString());
    words.addAll(command);
    var builder = new ProcessBuilder(words).directory(home.toFile());
    builder.environment().putAll(files.environment());
    builder.environment().put("ASTRAGAL_BUILT", "1");
    return builder;
  }

  /** {@return a game server of the site's operator op-1} */
  public GameServer gameServer() throws SiteException {
    return new GameServer(client(Identity.GAME_SERVER), options.port());
  }

  /** {@return a client of the site's ledger with the appliance's certificate} */
  public LedgerClient ledger() throws SiteException {
    return new LedgerClient(client(Identity.APPLIANCE), options);
  }

  /** {@return an HTTP client over mutual TLS 1.3 with the certificate of this identity} */
  public HttpClient client(Identity identity) throws SiteException {
    try {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .sslContext(files.sslContext(identity))
          .connectTimeout(CONNECT_LIMIT)
          .build();
    } catch (SetupException e) {
      throw new SiteException(SiteException.Fault.SETUP_FAILED, "no client: " + e.getMessage(), e);
    }
  }

  /** {@return the site's folder} */
  public Path directory() {
    return files.directory();
  }

  /** {@return the site's files} */
  public DevSite files() {
    return files;
  }

  /** {@return the appliance's own address, over TLS} */
  public URI appliance() {
    return URI.create("https://localhost:" + options.port());
  }

  /** {@return the folder of the outcome log} */
  public Path log() {
    return directory().resolve("log");
  }
}
