package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.astragal.ledger.TestLog.Round;
import org.astragal.service.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Goal: the document and the program describe the same calls, roles, problems and answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiTest {
  private static final List<String> OBSERVED = List.of("/health/live", "/health/ready", "/metrics");
  private static final Pattern PROBLEM =
      Pattern.compile("(?:Problem(?:\\.of)?|\\bof)\\(\\s*(?:status|\\d{3}),\\s*\"([a-z-]+)\"");

  private final JsonNode document = new YAMLMapper().readTree(OpenApiHttp.document());
  private final TestLog log = new TestLog("test.example/outcomes/openapi");
  private final HttpClient open = HttpClient.newHttpClient();
  private InProcess ledger;
  private HttpClient ada;
  private HttpClient grace;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    TestMappings.copy(folder.resolve("mappings"));
    var key = folder.resolve("witness.key").toString();
    new CommandLine(new WitnessKeyCommand()).execute("--name=ledger.test/witness", "--out=" + key);
    ledger =
        InProcess.open(
            folder,
            List.of(log),
            TestDatabase.create(),
            """
            events: {mappings: mappings}
            witness: {name: ledger.test/witness, keyFile: witness.key}
            """);
    ledger.push(List.of(log.create()));
    ledger.push(log.seal(List.of(Round.of("r", 1234).body())));
    ada = Site.client(ledger.site().pki().client("jackpot-supervisor", "ada"));
    grace = Site.client(ledger.site().pki().client("jackpot-supervisor", "grace"));
  }

  @AfterAll
  void stop() throws Exception {
    ledger.close();
  }

  @Test
  void everyRouteIsInTheDocumentAndTheReverse() {
    var described = new TreeMap<String, Set<String>>();
    for (var path : document.get("paths").properties()) {
      for (var call : path.getValue().properties()) {
        var listeners = new TreeSet<String>();
        call.getValue().get("x-listener").forEach(one -> listeners.add(one.asString()));
        described.put(call.getKey() + " " + path.getKey(), listeners);
      }
    }
    var served = new TreeMap<String, Set<String>>();
    add(served, ledger.services().certified(), "certified");
    add(served, ledger.services().openToAll(), "open");
    OBSERVED.forEach(path -> served.put("get " + path, Set.of("open")));
    served.put("get " + MeterSocket.PATH, new TreeSet<>(Set.of("certified", "open")));
    assertEquals(lines(served), lines(described));
  }

  private static void add(
      Map<String, Set<String>> served, List<LedgerServer.Mount> mounts, String listener) {
    for (var mount : mounts) {
      if (!(mount.service() instanceof ConsoleHttp)) {
        for (var route : routes(mount.service())) {
          var path = route.replace(" /", " " + mount.prefix() + "/").replace("//", "/");
          served.computeIfAbsent(path, _ -> new TreeSet<>()).add(listener);
        }
      }
    }
  }

  /** {@return what a service registers, as method and path} */
  private static List<String> routes(HttpService service) {
    var routes = new java.util.ArrayList<String>();
    var rules =
        (HttpRules)
            Proxy.newProxyInstance(
                HttpRules.class.getClassLoader(),
                new Class<?>[] {HttpRules.class},
                (proxy, method, arguments) -> {
                  routes.add(method.getName() + " " + arguments[0]);
                  return proxy;
                });
    service.routing(rules);
    return routes;
  }

  private static String lines(Map<String, Set<String>> calls) {
    return String.join(
        "\n", calls.entrySet().stream().map(c -> c.getKey() + " " + c.getValue()).toList());
  }

  @Test
  void aCallRefusesWhoeverItDoesNotName() throws Exception {
    var clients = new TreeMap<String, HttpClient>();
    for (var role : Role.values()) {
      clients.put(
          role.toString(), Site.client(ledger.site().pki().client(role.toString(), "somebody")));
    }
    for (var path : document.get("paths").properties()) {
      for (var call : path.getValue().properties()) {
        var roles = new TreeSet<String>();
        call.getValue().get("x-roles").forEach(role -> roles.add(role.asString()));
        if (roles.contains("any")) {
          continue;
        }
        var address = certified(path.getKey().replaceAll("\\{[a-z]+}", "1"));
        for (var client : clients.entrySet()) {
          var request = HttpRequest.newBuilder(URI.create(address));
          request.method(
              call.getKey().toUpperCase(java.util.Locale.ROOT),
              HttpRequest.BodyPublishers.noBody());
          var status =
              client
                  .getValue()
                  .send(request.build(), HttpResponse.BodyHandlers.ofString())
                  .statusCode();
          assertEquals(
              !roles.contains(client.getKey()), status == 403, client.getKey() + " " + address);
        }
      }
    }
  }

  @Test
  void everyProblemIsInTheDocumentAndTheReverse() throws Exception {
    var described = new TreeSet<String>();
    document
        .at("/components/schemas/Problem/properties/type/enum")
        .forEach(type -> described.add(type.asString().replace("urn:astragal:problem:", "")));
    var written = new TreeSet<String>();
    try (var files = Files.walk(Path.of("src/main/java"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        var found = PROBLEM.matcher(Files.readString(file));
        while (found.find()) {
          written.add(found.group(1));
        }
      }
    }
    assertEquals(written, described);
  }

  @Test
  void everyReferencePointsSomewhereAndEverySchemaIsUsed() {
    var used = new TreeSet<String>();
    for (var reference : document.findValues("$ref")) {
      var pointer = reference.asString().substring(1);
      used.add(pointer);
      assertFalse(document.at(pointer).isMissingNode(), pointer);
    }
    for (var kind : List.of("schemas", "parameters", "responses")) {
      for (var one : document.at("/components/" + kind).properties()) {
        // What comes over streams is told in words.
        assertTrue(
            one.getKey().equals("Meter")
                || used.contains("/components/" + kind + "/" + one.getKey()),
            one.getKey());
      }
    }
  }

  @Test
  void realAnswersAreAsTheDocumentSays() throws Exception {
    var order =
        "{\"act\":\"adjust\",\"level\":\"MINI\",\"micro\":\"5\",\"pool\":\"global.2026\",\"reason\":\"r\"}";
    valid("/v1/orders", "post", post(ada, "/v1/orders", order), 202);
    valid("/v1/proposals", "get", Site.get(grace, certified("/v1/proposals")), 200);
    valid("/v1/orders", "post", post(grace, "/v1/orders", order), 200);
    valid("/v1/orders", "post", post(grace, "/v1/orders", "{}"), 400);
    valid("/v1/rulings", "post", post(grace, "/v1/rulings", "{}"), 400);
    var studio = Site.client(ledger.site().pki().client("studio", "event-source", "op-17"));
    valid("/v1/events/{source}", "post", post(studio, "/v1/events/hub-b", "{}"), 200);
    valid("/v1/events/{source}", "post", post(studio, "/v1/events/nobody", "{}"), 404);
    valid("/v1/quarantine/{id}", "get", Site.get(ada, certified("/v1/quarantine/1")), 200);
    var reject = "{\"act\":\"reject\",\"event\":\"1\",\"reason\":\"r\"}";
    valid("/v1/rulings", "post", post(ada, "/v1/rulings", reject), 202);
    valid("/v1/rulings", "post", post(grace, "/v1/rulings", reject), 200);
    valid("/v1/rulings", "post", post(grace, "/v1/rulings", reject), 409);
    valid(
        "/v1/trace", "get", Site.get(ada, certified("/v1/trace?pool=global.2026&posting=3")), 200);
    valid(
        "/v1/trace", "get", Site.get(ada, certified("/v1/trace?pool=global.2026&posting=99")), 404);
    valid(
        "/v1/pools/{pool}/postings",
        "get",
        Site.get(ada, certified("/v1/pools/global.2026/postings")),
        200);
    valid(
        "/v1/reports/daily",
        "get",
        Site.get(ada, certified("/v1/reports/daily?day=2026-06-08")),
        200);
    var heads = certified("/v1/heads?log=" + log.origin());
    valid("/v1/heads", "get", Site.get(ledger.appliance(), heads), 200);
    var gap =
        TestLog.body(
            log.seal(List.of(Round.of("x", 1).body(), Round.of("y", 1).body())).subList(1, 2));
    valid(
        "/v1/ingest",
        "post",
        Site.push(ledger.appliance(), ledger.ingestPort(), log.origin(), gap),
        409);
    var refused = Site.push(ledger.appliance(), ledger.ingestPort(), "test.example/unknown", gap);
    valid("/v1/ingest", "post", refused, 422);
    var repeated =
        Site.push(
            ledger.appliance(), ledger.ingestPort(), log.origin(), TestLog.body(log.lines(0, 2)));
    valid("/v1/ingest", "post", repeated, 200);
    for (var path :
        List.of(
            "pools",
            "parked",
            "logs",
            "alarms",
            "contradictions",
            "held",
            "quarantine",
            "settlements",
            "witness",
            "figures",
            "decisions",
            "me")) {
      valid("/v1/" + path, "get", Site.get(open, ledger.openUrl() + "/v1/" + path), 200);
    }
    valid(
        "/v1/pools/{pool}/growth",
        "get",
        Site.get(open, ledger.openUrl() + "/v1/pools/global.2026/growth"),
        200);
    valid("/health/ready", "get", Site.get(open, ledger.openUrl() + "/health/ready"), 200);
    assertEquals(
        new String(OpenApiHttp.document(), java.nio.charset.StandardCharsets.UTF_8),
        Site.get(open, ledger.openUrl() + "/openapi.yaml").body());
  }

  /** The answer has a status and a body of those that the document names. */
  private void valid(String path, String method, HttpResponse<String> answer, int status) {
    assertEquals(status, answer.statusCode(), path + " " + answer.body());
    var response = document.get("paths").get(path).get(method).get("responses").get("" + status);
    if (response.has("$ref")) {
      response = document.at(response.get("$ref").asString().substring(1));
    }
    var type = answer.headers().firstValue("Content-Type").orElseThrow().split(";", 2)[0];
    var schema = response.at("/content/" + type.replace("/", "~1") + "/schema");
    assertFalse(schema.isMissingNode(), path + " " + status + " " + type);
    // The schema with all that it can refer to.
    var whole = JsonMapper.shared().createObjectNode();
    whole.set("components", document.get("components"));
    whole.set("allOf", JsonMapper.shared().createArrayNode().add(schema));
    var errors =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(whole.toString(), InputFormat.JSON)
            .validate(answer.body(), InputFormat.JSON);
    assertEquals(List.of(), errors, path + " " + answer.body());
  }

  private String certified(String path) {
    return "https://127.0.0.1:" + ledger.ingestPort() + path;
  }

  private HttpResponse<String> post(HttpClient who, String path, String body) throws Exception {
    return who.send(
        HttpRequest.newBuilder(URI.create(certified(path)))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
