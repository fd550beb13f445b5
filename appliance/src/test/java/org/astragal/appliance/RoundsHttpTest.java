package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.astragal.outcome.Draw;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.Reveal;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.outcome.RoundVoided;
import org.astragal.outcome.SealedOutcome;
import org.astragal.packs.PackArchive;
import org.astragal.packs.Replayer;
import org.astragal.service.ConfigException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a round that waits for its player goes on where it was, over restarts; what was drawn is
 * never drawn again, what must be hidden is, and the end proves all of it.
 */
final class RoundsHttpTest {
  private static byte[] doors;
  private static byte[] voided;

  @TempDir Path folder;
  private String yaml;

  @BeforeAll
  static void compile() throws Exception {
    doors = TestPacks.pack(TestPacks.compiled("Doors", UnaryOperator.identity()));
    voided =
        TestPacks.pack(
            TestPacks.compiled(
                "Doors", source -> source.replace("Unfinished.COMPLETE", "Unfinished.VOID")));
  }

  @BeforeEach
  void configure() throws Exception {
    Path pack = Files.write(folder.resolve("doors.jar"), doors);
    yaml =
        TestSite.get()
            .yaml(folder.resolve("log"))
            .replace("reference.jar]", "reference.jar, " + pack + "]");
  }

  private TestAppliance start() throws Exception {
    return TestAppliance.start(folder, yaml, true);
  }

  @Test
  void aRoundIsPlayedStepByStepOverARestartAndProvenAtItsEnd() throws Exception {
    RoundOpened opened;
    RoundStepped stepped;
    byte[] first;
    try (TestAppliance appliance = start()) {
      HttpResponse<byte[]> answer = open(appliance, "r");
      assertEquals(201, answer.statusCode(), TestAppliance.text(answer));
      first = answer.body();
      opened = assertInstanceOf(RoundOpened.class, body(first));
      assertTrue(opened.commitment().isPresent());
      assertEquals(List.of("light"), opened.draws().stream().map(Draw::purpose).toList());
      assertEquals(3, opened.awaiting().arr("choices").size());
      assertFalse(new String(first, StandardCharsets.UTF_8).contains("\"door\",\"3\""));
      // The same again: the same bytes, nothing new.
      HttpResponse<byte[]> again = open(appliance, "r");
      assertEquals(200, again.statusCode());
      assertArrayEquals(first, again.body());
    }
    try (TestAppliance appliance = start()) {
      stepped =
          assertInstanceOf(
              RoundStepped.class, body(step(appliance, "r", 1, "{\"door\":1}").body()));
      assertEquals(List.of(), stepped.draws());
      assertArrayEquals(first, open(appliance, "r").body());
    }
    try (TestAppliance appliance = start()) {
      HttpResponse<byte[]> answer = step(appliance, "r", 2, "{\"do\":\"DOUBLE\"}");
      RoundSettled settled = assertInstanceOf(RoundSettled.class, body(answer.body()));
      assertEquals(
          List.of("light", "door", "coin"), settled.draws().stream().map(Draw::purpose).toList());
      assertEquals(opened.draws().getFirst(), settled.draws().getFirst());
      Reveal reveal = settled.reveals().getFirst();
      assertEquals(opened.commitment().orElseThrow(), reveal.commitment());
      assertTrue(reveal.opens(List.of(settled.draws().get(1))));
      assertEquals(2, settled.choices().size());
      boolean found = settled.draws().get(1).v() == 1;
      assertEquals(found, stepped.awaiting().obj("view").bool("found"));
      boolean doubled = settled.draws().get(2).v() == 0;
      assertEquals(found && doubled ? 400 : 0, settled.results().getFirst().win().minor());
      assertReplayed(folder, appliance, "r");
      assertEquals(
          "round-state", TestAppliance.problem(step(appliance, "r", 3, "{\"do\":\"TAKE\"}")));
      String chain = TestAppliance.text(appliance.get("game-server", "/v1/outcomes?round=r"));
      assertEquals(3, chain.lines().count());
    }
  }

