package org.astragal.appliance;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenConfig;

/** What appliances of one test run need: a SoftHSM token with a key, and certificates. */
final class TestSite {
  static final Path MODULE = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  static final String LABEL = "appliance-tests";
  static final String KEY = "astragal:outcomes:test:1";
  static final String ORIGIN = "astragal.localhost/outcomes/test";

  private static final char[] PIN = "482615".toCharArray();

  private static final TestSite SITE = create();

  final Path folder;
  final TestPki pki;
  private final ConcurrentHashMap<String, SSLContext> contexts = new ConcurrentHashMap<>();

  private TestSite(Path folder, TestPki pki) {
    this.folder = folder;
    this.pki = pki;
  }

  static TestSite get() {
    return SITE;
  }

  private static TestSite create() {
    try {
      Path conf = Path.of(System.getenv("SOFTHSM2_CONF"));
      Path folder = conf.toAbsolutePath().getParent();
      clear(folder);
      Files.createDirectories(folder.resolve("tokens"));
      Files.writeString(
          conf,
          "directories.tokendir = "
              + folder.resolve("tokens")
              + "\nobjectstore.backend = file\nlog.level = ERROR\n");
      TestPki.writeSecret(folder.resolve("pin"), PIN);
      Token.initialise(MODULE, LABEL, "739128".toCharArray(), PIN.clone());
      try (Token token =
          Token.open(
              new TokenConfig(MODULE, LABEL, folder.resolve("pin"), Duration.ofSeconds(10)))) {
        token.generateKey(KEY);
      }
      var pki = new TestPki("test authority");
      pki.writeTrust(folder.resolve("ca.pem"));
      TestPki.write(pki.issue("CN=localhost,OU=appliance,O=site"), folder.resolve("appliance.p12"));
      TestPki.writeSecret(folder.resolve("password"), TestPki.PASSWORD);
      TestPacks.write(folder);
      return new TestSite(folder, pki);
    } catch (Exception e) {
      throw new IllegalStateException("the test site cannot be made", e);
    }
  }

  static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> walk = Files.walk(folder)) {
        List<Path> all = walk.sorted(Comparator.reverseOrder()).toList();
        for (Path path : all) {
          Files.delete(path);
        }
      }
    }
  }

  /** {@return a configuration without ledgers, with its log in {@code log}} */
  String yaml(Path log) {
    return """
    origin: %s
    mode: development
    listen: { host: 127.0.0.1, port: 0 }
    tls: { keyStore: %2$s/appliance.p12, passwordFile: %2$s/password, trustStore: %2$s/ca.pem }
    plainLoopback: { port: 0, role: game-server, operator: op-plain }
    token: { module: %3$s, label: %4$s, pinFile: %2$s/pin, callTimeout: 10s }
    signingKey: "%5$s"
    rng: { minEntropyPerSample: "4.0", alphaExponent: 40 }
    log: { directory: %6$s, maxPending: 8192, minimumFreeBytes: 1048576, create: true }
    games:
      packs: [%2$s/reference.jar]
      archive: %6$s-packs
      signers: %2$s/signers.pem
      laboratories: %2$s/laboratories.pem
    integrity: { every: 24h }
    returns: { warnExponent: 9, stopExponent: 21 }
    pools:
      - pool: global.2026
        games: [ref.wheel.54]
        currency: EUR
        exp: 2
        levels: [{ level: GRAND, ppm: 5000 }, { level: MINI, ppm: 12345 }]
    ledgers: []
    forward:
      maxLag: 100000
      maxBatchBytes: 1048576
      retryMin: 10ms
      retryMax: 100ms
      requestTimeout: 5s
      flushAtStop: 3s
    rounds: { timeout: 24h }
    limits:
      bodyBytes: 32768
      batchRounds: 200
      batchBytes: 1048576
      bodyBytesInFlight: 16777216
      connections: 4096
      answerTimeout: 10s
      headTimeout: 10s
      requestTimeout: 60s
      idleTimeout: 1min
      drainTimeout: 10s
    """
        .formatted(ORIGIN, folder, MODULE, LABEL, KEY, log);
  }

  /** {@return a client with a certificate of this role and operator} */
  HttpClient client(String role, String operator) {
    return client(
        contexts.computeIfAbsent(
            "CN=client,OU=" + role + ",O=" + operator,
            subject -> {
              try {
                return pki.context(subject);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            }));
  }

  static HttpClient client(SSLContext context) {
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(context)
        .sslParameters(parameters)
        .build();
  }
}
