package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: nobody gets in without a certificate of this site, and everybody only where they may. */
final class AccessTest {
  private static final Set<String> ALL =
      Set.of(
          "appliance", "auditor", "game-server", "lab", "ledger", "monitoring", "security-officer");

  /** Every GET with who may make it: written anew here, so that a slip in the routes shows. */
  private static final Map<String, Set<String>> READERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("/v1/outcomes/0", Set.of("auditor", "lab", "game-server")),
              Map.entry("/v1/outcomes/0/receipt", Set.of("auditor", "lab", "game-server")),
              Map.entry(
                  "/v1/outcomes?request=a&operator=op-1", Set.of("auditor", "lab", "game-server")),
              Map.entry("/v1/games", ALL),
              Map.entry("/v1/games/ref.wheel.54", ALL),
              Map.entry("/v1/keys", ALL),
              Map.entry("/v1/keys/archive", ALL),
              Map.entry("/v1/policy", ALL),
              Map.entry("/log/checkpoint", ALL),
              Map.entry("/log/tile/0/000.p/1", ALL),
              Map.entry(
                  "/log/tile/entries/000.p/1", Set.of("auditor", "lab", "ledger", "appliance")),
              Map.entry(
                  "/v1/rng/health", Set.of("auditor", "lab", "monitoring", "security-officer")),
              Map.entry("/v1/rng/samples?stage=noise&bytes=10", Set.of("auditor", "lab")),
              Map.entry("/health/live", ALL),
              Map.entry("/health/ready", ALL),
              Map.entry("/metrics", Set.of("auditor", "monitoring", "security-officer")),
              Map.entry("/openapi.yaml", ALL)));

  @TempDir static Path folder;
  private static TestAppliance appliance;

  @BeforeAll
  static void start() throws Exception {
    appliance = TestAppliance.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    appliance.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "appliance",
        "auditor",
        "game-server",
        "lab",
        "ledger",
        "monitoring",
        "security-officer"
      })
  void aRoleReadsWhatItMayAndNothingElse(String role) throws Exception {
    for (var reader : READERS.entrySet()) {
      var answer = appliance.get(role, reader.getKey());
      boolean allowed = reader.getValue().contains(role);
      assertEquals(!allowed, answer.statusCode() == 403, role + " " + reader.getKey());
      if (!allowed) {
        assertEquals("forbidden-role", TestAppliance.problem(answer));
      }
    }
  }

  @Test
  void onlyGameServersPlay() throws Exception {
    var refused = new ArrayList<String>();
    byte[] body = TestAppliance.roulette("r").getBytes(StandardCharsets.UTF_8);
    for (String role : ALL) {
      for (String path : List.of("/v1/outcomes", "/v1/outcomes:batch")) {
        if (appliance.post(role, path, body).statusCode() == 403) {
          refused.add(role);
        }
      }
    }
    assertEquals(2 * (ALL.size() - 1), refused.size());
    assertTrue(!refused.contains("game-server"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=x,OU=croupier,O=op-1",
        "CN=x,OU=game-server",
        "CN=x,O=op-1",
        "CN=x,OU=game-server,OU=auditor,O=op-1",
        "CN=x,OU=game-server,O=op-1,O=op-2",
        "CN=x,OU=game-server,O=op 1",
        "CN=x,OU=Game-Server,O=op-1",
        "CN=x"
      })
  void aCertificateThatNamesNoOneRoleAndOperatorIsRefused(String subject) throws Exception {
    var client = TestSite.client(TestSite.get().pki.context(subject));
    var answer = appliance.get(client, "/v1/games");
    assertEquals("unknown-caller", TestAppliance.problem(answer));
    assertEquals(403, answer.statusCode());
  }

  @Test
  void aClientWithoutACertificateIsRefused() throws Exception {
    HttpClient client = TestSite.client(TestSite.get().pki.anonymous());
    assertThrows(IOException.class, () -> appliance.get(client, "/v1/games"));
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
    var stranger = new TestPki("another authority");
    HttpClient client =
        TestSite.client(TestSite.get().pki.contextIssuedBy(stranger, "CN=x,OU=game-server,O=op-1"));
    assertThrows(IOException.class, () -> appliance.get(client, "/v1/games"));
  }

  @Test
  void tls12IsRefused() throws Exception {
    var context = TestSite.get().pki.context("CN=x,OU=game-server,O=op-1");
    try (var socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", appliance.port())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {"TLSv1.2"});
      socket.setSSLParameters(parameters);
      assertThrows(IOException.class, socket::startHandshake);
    }
  }

  @Test
  void plainHttpOnTheTlsListenerIsNotAnswered() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + appliance.port() + "/v1/games"))
              .build();
      assertThrows(
          IOException.class, () -> client.send(request, HttpResponse.BodyHandlers.ofString()));
    }
  }

  @Test
  void anUnknownAddressIsNotFound() throws Exception {
    assertEquals("not-found", TestAppliance.problem(appliance.get("auditor", "/v2/games")));
  }

  @Test
  void aWrongMethodIsToldWhichIsRight() throws Exception {
    var answer = appliance.post("auditor", "/v1/games", new byte[0]);
    assertEquals("method-not-allowed", TestAppliance.problem(answer));
    assertEquals(405, answer.statusCode());
    assertEquals("GET", answer.headers().firstValue("Allow").orElseThrow());
  }
}