  @Test
  void whatIsNotOfferedOrOutOfTurnIsRefusedAndNothingIsDrawn() throws Exception {
    try (TestAppliance appliance = start()) {
      open(appliance, "r");
      assertEquals(
          "choice-refused", TestAppliance.problem(step(appliance, "r", 1, "{\"door\":3}")));
      assertEquals(
          "choice-refused", TestAppliance.problem(step(appliance, "r", 1, "{\"do\":\"DOUBLE\"}")));
      assertEquals("round-state", TestAppliance.problem(step(appliance, "r", 2, "{\"door\":1}")));
      assertEquals("not-found", TestAppliance.problem(step(appliance, "none", 1, "{\"door\":1}")));
      assertEquals(
          "malformed-request",
          TestAppliance.problem(post(appliance, "k", "/v1/rounds/r/steps", "{\"step\":0}")));
      assertEquals(
          "invalid-idempotency-key",
          TestAppliance.problem(
              post(appliance, "house:1", "/v1/rounds/r/steps", "{\"choice\":{},\"step\":1}")));
      // Another operator's round is none of its own.
      assertEquals(
          "not-found",
          TestAppliance.problem(
              send(
                  appliance,
                  "op-2",
                  "k",
                  "/v1/rounds/r/steps",
                  "{\"choice\":{\"door\":1},\"step\":1}")));
      assertEquals(201, step(appliance, "r", 1, "{\"door\":0}").statusCode());
      // Under the same key the same bytes; under another one the step is taken.
      assertEquals(200, step(appliance, "r", 1, "{\"door\":0}").statusCode());
      assertEquals("key-reused", TestAppliance.problem(step(appliance, "r", 1, "{\"door\":1}")));
      assertEquals(
          "round-state",
          TestAppliance.problem(
              post(
                  appliance,
                  "other",
                  "/v1/rounds/r/steps",
                  "{\"choice\":{\"door\":1},\"step\":1}")));
      // A round that asks nothing is settled at once, here too.
      HttpResponse<byte[]> plain =
          post(appliance, "plain", "/v1/rounds", TestAppliance.roulette("plain"));
      assertInstanceOf(RoundSettled.class, body(plain.body()));
      // And one that asks is completed by the house where nobody can be asked.
      HttpResponse<byte[]> house = appliance.play("house", request("house"));
      RoundSettled settled = assertInstanceOf(RoundSettled.class, body(house.body()));
      assertEquals("HOUSE", ((Json.Obj) settled.choices().getFirst()).string("by"));
      assertReplayed(folder, appliance, "house");
    }
  }

  @Test
  void aRoundGoesOnOnTheTermsOnWhichItWasOpened() throws Exception {
    try (TestAppliance appliance = start()) {
      open(appliance, "r");
    }
    String terms = "  terms: [{ game: ref.roulette.eu, option: zero, value: LA_PARTAGE }]\n";
    yaml = yaml.replace("integrity: {", terms + "integrity: {");
    try (TestAppliance appliance = start()) {
      assertEquals(201, step(appliance, "r", 1, "{\"door\":2}").statusCode());
      assertInstanceOf(
          RoundSettled.class, body(step(appliance, "r", 2, "{\"do\":\"TAKE\"}").body()));
      HttpResponse<byte[]> spin = appliance.play("spin", TestAppliance.roulette("spin"));
      RoundSettled settled = assertInstanceOf(RoundSettled.class, body(spin.body()));
      assertEquals("LA_PARTAGE", settled.game().terms().get("zero"));
      assertReplayed(folder, appliance, "spin");
    }
    yaml = yaml.replace("LA_PARTAGE", "EN_PRISON");
    assertThrows(ConfigException.class, this::start);
    yaml = yaml.replace("ref.roulette.eu", "ref.none");
    assertThrows(ConfigException.class, this::start);
  }

