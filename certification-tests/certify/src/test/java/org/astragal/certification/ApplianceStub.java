package org.astragal.certification;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** Answers the two calls that a laboratory makes to an appliance, over mutual TLS 1.3. */
final class ApplianceStub implements AutoCloseable {
  private static final String PASSWORD = "only-for-tests";

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Path config;
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> sealed = new CopyOnWriteArrayList<>();
  private volatile Samples samples;

  /** Answers a call for samples. */
  @FunctionalInterface
  interface Samples {
    void answer(HttpExchange call, int bytes) throws IOException;
  }

  /**
   * Starts one.
   *
   * @param folder for its certificate, and for the configuration of its client
   */
  ApplianceStub(Path folder, Samples samples) throws Exception {
    this.samples = samples;
    Path store = certificate(folder);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SSLContext context = context(store);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = context.getDefaultSSLParameters();
            tls.setProtocols(new String[] {"TLSv1.3"});
            tls.setNeedClientAuth(true);
            parameters.setSSLParameters(tls);
          }
        });
    server.createContext("/v1/rng/samples", this::samples);
    server.createContext("/v1/lab/reports", this::seal);
    server.setExecutor(threads);
    server.start();
    config = folder.resolve("appliance.yaml");
    Files.writeString(
        config,
        """
        url: https://127.0.0.1:%d
        tls:
          keyStore: %s
          passwordFile: %s
          trustStore: %s
        """
            .formatted(
                server.getAddress().getPort(),
                store,
                folder.resolve("password"),
                folder.resolve("trust.pem")));
  }

  /** {@return what {@code --config} names} */
  Path config() {
    return config;
  }

  /** From now on samples are answered so. */
  void answer(Samples with) {
    samples = with;
  }

  /** {@return how often samples were asked for} */
  int asked() {
    return asked.get();
  }

  /** {@return the summaries that came to be sealed} */
  List<String> sealed() {
    return sealed;
  }

  /** Good samples. */
  static void good(HttpExchange call, int bytes) throws IOException {
    call.sendResponseHeaders(200, bytes);
    call.getResponseBody().write(Bench.good(bytes));
    call.close();
  }

  /** A problem as an appliance tells it. */
  static void problem(HttpExchange call, int status, String detail) throws IOException {
    byte[] body = ("{\"detail\":\"" + detail + "\"}").getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
    call.close();
  }

  private void samples(HttpExchange call) throws IOException {
    asked.incrementAndGet();
    String query = call.getRequestURI().getQuery();
    samples.answer(call, Integer.parseInt(query.replaceAll(".*bytes=([0-9]+).*", "$1")));
  }

  private void seal(HttpExchange call) throws IOException {
    String summary = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    sealed.add(summary);
    String outcome = summary.replaceFirst("\\{", "{\"log\":\"example/log\",\"seq\":\"7\",");
    byte[] body =
        ("{\"outcome\":" + outcome + ",\"receipt\":\"r\"}").getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(201, body.length);
    call.getResponseBody().write(body);
    call.close();
  }

  /** One key for both sides, which trust its certificate and no other. */
  private static Path certificate(Path folder) throws Exception {
    Path store = folder.resolve("key.p12");
    Path password = folder.resolve("password");
    Files.writeString(password, PASSWORD);
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    keytool(
        "-genkeypair -alias lab -keyalg EC -groupname secp256r1 -validity 30 -dname"
            + " CN=lab,OU=lab,O=lab -ext san=ip:127.0.0.1 -storetype PKCS12 -storepass "
            + PASSWORD
            + " -keystore "
            + store);
    keytool(
        "-exportcert -rfc -alias lab -storepass "
            + PASSWORD
            + " -keystore "
            + store
            + " -file "
            + folder.resolve("trust.pem"));
    return store;
  }

  private static void keytool(String args) throws Exception {
    String program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(List.of((program + " " + args).split(" ", -1)))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
  }

  private static SSLContext context(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("lab", keys.getCertificate("lab"));
    var own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD.toCharArray());
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
