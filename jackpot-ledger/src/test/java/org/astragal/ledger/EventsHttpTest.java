package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.astragal.outcome.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goal: who may send, who may decide, and that it takes two. */
@Timeout(120)
final class EventsHttpTest {
  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/a");
  private InProcess ledger;
  private HttpClient source;
  private HttpClient anna;
  private HttpClient ben;

  @BeforeEach
  void open() throws Exception {
    TestMappings.copy(directory.resolve("mappings"));
    TestBroker.get();
    var topic = "events-" + System.nanoTime();
    TestBroker.get().createTopic(topic, 1);
    TestBroker.get().createTopic(topic + "-logs", 1);
    ledger =
        InProcess.open(
            directory,
            List.of(log),
            TestDatabase.create(),
            """
            events: {mappings: mappings, topic: %s}
            """
                    .formatted(topic)
                + TestBroker.configuration(topic + "-logs", "group-" + topic, List.of(log)));
    this.topic = topic;
    source = as("studio", "event-source", "op-17");
    anna = as("anna", "jackpot-supervisor", "site");
    ben = as("ben", "jackpot-supervisor", "site");
  }

  private String topic = "";

  @AfterEach
  void close() throws Exception {
    ledger.close();
  }

  @Test
  void eventsComeOverHttpFromTheirOwnSourceOnly() throws Exception {
    var answer = post(source, "/v1/events/hub-b", hub(1, 100) + "\r\n" + hub(2, 50) + "\n{\n");
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals(
        "{\"accepted\":\"2\",\"duplicates\":\"0\",\"quarantined\":[{\"detail\":\"not strict JSON\","
            + "\"line\":2,\"reason\":\"malformed\"}]}",
        answer.body());
    assertEquals(
        403, post(as("x", "event-source", "op-2"), "/v1/events/hub-b", hub(3, 1)).statusCode());
    assertEquals(
        403, post(as("x", "appliance", "op-17"), "/v1/events/hub-b", hub(3, 1)).statusCode());
    assertEquals(404, post(source, "/v1/events/nobody", hub(3, 1)).statusCode());
    assertEquals(400, post(source, "/v1/events/hub-b", "").statusCode());
    assertEquals(400, post(source, "/v1/events/hub-b", "x\n".repeat(10_001)).statusCode());
  }

  @Test
  void eventsComeOverATopicToo() throws Exception {
    TestBroker.write(topic, 0, "hub-b", List.of(bytes(hub(1, 100)), bytes(hub(2, 100))));
    TestBroker.write(topic, 0, "nobody", List.of(bytes("x")));
    TestBroker.write(topic, 0, "hub-b", List.of(bytes(hub(2, 100)), bytes(hub(3, 100))));
    await(() ->
        ledger
            .queries()
            .head("ledger.example/journal/events/hub-b")
            .map(h -> h.position() == 3)
            .orElse(false));
    await(() -> ledger.queries().parked(10).size() == 1);
    assertEquals("unknown-source", ledger.queries().parked(1).getFirst().reason());
  }

  @Test
  void oneProposesAndAnotherApprovesAlsoWhenTheLedgerBeganAnewBetween() throws Exception {
    post(source, "/v1/events/hub-b", hub(1, 200_000));
    var open = HttpClient.newHttpClient();
    var body = Site.get(open, ledger.openUrl() + "/v1/quarantine").body();
    var item = (Json.Obj) Site.json(body).arr("quarantined").getFirst();
    assertEquals("unreasonable", item.string("reason"));
    assertFalse(body.contains("gameround_id"), "nothing of the event is public");
    assertProblem(403, "wrong-role", get(source, "/v1/quarantine/" + item.string("id")));
    var raw = get(anna, "/v1/quarantine/" + item.string("id")).body();
    assertTrue(Site.json(raw).string("raw").contains("gameround_id"), raw);
    // By its number, or as a proposal names it.
    assertProblem(
        409,
        "not-pending",
        post(
            ben,
            "/v1/rulings",
            event("release", "sha256:" + "0".repeat(64), "r")
                .replace("}", ",\"log\":\"ledger.example/journal/events/hub-b\"}")));
    var wanted = event("release", item.string("id"), "it was a table of high rollers");
    assertEquals(202, post(anna, "/v1/rulings", wanted).statusCode());
    assertEquals(202, post(anna, "/v1/rulings", wanted).statusCode());
    // Another certificate of the same person is not another person.
    var again = as("anna", "jackpot-supervisor", "site");
    assertEquals(202, post(again, "/v1/rulings", wanted).statusCode());
    assertProblem(403, "wrong-role", post(as("c", "auditor", "x"), "/v1/rulings", wanted));
    ledger.restart();
    var proposals = Site.json(get(ben, "/v1/proposals").body()).arr("proposals");
    assertEquals(1, proposals.size());
    assertTrue(((Json.Obj) proposals.getFirst()).string("person").contains("CN=anna"));
    var asProposed = ((Json.Obj) proposals.getFirst()).obj("action");
    var done =
        post(
            ben,
            "/v1/rulings",
            new String(
                org.astragal.outcome.JcsWriter.encode(asProposed),
                java.nio.charset.StandardCharsets.UTF_8));
    assertEquals(200, done.statusCode(), done.body());
    assertProblem(409, "not-pending", post(ben, "/v1/rulings", wanted));
    assertEquals(0, Site.json(get(ben, "/v1/proposals").body()).arr("proposals").size());
    assertEquals(1, position("hub-b"));
  }

