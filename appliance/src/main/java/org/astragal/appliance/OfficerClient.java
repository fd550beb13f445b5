package org.astragal.appliance;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.service.ConfigException;
import org.astragal.service.TlsFiles;
import org.astragal.service.TlsMaterial;
import picocli.CommandLine.Option;

/** A running appliance as an officer reaches it: options of a command, and calls. */
final class OfficerClient {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "Where the appliance listens, such as https://localhost:8443.")
  private URI url = URI.create("");

  @Option(
      names = "--identity",
      required = true,
      paramLabel = "FILE",
      description = "The officer's key and certificate, PKCS#12.")
  private Path identity = Path.of("");

  @Option(
      names = "--password-file",
      required = true,
      paramLabel = "FILE",
      description = "Its password, in a file of mode 0600.")
  private Path passwordFile = Path.of("");

  @Option(
      names = "--trust",
      required = true,
      paramLabel = "FILE",
      description = "PEM with the authorities that the appliance's certificate may come from.")
  private Path trust = Path.of("");

  /**
   * What the appliance answered.
   *
   * @param status of HTTP
   * @param body as text
   */
  record Answer(int status, String body) {}

  Answer post(String path, Map<String, String> members)
      throws ConfigException, IOException, InterruptedException {
    var body = new JcsWriter().beginObject();
    members.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(member -> body.name(member.getKey()).value(new Json.Str(member.getValue())));
    return send(
        HttpRequest.newBuilder(url.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.endObject().toBytes())));
  }

  Answer post(String path, byte[] body) throws ConfigException, IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(url.resolve(path))
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  Answer get(String path) throws ConfigException, IOException, InterruptedException {
    return send(HttpRequest.newBuilder(url.resolve(path)));
  }

  private Answer send(HttpRequest.Builder request)
      throws ConfigException, IOException, InterruptedException {
    TlsMaterial tls = TlsMaterial.load(new TlsFiles(identity, passwordFile, trust));
    try (HttpClient http = LedgerClient.http(tls)) {
      HttpResponse<String> response =
          http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    }
  }

  /** {@return the path of a step in the life of a key} */
  static String path(String kid, String step) {
    return "/v1/admin/keys/" + URLEncoder.encode(kid, StandardCharsets.UTF_8) + "/" + step;
  }
}
