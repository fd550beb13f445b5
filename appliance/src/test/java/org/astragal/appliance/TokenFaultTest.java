package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: whatever the token says, a caller gets a sealed outcome, or 503 with Retry-After and the
 * very outcome when it asks again; and a generator in alarm draws nothing until an officer and the
 * tests of a start let it.
 */
@Timeout(120)
final class TokenFaultTest {
  private static final String FOR_EVER = " 0 1000000 0 before\n";

  /** What the token does until the fault is taken away. */
  enum Fault {
    SESSIONS_CLOSED("C_SignInit 0xb3" + FOR_EVER),
    LOGGED_OUT("C_SignInit 0x101" + FOR_EVER),
    SIGNATURE_LOST("C_Sign 0x30" + FOR_EVER + "C_SignFinal 0x30" + FOR_EVER),
    OPERATION_ACTIVE("C_SignInit 0x90" + FOR_EVER),
    DEVICE_REMOVED("C_SignInit 0x32" + FOR_EVER),
    NOT_INITIALISED("C_SignInit 0x190" + FOR_EVER),
    ABSENT(
        "C_SignInit 0x32"
            + FOR_EVER
            + "C_GenerateRandom 0x32"
            + FOR_EVER
            + "C_GetTokenInfo 0xe0"
            + FOR_EVER),
    HANG("C_Sign 0 0 1 3000 before\nC_SignFinal 0 0 1 3000 before\n");

    private final String script;

    Fault(String script) {
      this.script = script;
    }
  }

  @TempDir static Path folder;
  private static FaultyToken token;
  private static TestAppliance appliance;

  @BeforeAll
  static void start() throws Exception {
    token = new FaultyToken(folder);
    String yaml =
        token
            .in(TestSite.get().yaml(folder.resolve("log")))
            .replace("callTimeout: 10s", "callTimeout: 1s")
            .replace("answerTimeout: 10s", "answerTimeout: 500ms");
    appliance = TestAppliance.start(folder, yaml, true);
  }

  @AfterAll
  static void stop() throws Exception {
    appliance.close();
  }

  @BeforeEach
  void tokenWorks() throws Exception {
    token.works();
    settled("warm-" + System.nanoTime());
  }

  @ParameterizedTest
  @EnumSource
  void callerGets503WithRetryAfterAndThenTheOneOutcome(Fault fault) throws Exception {
    token.script(fault.script);
    String key = "k-" + fault;
    var answers = new ArrayList<HttpResponse<byte[]>>();
    do {
      answers.add(ask(key));
    } while (answers.getLast().statusCode() != 503);
    token.works();
    byte[] outcome = settled(key);
    for (HttpResponse<byte[]> answer : answers) {
      if (answer.statusCode() == 503) {
        assertEquals("unavailable", TestAppliance.problem(answer));
        assertTrue(answer.headers().firstValue("Retry-After").isPresent());
      } else {
        assertArrayEquals(outcome, answer.body());
      }
    }
    assertArrayEquals(outcome, settled(key), "one outcome, however often it is asked for");
    var verdict = new OutcomeVerifier(Policy.parse(appliance.policy())).verify(outcome);
    assertInstanceOf(Verdict.Accepted.class, verdict);
  }

  @Test
  void alarmRefusesEveryRoundUntilTheTestsOfAStartPassAtAnOfficersWord() throws Exception {
    token.script("C_GenerateRandom 0 0 1000000 0 zeros\n");
    assertRefused(act("security-officer", "self-test"), "ALARM");
    assertRefused(ask("k-alarm"), "");
    assertRefused(act("security-officer", "resume"), "ALARM");
    token.works();
    assertRefused(ask("k-alarm"), "");
    assertRefused(act("lab", "self-test"), "ALARM");
    assertEquals(403, act("lab", "resume").statusCode());
    assertState(act("security-officer", "resume"));
    settled("k-alarm");
    assertState(act("lab", "self-test"));
    assertState(act("security-officer", "resume"));
    assertRecords();
  }

  /** The alarm, both words of the officer and the return are in the log; the last word was none. */
  private static void assertRecords() throws Exception {
    var types = new ArrayList<String>();
    for (int seq = 0; ; seq++) {
      var answer = appliance.get("auditor", "/v1/outcomes/" + seq);
      if (answer.statusCode() == 404) {
        break;
      }
      String text = TestAppliance.text(answer);
      for (String type : List.of("rng.state", "rng.resume")) {
        if (text.contains("\"type\":\"" + type + "\"")) {
          types.add(
              type
                  + (text.contains("\"state\":\"OK\"") ? " OK" : "")
                  + (text.contains("\"state\":\"ALARM\"") ? " ALARM" : ""));
          assertTrue(type.equals("rng.state") || text.contains("OU=security-officer"), text);
          assertTrue(!types.getLast().equals("rng.state ALARM") || text.contains("sha256:"), text);
        }
      }
    }
    assertEquals(
        List.of("rng.state ALARM", "rng.resume ALARM", "rng.state OK", "rng.resume OK"), types);
  }

  private static void assertRefused(HttpResponse<byte[]> answer, String word) throws Exception {
    assertEquals("not-ready", TestAppliance.problem(answer));
    assertEquals(503, answer.statusCode());
    assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    assertTrue(TestAppliance.text(answer).contains(word), TestAppliance.text(answer));
  }

  private static void assertState(HttpResponse<byte[]> answer) throws Exception {
    assertEquals(200, answer.statusCode(), TestAppliance.text(answer));
    assertEquals("OK", TestAppliance.json(answer).string("state"));
  }

  private static HttpResponse<byte[]> act(String role, String what) throws Exception {
    return appliance.post(role, "/v1/admin/rng/" + what, new byte[0]);
  }

  private static HttpResponse<byte[]> ask(String key) throws Exception {
    return appliance.play(key, TestAppliance.roulette("r-" + key));
  }

  /** Asks as a caller does that is told to try again; the class's timeout ends it. */
  private static byte[] settled(String key) throws Exception {
    while (true) {
      var answer = ask(key);
      if (answer.statusCode() / 100 == 2) {
        return answer.body();
      }
      assertEquals(503, answer.statusCode(), TestAppliance.text(answer));
      assertTrue(answer.headers().firstValue("Retry-After").isPresent());
      Thread.sleep(20);
    }
  }
}
