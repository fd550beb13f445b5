package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.astragal.outcome.Event;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: what a laboratory found is sealed word for word, with the name of who said it. */
final class LabReportsHttpTest {
  private static final String REPORT = "sha256:" + "1a".repeat(32);
  private static final String PROGRAM = "sha256:" + "2b".repeat(32);
  private static final String DATA = "sha256:" + "3c".repeat(32);
  private static final String BODY =
      """
      {"program":"%s","report":"%s","source":{"bits":"100000000","sha256":"%s","stage":"drbg"},\
      "suites":["sp800-22","diehard"],"verdict":"PASS"}\
      """
          .formatted(PROGRAM, REPORT, DATA);

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
  void summaryIsARecordThatAnybodyVerifiesAndLabsRecall() throws Exception {
    var answer = appliance.post("lab", "/v1/lab/reports", bytes(BODY));
    assertEquals(201, answer.statusCode());
    var policy = Policy.parse(appliance.policy());
    var accepted =
        assertInstanceOf(Verdict.Accepted.class, new OutcomeVerifier(policy).verify(answer.body()));
    OutcomeRecord record = accepted.record();
    Event sealed = assertInstanceOf(Event.class, record.body());
    assertEquals("lab.report", sealed.type());
    Json.Obj event = sealed.event();
    assertEquals(REPORT, event.string("report"));
    assertEquals(PROGRAM, event.string("program"));
    assertEquals("PASS", event.string("verdict"));
    assertEquals(
        Json.Obj.of(
            Map.of(
                "bits", new Json.Str("100000000"),
                "sha256", new Json.Str(DATA),
                "stage", new Json.Str("drbg"))),
        event.obj("source"));
    assertEquals(2, event.arr("suites").size());
    assertEquals("op-1", event.obj("by").string("operator"));
    assertEquals("O=op-1,OU=lab,CN=client", event.obj("by").string("name"));
    assertArrayEquals(answer.body(), appliance.get("lab", "/v1/outcomes/" + record.seq()).body());
  }

  @ParameterizedTest
  @CsvSource({
    "'\"verdict\":\"PASS\"', '\"verdict\":\"pass\"'",
    "'\"verdict\":\"PASS\"', '\"verdict\":\"PASS\",\"more\":\"1\"'",
    "'\"bits\":\"100000000\"', '\"bits\":\"0\"'",
    "'\"bits\":\"100000000\"', '\"bits\":\"-1\"'",
    "'\"bits\":\"100000000\"', '\"bits\":100000000'",
    "'\"stage\":\"drbg\"', '\"stage\":\"play\"'",
    "'[\"sp800-22\",\"diehard\"]', '[]'",
    "'[\"sp800-22\",\"diehard\"]', '[\"SP 800-22\"]'",
    "'[\"sp800-22\",\"diehard\"]', '[1]'",
    "'sha256:1a', 'sha256:1A'",
    "'sha256:1a', 'sha1:1a'"
  })
  void anythingElseIsRefused(String part, String wrong) throws Exception {
    var answer = appliance.post("lab", "/v1/lab/reports", bytes(BODY.replace(part, wrong)));
    assertEquals(400, answer.statusCode());
    assertEquals("malformed-request", TestAppliance.problem(answer));
  }

  @Test
  void bodyAboveTheLimitIsRefused() throws Exception {
    var answer =
        appliance.post("lab", "/v1/lab/reports", bytes(BODY + " ".repeat(4_097 - BODY.length())));
    assertEquals(413, answer.statusCode());
    assertEquals("body-too-large", TestAppliance.problem(answer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"appliance", "auditor", "game-server", "ledger", "monitoring", "security-officer"})
  void onlyLaboratoriesReport(String role) throws Exception {
    var answer = appliance.post(role, "/v1/lab/reports", bytes(BODY));
    assertEquals(403, answer.statusCode());
    assertEquals("forbidden-role", TestAppliance.problem(answer));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
