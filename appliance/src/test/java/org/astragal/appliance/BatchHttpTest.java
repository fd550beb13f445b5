package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a batch answers each line in its place, and its rounds share signatures. */
final class BatchHttpTest {
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
  void everyLineIsSealedInOrderUnderFewSignatures() throws Exception {
    String lines =
        IntStream.range(0, 150).mapToObj(i -> line("b-" + i)).collect(Collectors.joining("\n"));
    List<String> answers = batch(lines + "\n");
    assertEquals(150, answers.size());
    var verifier = new OutcomeVerifier(Policy.parse(appliance.policy()));
    var sizes = new HashSet<Long>();
    for (int i = 0; i < answers.size(); i++) {
      var accepted =
          assertInstanceOf(
              Verdict.Accepted.class,
              verifier.verify(answers.get(i).getBytes(StandardCharsets.UTF_8)));
      var round = assertInstanceOf(RoundSettled.class, accepted.record().body());
      assertEquals("b-" + i, round.request().id());
      sizes.add(accepted.checkpoint().size());
    }
    assertTrue(sizes.size() < 50, "150 rounds under " + sizes.size() + " signatures");
  }

  @Test
  void aBadLineIsAProblemInItsPlaceAndTheOthersPlay() throws Exception {
    String good = line("c-1");
    List<String> answers =
        batch(
            String.join(
                "\n",
                good,
                "{\"id\":\"c-2\",\"game\":7}",
                "nonsense",
                line("c-3").replace("ref.roulette.eu", "ref.none"),
                good,
                line("c-4").replace("\"id\":\"c-4\",\"game\"", "\"game\"")));
    assertTrue(answers.get(0).startsWith("{\"outcome\":"), answers.get(0));
    assertProblem(new Json.Str("c-2"), "malformed-request", answers.get(1));
    assertProblem(Json.Null.NULL, "malformed-json", answers.get(2));
    assertProblem(new Json.Str("c-3"), "unknown-game", answers.get(3));
    assertEquals(answers.get(0), answers.get(4));
    assertProblem(Json.Null.NULL, "malformed-request", answers.get(5));
  }

  @Test
  void aRepeatedBatchGivesTheSameBytes() throws Exception {
    String lines = line("d-1") + "\n" + line("d-2");
    assertEquals(batch(lines), batch(lines));
  }

  @Test
  void aLineOverTheLimitOfARoundIsRefused() throws Exception {
    assertProblem(
        Json.Null.NULL, "body-too-large", batch(line("e-1") + " ".repeat(32_768)).getFirst());
  }

  @Test
  void tooManyLinesAreRefusedAsAWhole() throws Exception {
    String lines =
        IntStream.range(0, 201).mapToObj(i -> line("f-" + i)).collect(Collectors.joining("\n"));
    var answer = send(lines);
    assertEquals("body-too-large", TestAppliance.problem(answer));
    var first = appliance.get("game-server", "/v1/outcomes?request=f-0");
    assertEquals(404, first.statusCode());
  }

  @Test
  void anEmptyBatchIsRefused() throws Exception {
    assertEquals("malformed-request", TestAppliance.problem(send("")));
  }

  private static void assertProblem(Json id, String type, String line) throws Exception {
    var object = (Json.Obj) Json.parse(line.getBytes(StandardCharsets.UTF_8));
    assertEquals(id, object.get("id"), line);
    assertEquals("urn:astragal:problem:" + type, object.obj("problem").string("type"), line);
  }

  private static String line(String key) {
    return TestAppliance.roulette("r-" + key)
        .replace("{\"game\"", "{\"id\":\"" + key + "\",\"game\"");
  }

  private static List<String> batch(String lines) throws Exception {
    var answer = send(lines);
    assertEquals(200, answer.statusCode(), TestAppliance.text(answer));
    assertEquals("application/x-ndjson", answer.headers().firstValue("Content-Type").orElseThrow());
    return TestAppliance.text(answer).lines().toList();
  }

  private static HttpResponse<byte[]> send(String lines) throws Exception {
    return appliance.post(
        "game-server", "/v1/outcomes:batch", lines.getBytes(StandardCharsets.UTF_8));
  }
}