  @Test
  void aRoundWhoseGameIsRetiredGoesOnAndNoNewOneBegins() throws Exception {
    try (TestAppliance appliance = start()) {
      RoundOpened opened = assertInstanceOf(RoundOpened.class, body(open(appliance, "r").body()));
      for (int officer = 1; officer <= 2; officer++) {
        TestSite.get()
            .client("security-officer", "officer-" + officer)
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            appliance.url()
                                + "/v1/admin/packs/"
                                + opened.game().logic()
                                + "/retire"))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"drill\"}"))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
      }
      assertEquals("unknown-game", TestAppliance.problem(open(appliance, "new")));
      // What was answered before is answered again.
      assertEquals(200, open(appliance, "r").statusCode());
    }
    try (TestAppliance appliance = start()) {
      assertEquals(201, step(appliance, "r", 1, "{\"door\":2}").statusCode());
      assertInstanceOf(
          RoundSettled.class, body(step(appliance, "r", 2, "{\"do\":\"TAKE\"}").body()));
      assertReplayed(folder, appliance, "r");
    }
  }

  @Test
  void aRoundThatNobodyComesBackToIsCompletedByTheRuleOfItsGame() throws Exception {
    try (TestAppliance appliance = start()) {
      open(appliance, "r");
      open(appliance, "s");
      step(appliance, "s", 1, "{\"door\":2}");
    }
    yaml = yaml.replace("timeout: 24h", "timeout: 1s");
    try (TestAppliance appliance = start()) {
      for (String round : List.of("r", "s")) {
        RoundSettled settled = assertInstanceOf(RoundSettled.class, awaitEnd(appliance, round));
        assertEquals(2, settled.choices().size());
        var byHouse = new ArrayList<Boolean>();
        for (Json choice : settled.choices()) {
          byHouse.add(((Json.Obj) choice).find("by").isPresent());
        }
        assertEquals(round.equals("r") ? List.of(true, true) : List.of(false, true), byHouse);
        assertEquals(1, settled.reveals().size());
      }
    }
  }

  @Test
  void aRoundWhoseRuleSaysSoIsVoided() throws Exception {
    Files.write(folder.resolve("doors.jar"), voided);
    yaml = yaml.replace("timeout: 24h", "timeout: 1s");
    try (TestAppliance appliance = start()) {
      open(appliance, "v");
      RoundVoided voided = assertInstanceOf(RoundVoided.class, awaitEnd(appliance, "v"));
      assertEquals("unfinished", voided.reason());
      assertEquals(1, voided.round().step());
      assertEquals("round-state", TestAppliance.problem(step(appliance, "v", 2, "{\"door\":1}")));
    }
  }

  /** Every record of the round, in order, by the class that the command line uses. */
  static void assertReplayed(Path folder, TestAppliance appliance, String round) throws Exception {
    var replay = new Replay(new Replayer(new PackArchive(folder.resolve("log-packs"))));
    String chain = TestAppliance.text(appliance.get("game-server", "/v1/outcomes?round=" + round));
    for (String line : chain.lines().toList()) {
      byte[] sealed = line.getBytes(StandardCharsets.UTF_8);
      Finding finding = replay.check(OutcomeRecord.parse(SealedOutcome.parse(sealed).record()));
      assertInstanceOf(Finding.True.class, finding, finding.toString());
    }
    // And its end alone over REST.
    byte[] end = chain.lines().toList().getLast().getBytes(StandardCharsets.UTF_8);
    Json.Obj verdict = TestAppliance.json(appliance.post("lab", "/v1/verify?replay=true", end));
    assertEquals("true", verdict.obj("replay").string("verdict"), verdict.toString());
  }

  private static RecordBody awaitEnd(TestAppliance appliance, String round) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (System.nanoTime() < end) {
      String chain =
          TestAppliance.text(appliance.get("game-server", "/v1/outcomes?round=" + round));
      byte[] last = chain.lines().toList().getLast().getBytes(StandardCharsets.UTF_8);
      RecordBody body = body(last);
      if (body instanceof RoundSettled || body instanceof RoundVoided) {
        return body;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the round " + round + " still waits");
  }

  private static HttpResponse<byte[]> open(TestAppliance appliance, String round) throws Exception {
    return post(appliance, "open-" + round, "/v1/rounds", request(round));
  }

  private static String request(String round) {
    return TestAppliance.body("test.doors", round, "REAL", "{}", "100");
  }

  static HttpResponse<byte[]> step(TestAppliance appliance, String round, int step, String choice)
      throws Exception {
    return post(
        appliance,
        round + "-" + step,
        "/v1/rounds/" + round + "/steps",
        "{\"choice\":" + choice + ",\"step\":" + step + "}");
  }

  static HttpResponse<byte[]> post(TestAppliance appliance, String key, String path, String body)
      throws Exception {
    return send(appliance, "op-1", key, path, body);
  }

  private static HttpResponse<byte[]> send(
      TestAppliance appliance, String operator, String key, String path, String body)
      throws Exception {
    return TestSite.get()
        .client("game-server", operator)
        .send(
            HttpRequest.newBuilder(URI.create(appliance.url() + path))
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  static RecordBody body(byte[] sealed) throws Exception {
    return OutcomeRecord.parse(SealedOutcome.parse(sealed).record()).body();
  }
}
