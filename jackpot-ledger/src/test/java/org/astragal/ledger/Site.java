package org.astragal.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.astragal.outcome.Json;

/** A ledger's files in a directory, and clients for it. */
final class Site {
  static final String RULES =
      """
      pool: global.2026
      currency: EUR
      exp: 2
      games: [ref.wheel.54, ref.roulette.eu]
      modes: [REAL]
      fundedBy: [CASH]
      levels:
        - {id: GRAND, seedMinor: 5000000, ratePpm: 5000, reservePpm: 5143}
        - {id: MINI, seedMinor: 5000, ratePpm: 4000, reservePpm: 244}
      """;

  private final Path directory;
  private final TestPki pki = new TestPki();

  /** Writes everything; {@code database} is the indented part under {@code database:}. */
  Site(Path directory, List<TestLog> logs, String database, String rules)
      throws IOException, GeneralSecurityException {
    this(directory, logs, database, rules, 0);
  }

  Site(Path directory, List<TestLog> logs, String database, String rules, int openPort)
      throws IOException, GeneralSecurityException {
    this.directory = directory;
    pki.write(directory.resolve("pki"));
    Files.createDirectories(directory.resolve("rules"));
    Files.writeString(directory.resolve("rules/global.yaml"), rules);
    trust(logs);
    KeyCommand.make(directory.resolve("journal.key"));
    Files.writeString(
        config(),
        """
        listen: {host: 127.0.0.1, port: 0}
        tls:
          keyStore: pki/ledger.p12
          passwordFile: pki/ledger.password
          trustStore: pki/ca.pem
        public: {host: 127.0.0.1, port: %d, plainLoopback: true}
        database:
          %s
        policy: policy
        rules: rules
        journal: {name: ledger.example/journal, keyFile: journal.key}
        """
            .formatted(openPort, database));
  }

  void trust(List<TestLog> logs) throws IOException {
    var lines = new StringBuilder();
    logs.forEach(l -> lines.append("log ").append(l.key().vkey()).append('\n'));
    Files.writeString(directory.resolve("policy"), lines.append("quorum none\n"));
  }

  Path directory() {
    return directory;
  }

  Path config() {
    return directory.resolve("ledger.yaml");
  }

  TestPki pki() {
    return pki;
  }

  /** A client with keep-alive connections of its own. */
  static HttpClient client(SSLContext tls) {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
  }

  HttpClient appliance() {
    try {
      return client(pki.client("appliance"));
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  static HttpResponse<String> push(HttpClient client, int port, String log, byte[] body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/v1/ingest?log=" + log))
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  static HttpResponse<String> get(HttpClient client, String url)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** {@return the object in a body, whatever its status} */
  static Json.Obj json(String body) {
    try {
      return (Json.Obj) Json.parse(body.getBytes(StandardCharsets.UTF_8));
    } catch (org.astragal.outcome.JsonException e) {
      throw new AssertionError(body, e);
    }
  }
}
