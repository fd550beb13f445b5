package org.astragal.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.astragal.demo.LedgerClient;
import org.astragal.demo.Ports;
import org.astragal.demo.Service;
import org.astragal.demo.Site;
import org.astragal.demo.SiteException;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.outcome.Verdict;
import org.astragal.setup.DevSiteOptions;
import org.astragal.setup.Identity;
import org.jspecify.annotations.Nullable;

/**
 * A temporary developer site for one experiment. Its appliance also listens on plain loopback,
 * where every caller is a game server of {@code op-1}. Stopping what runs on it is the caller's
 * duty; closing removes the folder.
 *
 * <p>Thread safety: one thread at a time.
 */
final class BenchSite implements AutoCloseable {
  /** Records that a ledger may be behind before play stops: never, within the bounds of a run. */
  private static final String NO_LAG_LIMIT = "100000000";

  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);

  private final Site site;
  private final Ports ports;
  private final int plainPort;
  private final HttpClient monitoring;
  private final LedgerClient ledgerClient;
  private @Nullable Service ledger;
  private @Nullable Service appliance;

  private BenchSite(
      Site site, Ports ports, int plainPort, HttpClient monitoring, LedgerClient ledgerClient) {
    this.site = site;
    this.ports = ports;
    this.plainPort = plainPort;
    this.monitoring = monitoring;
    this.ledgerClient = ledgerClient;
  }

  /**
   * Makes token, keys, certificates and configuration; starts nothing.
   *
   * @param withLedger whether the appliance forwards to the site's ledger
   */
  static BenchSite create(Plan plan, String name, boolean withLedger)
      throws LoadException, InterruptedException {
    Path directory = plan.directory().resolve(name);
    try {
      Folders.delete(directory);
      Ports ports = Ports.free();
      int plainPort = freePort();
      DevSiteOptions options =
          DevSiteOptions.defaults()
              .withPorts(ports.appliance(), ports.ledger(), ports.ledgerPublic())
              .withPlainLoopback(plainPort);
      Site site = Site.create(plan.home(), directory, options);
      Path config = site.files().applianceConfig();
      String yaml = YamlText.withScalar(Files.readString(config), "maxLag", NO_LAG_LIMIT);
      if (!withLedger) {
        yaml = YamlText.with(yaml, "ledgers", "ledgers: []");
      }
      Files.writeString(config, yaml);
      return new BenchSite(site, ports, plainPort, site.client(Identity.MONITORING), site.ledger());
    } catch (IOException | SiteException e) {
      throw failed("no site in " + directory, e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** {@return the configuration of the appliance} */
  Path applianceConfig() {
    return site.files().applianceConfig();
  }

  /** {@return the folder of the site} */
  Path directory() {
    return site.directory();
  }

  /** {@return the token of the site} */
  BenchToken token() throws LoadException {
    try {
      String yaml = Files.readString(site.files().applianceConfig());
      return new BenchToken(
          Path.of(YamlText.scalar(yaml, "module")),
          YamlText.scalar(yaml, "label"),
          site.directory().resolve(YamlText.scalar(yaml, "pinFile")),
          site.files().softHsmConfig());
    } catch (IOException e) {
      throw failed("no configuration", e);
    }
  }

  /** {@return a command of the launcher, with the environment of the site; not started} */
  ProcessBuilder launcher(List<String> command) {
    return site.launcher(command);
  }

  /**
   * Starts the appliance, if it does not run.
   *
   * @return its process id
   */
  long startAppliance(String... options) throws LoadException, InterruptedException {
    try {
      if (appliance == null) {
        appliance = site.startAppliance(options);
      }
      return appliance.pid();
    } catch (SiteException e) {
      throw failed("no appliance", e);
    }
  }

  /**
   * Starts the ledger, if it does not run.
   *
   * @return its process id
   */
  long startLedger() throws LoadException, InterruptedException {
    try {
      if (ledger == null) {
        ledger = site.startLedger();
      }
      return ledger.pid();
    } catch (SiteException e) {
      throw failed("no ledger", e);
    }
  }

  /** Stops the ledger in order, if it runs. */
  void stopLedger() {
    if (ledger != null) {
      ledger.close();
      ledger = null;
    }
  }

  /** {@return the appliance's listener without TLS} */
  InetSocketAddress plain() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), plainPort);
  }

  /** {@return the value of the Host header for {@link #plain}} */
  String host() {
    return "127.0.0.1:" + plainPort;
  }

  /** {@return the ledger's public listener} */
  InetSocketAddress ledgerPublic() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), ports.ledgerPublic());
  }

  /** {@return the ledger's metrics} */
  Counters ledgerMetrics() throws LoadException, InterruptedException {
    return Counters.parse(get(monitoring, ledgerPublic("http", "/metrics")));
  }

  /** {@return the address of a page of the ledger's public listener} */
  URI ledgerPublic(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + ports.ledgerPublic() + path);
  }

  /** {@return what the appliance has sealed so far} */
  Seals seals() throws LoadException, InterruptedException {
    URI metrics = URI.create("https://localhost:" + ports.appliance() + "/metrics");
    Counters counters = Counters.parse(get(monitoring, metrics));
    return new Seals(
        (long) counters.get("astragal_outcomes_sealed_total"),
        (long) counters.get("astragal_signatures_total"));
  }

  /** {@return how many leaves of the site's log the ledger has verified and committed} */
  long ledgerPosition() throws LoadException, InterruptedException {
    try {
      return ledgerClient.position();
    } catch (SiteException e) {
      throw failed("no position", e);
    }
  }

  /** Waits until the ledger has all that the appliance has sealed. */
  void awaitLedger(Duration limit) throws LoadException, InterruptedException {
    try {
      ledgerClient.awaitPosition(seals().outcomes(), limit);
    } catch (SiteException e) {
      throw failed("the ledger does not catch up", e);
    }
  }

  /** {@return a level's meter in micro-units} */
  long meter(String pool, String level) throws LoadException, InterruptedException {
    try {
      return ledgerClient.pools().meters().stream()
          .filter(meter -> meter.pool().equals(pool) && meter.level().equals(level))
          .findFirst()
          .orElseThrow(() ->
              new LoadException(
                  LoadException.Fault.WRONG_ANSWER, "no level " + level + " of " + pool))
          .micro();
    } catch (SiteException e) {
      throw failed("no meters", e);
    }
  }

  /** {@return the body of a page} */
  static String get(HttpClient client, URI page) throws LoadException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(page).timeout(REQUEST_LIMIT).build();
    try {
      HttpResponse<String> answer =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() != 200) {
        throw new LoadException(
            LoadException.Fault.STATUS, page + " answered " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROTOCOL, "no answer from " + page, e);
    }
  }

  /**
   * Verifies sealed outcomes with the site's policy, as anybody would.
   *
   * @throws LoadException if one is refused
   */
  void verify(List<String> sealed) throws LoadException {
    try {
      OutcomeVerifier verifier = new OutcomeVerifier(Policy.load(site.files().policy()));
      for (String line : sealed) {
        if (verifier.verify(line.getBytes(StandardCharsets.UTF_8))
            instanceof Verdict.Refused refused) {
          throw new LoadException(LoadException.Fault.WRONG_ANSWER, refused + " for " + line);
        }
      }
    } catch (PolicyException e) {
      throw failed("no policy", e);
    }
  }

  /** {@return certificate, address and trust of an auditor, as options of a command} */
  List<String> auditor() {
    return List.of(
        "--url=https://localhost:" + ports.appliance(),
        "--identity=" + site.files().keyStore(Identity.AUDITOR),
        "--password-file=" + site.files().passwordFile(Identity.AUDITOR),
        "--trust=" + site.files().authority());
  }

  /** {@return the configuration of the ledger} */
  Path ledgerConfig() {
    return site.files().ledgerConfig();
  }

  /** {@return the file with the keys of the site's log} */
  Path policy() {
    return site.files().policy();
  }

  /** {@return a file in the site's folder of logs} */
  Path log(String name) {
    return site.directory().resolve("logs").resolve(name);
  }

  private static LoadException failed(String what, Exception cause) {
    return new LoadException(LoadException.Fault.PROCESS, what + ": " + cause.getMessage(), cause);
  }

  @Override
  public void close() throws LoadException {
    monitoring.close();
    if (appliance != null) {
      appliance.close();
    }
    stopLedger();
    try {
      Folders.delete(site.directory());
    } catch (IOException e) {
      throw failed("the site cannot be removed", e);
    }
  }
}
