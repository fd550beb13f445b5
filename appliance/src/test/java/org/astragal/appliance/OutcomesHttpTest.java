package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.astragal.outcome.Contribution;
import org.astragal.outcome.Json;
import org.astragal.outcome.MicroMoney;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: one round over mutual TLS gives one sealed outcome, the same for every repeat. */
final class OutcomesHttpTest {
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

  @Test
  void aRoundIsSealedAndItsRepeatGivesTheSameBytes() throws Exception {
    var first = appliance.play("k-1", TestAppliance.roulette("r-1"));
    assertEquals(201, first.statusCode(), TestAppliance.text(first));
    RoundSettled round = settled(first);
    assertEquals("op-1", round.operator());
    assertEquals("k-1", round.request().id());
    assertEquals(1, round.draws().size());
    assertEquals(37, round.draws().getFirst().n());
    var again = appliance.play("k-1", TestAppliance.roulette("r-1"));
    assertEquals(200, again.statusCode());
    assertArrayEquals(first.body(), again.body());
  }

  @Test
  void aConfiguredPoolIsClaimedExactly() throws Exception {
    String body = TestAppliance.body("ref.wheel.54", "r-pool", "REAL", "{\"spot\":\"2\"}", "107");
    // 107 minor units at 5,000 and 12,345 parts per million: 0.535 and 1.320915 minor units.
    var grand = new Contribution(new MicroMoney("EUR", 2, 535_000, 0), "1", "GRAND", "global.2026");
    var mini = new Contribution(new MicroMoney("EUR", 2, 320_915, 1), "1", "MINI", "global.2026");
    assertEquals(List.of(grand, mini), settled(appliance.play("k-pool", body)).contributions());
  }

  @ParameterizedTest
  @CsvSource({"FREE, CASH, EUR", "TEST, CASH, EUR", "REAL, BONUS, EUR", "REAL, CASH, USD"})
  void onlyRealCashInThePoolsCurrencyIsClaimed(String mode, String funds, String currency)
      throws Exception {
    String id = mode + funds + currency;
    String body =
        TestAppliance.body("ref.wheel.54", id, mode, "{\"spot\":\"2\"}", "100")
            .replace("CASH", funds)
            .replace("EUR", currency);
    assertTrue(settled(appliance.play("k" + id, body)).contributions().isEmpty());
  }

  @Test
  void concurrentDuplicatesJoinTheFirst() throws Exception {
    var client = TestSite.get().client("game-server", "op-1");
    var answers = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
    for (int i = 0; i < 16; i++) {
      answers.add(
          client.sendAsync(
              request("k-join", TestAppliance.roulette("r-join")),
              HttpResponse.BodyHandlers.ofByteArray()));
    }
    byte[] first = answers.getFirst().join().body();
    int created = 0;
    for (var answer : answers) {
      assertArrayEquals(first, answer.join().body());
      created += answer.join().statusCode() == 201 ? 1 : 0;
    }
    assertEquals(1, created);
  }

  @Test
  void theSameKeyWithAnotherBodyIsRefused() throws Exception {
    assertEquals(201, appliance.play("k-2", TestAppliance.roulette("r-2")).statusCode());
    var other = appliance.play("k-2", TestAppliance.roulette("r-2", "200"));
    assertEquals("key-reused", TestAppliance.problem(other));
    assertEquals(422, other.statusCode());
  }

  @Test
  void theSameRoundUnderAnotherKeyGivesItsOutcomeWithAConflict() throws Exception {
    var first = appliance.play("k-3", TestAppliance.roulette("r-3"));
    var taken = appliance.play("k-3b", TestAppliance.roulette("r-3"));
    assertEquals(409, taken.statusCode());
    assertEquals("round-taken", TestAppliance.problem(taken));
    String sealed = "\"sealed\":" + TestAppliance.text(first);
    assertTrue(TestAppliance.text(taken).contains(sealed), TestAppliance.text(taken));
  }

  @Test
  void keysAndRoundsBelongToAnOperator() throws Exception {
    var one = appliance.play("k-4", TestAppliance.roulette("r-4"));
    var other = TestSite.get().client("game-server", "op-2");
    var two = appliance.play(other, "k-4", TestAppliance.roulette("r-4"));
    assertEquals(201, one.statusCode());
    assertEquals(201, two.statusCode());
    assertEquals("op-2", settled(two).operator());
  }

  @ParameterizedTest
  @CsvSource({
    "ref.none, '{\"spot\":\"2\"}', 100, unknown-game, 422",
    "ref.wheel.54, '{\"spot\":\"3\"}', 100, bet-refused, 422",
    "ref.wheel.54, '{\"spot\":null}', 100, malformed-request, 400",
    "ref.wheel.54, '{\"spot\":\"2\",\"x\":1}', 100, bet-refused, 422",
    "ref.wheel.54, '{\"spot\":\"2\"}', 0, bet-refused, 422",
    "ref.wheel.54, '{\"spot\":\"2\"}', -1, invalid-money, 400",
    "ref.wheel.54, '{\"spot\":\"2\"}', 9007199254740993, invalid-money, 400",
    "ref.wheel.54, '{\"spot\":\"2\"}', 9223372036854775807, invalid-money, 400",
    "ref.wheel.54, '{\"spot\":\"2\"}', 1000000000000, bet-refused, 422",
  })
  void whatTheGameDoesNotTakeIsRefused(
      String game, String selection, String minor, String type, int status) throws Exception {
    String body = TestAppliance.body(game, "r-refused", "REAL", selection, minor);
    var answer = appliance.play("k-refused", body);
    assertEquals(type, TestAppliance.problem(answer));
    assertEquals(status, answer.statusCode());
  }