  @Test
  void whatIsStillInDoubtIsNotReleased() throws Exception {
    post(source, "/v1/events/hub-b", "{}");
    var shown =
        Site.json(Site.get(HttpClient.newHttpClient(), ledger.openUrl() + "/v1/quarantine").body());
    var item = ((Json.Obj) shown.arr("quarantined").getFirst()).string("id");
    var release = event("release", item, "please");
    assertProblem(409, "still-in-doubt", post(anna, "/v1/rulings", release));
    var reject = event("reject", item, "nonsense");
    assertEquals(202, post(ben, "/v1/rulings", reject).statusCode());
    assertEquals(200, post(anna, "/v1/rulings", reject).statusCode());
    assertProblem(409, "not-pending", post(ben, "/v1/rulings", reject));
    assertProblem(409, "not-pending", post(ben, "/v1/rulings", event("reject", "999", "nonsense")));
    for (var bad : List.of("{}", "[]", event("burn", item, "r"), "x")) {
      assertProblem(400, "malformed-ruling", post(ben, "/v1/rulings", bad));
    }
    assertProblem(404, "not-found", get(anna, "/v1/quarantine/999"));
    assertEquals(-1, position("hub-b"));
  }

  @Test
  void stoppedLogGoesOnWhenTwoHaveSaidSo() throws Exception {
    log.create();
    log.seal(List.of(TestLog.Round.of("r-1", 100).body()));
    var fork = log.fork(1);
    fork.seal(List.of(TestLog.Round.of("r-2", 100).body()));
    ledger.push(log.lines(0, 2));
    Site.push(
        ledger.appliance(), ledger.ingestPort(), log.origin(), TestLog.body(fork.lines(1, 2)));
    log.seal(List.of(TestLog.Round.of("r-3", 100).body()));
    var stopped =
        Site.push(
            ledger.appliance(), ledger.ingestPort(), log.origin(), TestLog.body(log.lines(2, 3)));
    assertEquals(422, stopped.statusCode());
    var resume =
        "{\"act\":\"resume\",\"log\":\"%s\",\"reason\":\"the copy was found\"}"
            .formatted(log.origin());
    assertEquals(202, post(anna, "/v1/rulings", resume).statusCode());
    assertEquals(200, post(ben, "/v1/rulings", resume).statusCode());
    assertProblem(409, "not-pending", post(ben, "/v1/rulings", resume));
    ledger.push(log.lines(2, 3));
  }

  private long position(String source) throws Exception {
    return ledger
        .queries()
        .head("ledger.example/journal/events/" + source)
        .map(Queries.LogHead::position)
        .orElse(-1L);
  }

  private static String event(String act, String event, String reason) {
    return "{\"act\":\"%s\",\"event\":\"%s\",\"reason\":\"%s\"}".formatted(act, event, reason);
  }

  private static void assertProblem(int status, String code, HttpResponse<String> answer)
      throws Exception {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals("urn:astragal:problem:" + code, Site.json(answer.body()).string("type"));
  }

  private HttpClient as(String name, String role, String operator) throws Exception {
    return Site.client(ledger.site().pki().client(name, role, operator));
  }

  private HttpResponse<String> get(HttpClient who, String path) throws Exception {
    return Site.get(who, uri(path).toString());
  }

  private HttpResponse<String> post(HttpClient who, String path, String body) throws Exception {
    return who.send(
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("https://127.0.0.1:" + ledger.ingestPort() + path);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static String hub(int i, long stake) {
    return """
    {"token":"t%d","brand_id":"b:1","player_id":"p%d","player_country":"UK","source_id":\
    "casino-sitewide","gameround_id":"g%d","currency":"EUR","base_wager":%d.%02d}\
    """
        .formatted(i, i % 100, i, stake / 100, stake % 100);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      Thread.sleep(10);
    }
  }
}