  @Test
  void aRefusedBetIsNamedWithItsReason() throws Exception {
    String body = TestAppliance.body("ref.wheel.54", "r-x", "REAL", "{\"spot\":\"3\"}", "100");
    Json.Obj problem = TestAppliance.json(appliance.play("k-x", body));
    assertEquals("1", problem.string("bet"));
    assertEquals("selection-unknown", problem.string("reason"));
  }

  @Test
  void anotherVersionIsRefusedAndTheRightOnePlays() throws Exception {
    String body = TestAppliance.roulette("r-5");
    String wrong = body.replace("{\"game\"", "{\"version\":\"0.9.0\",\"game\"");
    String right = body.replace("{\"game\"", "{\"version\":\"1.0.0\",\"game\"");
    assertEquals("wrong-version", TestAppliance.problem(appliance.play("k-5", wrong)));
    assertEquals(201, appliance.play("k-5", right).statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "'{', malformed-json",
    "'{}', malformed-request",
    "'{\"game\":\"a\",\"game\":\"a\"}', duplicate-member",
    "'', malformed-json",
  })
  void whatIsNoRequestIsRefused(String body, String type) throws Exception {
    var answer = appliance.play("k-6", body);
    assertEquals(type, TestAppliance.problem(answer));
    assertEquals(400, answer.statusCode());
  }

  @Test
  void aRequestWithoutAKeyIsRefused() throws Exception {
    var answer =
        appliance.post(
            "game-server",
            "/v1/outcomes",
            TestAppliance.roulette("r-7").getBytes(StandardCharsets.UTF_8));
    assertEquals("invalid-idempotency-key", TestAppliance.problem(answer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "tab\tinside"})
  void aKeyWithOtherCharactersIsRefused(String key) throws Exception {
    var answer = appliance.play(key, TestAppliance.roulette("r-8"));
    assertEquals("invalid-idempotency-key", TestAppliance.problem(answer));
  }

  @Test
  void anOversizedKeyIsRefused() throws Exception {
    var answer = appliance.play("k".repeat(129), TestAppliance.roulette("r-8"));
    assertEquals("invalid-idempotency-key", TestAppliance.problem(answer));
    assertEquals(400, answer.statusCode());
  }

  @Test
  void aBodyOfTheLimitIsReadAndOneByteMoreIsNot() throws Exception {
    String body = TestAppliance.roulette("r-9");
    String full = body + " ".repeat(32_768 - body.length());
    assertEquals(201, appliance.play("k-9", full).statusCode());
    var over = appliance.play("k-9b", full + " ");
    assertEquals("body-too-large", TestAppliance.problem(over));
    assertEquals(413, over.statusCode());
  }

  @Test
  void aBodyFarOverTheLimitIsRefusedToo() throws Exception {
    var over = appliance.play("k-9c", " ".repeat(3_000_000));
    assertEquals("body-too-large", TestAppliance.problem(over));
    assertEquals(413, over.statusCode());
  }

  @Test
  void aChunkedBodyOverTheLimitIsRefused() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(appliance.url() + "/v1/outcomes"))
            .header("Idempotency-Key", "k-9d")
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(new byte[40_000])))
            .build();
    var answer =
        TestSite.get()
            .client("game-server", "op-1")
            .send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertEquals("body-too-large", TestAppliance.problem(answer));
  }

  @Test
  void sixtyFourBetsFitIntoOneRecord() throws Exception {
    String body = OutcomeRequestTest.bets(64).replace("\"r-1\"", "\"r-64\"");
    assertEquals(64, settled(appliance.play("k-64", body)).results().size());
  }

  @Test
  void aRoundWhoseRecordMightNotFitIsRefusedBeforeAnythingIsDrawn() throws Exception {
    // 64 bets of the longest names, and a long list that the game does not even look at first.
    String wide = "x".repeat(64);
    String body =
        OutcomeRequestTest.bets(64)
            .replaceAll("\"id\":\"b([0-9]+)\"", "\"id\":\"" + "y".repeat(60) + "$1\"")
            .replace("\"9f\"", "\"" + wide + "\"")
            .replace("\"s-3\"", "\"" + wide + "\"")
            .replace("\"r-1\"", "\"r-wide\"");
    var answer = appliance.play("k-wide", body);
    assertEquals("record-too-large", TestAppliance.problem(answer));
    var unused = appliance.get("game-server", "/v1/outcomes?request=k-wide");
    assertEquals("not-found", TestAppliance.problem(unused));
  }

  @Test
  void thePlainListenerKnowsItsOneCaller() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(appliance.plainUrl() + "/v1/outcomes"))
            .header("Idempotency-Key", "k-plain")
            .POST(HttpRequest.BodyPublishers.ofString(TestAppliance.roulette("r-plain")))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(201, answer.statusCode());
      assertEquals("op-plain", settled(answer).operator());
    }
  }

  private static HttpRequest request(String key, String body) {
    return HttpRequest.newBuilder(URI.create(appliance.url() + "/v1/outcomes"))
        .header("Idempotency-Key", key)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static RoundSettled settled(HttpResponse<byte[]> answer) throws Exception {
    var verifier = new OutcomeVerifier(Policy.parse(appliance.policy()));
    var accepted =
        assertInstanceOf(
            Verdict.Accepted.class, verifier.verify(answer.body()), TestAppliance.text(answer));
    return assertInstanceOf(RoundSettled.class, accepted.record().body());
  }
}
