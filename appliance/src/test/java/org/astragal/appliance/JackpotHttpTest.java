package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.astragal.outcome.Event;
import org.astragal.outcome.JackpotEvent;
import org.astragal.outcome.JackpotEvent.Checked;
import org.astragal.outcome.JackpotEvent.Closed;
import org.astragal.outcome.JackpotEvent.Committed;
import org.astragal.outcome.JackpotEvent.Drawn;
import org.astragal.outcome.JackpotTrail;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.ThresholdOpening;
import org.astragal.outcome.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a ledger learns whether its level has reached the threshold, once for each value, and
 * nothing else; what is told can be held against what was committed to, also after a restart.
 */
final class JackpotHttpTest {
  private static final long MICRO = JackpotEvent.MICRO;
  private static final String HASH = "sha256:" + "1a".repeat(32);

  @TempDir Path folder;
  private String yaml;
  private final List<byte[]> said = new ArrayList<>();

  @BeforeEach
  void configure() {
    yaml =
        TestSite.get()
            .yaml(folder.resolve("log"))
            .replace("ledgers: []", "thresholds: { key: http-test, create: true }\nledgers: []");
  }

  private TestAppliance start() throws Exception {
    return TestAppliance.start(folder, yaml, true);
  }

  private static HttpResponse<byte[]> ask(
      TestAppliance appliance, String operator, String call, String body) throws Exception {
    return TestSite.get()
        .client("ledger", operator)
        .send(
            HttpRequest.newBuilder(URI.create(appliance.url() + "/v1/jackpots/" + call))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  private JackpotEvent told(HttpResponse<byte[]> answer, int status) throws Exception {
    assertEquals(status, answer.statusCode(), TestAppliance.text(answer));
    said.add(answer.body());
    return event(answer.body());
  }

  private static JackpotEvent event(byte[] sealed) throws Exception {
    OutcomeRecord record =
        OutcomeRecord.parse(org.astragal.outcome.SealedOutcome.parse(sealed).record());
    return JackpotEvent.of((Event) record.body()).orElseThrow();
  }

  private static String threshold(long cycle, long openMicro, long toMinor) {
    return """
    {"pool":"p","level":"MUST","cycle":"%d","openMicro":"%d","toMinor":"%d"}\
    """
        .formatted(cycle, openMicro, toMinor);
  }

  private static String check(long cycle, long before, long after, long posting) {
    return """
    {"pool":"p","level":"MUST","cycle":"%d","before":"%d","after":"%d","posting":"%d"}\
    """
        .formatted(cycle, before, after, posting);
  }

  private static String draws(long cycle, long after, long last, String stakes) {
    return """
    {"pool":"p","level":"MYST","cycle":"%d","oneInMinor":"1000","after":"%d","last":"%d",\
    "contributions":"%s","stakes":%s}\
    """
        .formatted(cycle, after, last, HASH, stakes);
  }

  private static void refused(HttpResponse<byte[]> answer, String why) throws Exception {
    assertEquals("jackpot-state", TestAppliance.problem(answer));
    assertTrue(TestAppliance.text(answer).contains(why), TestAppliance.text(answer));
  }

  @Test
  void aCycleOverARestartIsDecidedOnceAndProvenAtItsEnd() throws Exception {
    String policy;
    ThresholdOpening opening;
    long before = 1_000 * MICRO + 7;
    long posting = 1;
    byte[] last;
    try (TestAppliance appliance = start()) {
      var first = ask(appliance, "op-1", "thresholds", threshold(1, before, 5_000));
      var committed = assertInstanceOf(Committed.class, told(first, 201));
      assertEquals("op-1", committed.place().ledger());
      assertEquals("ref.mystery.must-hit-by", committed.logic().id());
      var again = ask(appliance, "op-1", "thresholds", threshold(1, before, 5_000));
      assertEquals(200, again.statusCode());
      assertArrayEquals(first.body(), again.body());
      // Just above what the cycle began with: a miss, but for one draw in 4,000.
      var miss = ask(appliance, "op-1", "checks", check(1, before, before + 1, posting));
      assertTrue(
          assertInstanceOf(Checked.class, told(miss, 201)).opened().isEmpty()
              || committed.toMinor() == 1_001);
      last = miss.body();
    }
    List<byte[]> disk = disk();
    try (TestAppliance appliance = start()) {
      policy = appliance.policy();
      var again = ask(appliance, "op-1", "checks", check(1, before, before + 1, posting));
      assertEquals(200, again.statusCode(), TestAppliance.text(again));
      assertArrayEquals(last, again.body());
      before++;
      posting++;
      Checked checked;
      do {
        long after = Math.min(before + 500 * MICRO, 5_000 * MICRO);
        checked =
            assertInstanceOf(
                Checked.class,
                told(ask(appliance, "op-1", "checks", check(1, before, after, posting)), 201));
        before = after;
        posting++;
      } while (checked.opened().isEmpty());
      opening = checked.opened().get();
      refused(ask(appliance, "op-1", "checks", check(1, before, before, posting)), "no threshold");
      told(ask(appliance, "op-1", "thresholds", threshold(2, 0, 5_000)), 201);
    }
    requireProven(policy);
    byte[] nonce = HexFormat.of().parseHex(opening.nonce());
    for (byte[] file : disk) {
      assertFalse(contains(file, nonce), "the disk held the nonce before it was told");
      assertFalse(contains(file, opening.nonce().getBytes(StandardCharsets.US_ASCII)));
    }
  }

  /** Every answer verifies, and the trail finds nothing wrong with them together. */
  private void requireProven(String policy) throws Exception {
    var verifier = new OutcomeVerifier(Policy.parse(policy));
    var trail = new JackpotTrail();
    for (byte[] sealed : said) {
      var accepted = assertInstanceOf(Verdict.Accepted.class, verifier.verify(sealed));
      assertInstanceOf(JackpotTrail.Finding.Follows.class, trail.follow(accepted.record()));
    }
  }

  private List<byte[]> disk() throws IOException {
    var files = new ArrayList<byte[]>();
    try (Stream<Path> walk = Files.walk(folder.resolve("log"))) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.add(Files.readAllBytes(file));
      }
    }
    assertFalse(files.isEmpty());
    return files;
  }

  private static boolean contains(byte[] all, byte[] part) {
    for (int i = 0; i + part.length <= all.length; i++) {
      if (java.util.Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void nobodyFindsAThresholdByTrying() throws Exception {
    try (TestAppliance appliance = start()) {
      refused(ask(appliance, "op-1", "checks", check(1, 0, 5, 1)), "no threshold");
      // A range in which the first values are misses for certain: nothing is at or below its begin.
      told(ask(appliance, "op-1", "thresholds", threshold(1, 900 * MICRO, 5_000)), 201);
      var miss = ask(appliance, "op-1", "checks", check(1, 900 * MICRO, 901 * MICRO - 1, 10));
      assertTrue(assertInstanceOf(Checked.class, told(miss, 201)).opened().isEmpty());
      long at = 901 * MICRO - 1;
      refused(ask(appliance, "op-1", "checks", check(1, at - 1, 5_000 * MICRO, 11)), "for " + at);
      refused(ask(appliance, "op-1", "checks", check(1, at, at - 1, 11)), "never shrinks");
      refused(ask(appliance, "op-1", "checks", check(1, at, 5_000 * MICRO, 10)), "Posting 10");
      refused(ask(appliance, "op-1", "checks", check(1, at, 5_000 * MICRO + 1, 11)), "never holds");
      refused(ask(appliance, "op-1", "checks", check(2, at, 5_000 * MICRO, 11)), "no threshold");
      refused(ask(appliance, "op-1", "thresholds", threshold(2, at, 5_000)), "not told yet");
      refused(ask(appliance, "op-1", "thresholds", threshold(1, at, 5_001)), "not told yet");
      refused(ask(appliance, "op-2", "checks", check(1, at, 5_000 * MICRO, 11)), "another ledger");
      refused(
          ask(appliance, "op-2", "closings", "{\"pool\":\"p\",\"level\":\"MUST\",\"cycle\":\"1\"}"),
          "another ledger");
      // What was refused has changed nothing.
      var same = ask(appliance, "op-1", "checks", check(1, 900 * MICRO, at, 10));
      assertArrayEquals(miss.body(), same.body());
      var closing =
          ask(appliance, "op-1", "closings", "{\"pool\":\"p\",\"level\":\"MUST\",\"cycle\":\"1\"}");
      assertInstanceOf(Closed.class, told(closing, 201));
      refused(ask(appliance, "op-1", "thresholds", threshold(1, 0, 5_000)), "was decided");
      requireProven(appliance.policy());
    }
  }

  @Test
  void numbersAreDrawnOnceForEachContribution() throws Exception {
    try (TestAppliance appliance = start()) {
      String asked = draws(1, 4, 9, "[[\"5\",\"1000\"],[\"9\",\"0\"]]");
      var first = ask(appliance, "op-1", "draws", asked);
      var drawn = assertInstanceOf(Drawn.class, told(first, 201));
      assertTrue(drawn.draws().getFirst().isHit());
      assertFalse(drawn.draws().getLast().isHit());
      assertEquals(HASH, drawn.contributions().toString());
      assertArrayEquals(first.body(), ask(appliance, "op-1", "draws", asked).body());
      refused(ask(appliance, "op-1", "draws", draws(1, 4, 9, "[[\"5\",\"999\"]]")), "Posting 9");
      refused(ask(appliance, "op-1", "draws", draws(2, 8, 10, "[[\"9\",\"1\"]]")), "Posting 9");
      told(ask(appliance, "op-1", "draws", draws(2, 9, 10, "[[\"10\",\"1\"]]")), 201);
      refused(ask(appliance, "op-1", "draws", draws(1, 10, 11, "[[\"11\",\"1\"]]")), "Cycle 2");
      requireProven(appliance.policy());
    }
  }

  @Test
  void anotherRoleAndAnythingElseIsRefused() throws Exception {
    try (TestAppliance appliance = start()) {
      for (String role : List.of("game-server", "appliance", "auditor", "jackpot-supervisor")) {
        var answer =
            appliance.post(
                role,
                "/v1/jackpots/thresholds",
                threshold(1, 0, 5).getBytes(StandardCharsets.UTF_8));
        assertEquals("forbidden-role", TestAppliance.problem(answer));
      }
      for (String body :
          List.of(
              threshold(0, 0, 5),
              threshold(1, 5 * MICRO, 5),
              threshold(1, 0, Long.MAX_VALUE),
              threshold(1, 0, 5).replace("\"p\"", "\"p q\""),
              threshold(1, 0, 5).replace("}", ",\"more\":\"1\"}"),
              "[]")) {
        assertEquals(
            "malformed-request",
            TestAppliance.problem(ask(appliance, "op-1", "thresholds", body)),
            body);
      }
      for (String stakes :
          List.of("[]", "[[\"4\",\"1\"]]", "[[\"6\",\"1\"],[\"5\",\"1\"]]", "[[\"10\",\"1\"]]")) {
        assertEquals(
            "malformed-request",
            TestAppliance.problem(ask(appliance, "op-1", "draws", draws(1, 4, 9, stakes))),
            stakes);
      }
    }
  }

  @Test
  void withoutItsKeyAnApplianceHoldsNoThresholdAndLosesNone() throws Exception {
    String without = TestSite.get().yaml(folder.resolve("log"));
    try (TestAppliance appliance = TestAppliance.start(folder, without, true)) {
      assertEquals(
          "not-ready",
          TestAppliance.problem(ask(appliance, "op-1", "thresholds", threshold(1, 0, 5))));
    }
    try (TestAppliance appliance = start()) {
      told(ask(appliance, "op-1", "thresholds", threshold(1, 0, 5)), 201);
    }
    var gone =
        assertThrows(
            StartException.class, () -> TestAppliance.start(folder, without, true).close());
    assertTrue(String.valueOf(gone.getMessage()).contains("no section thresholds"));
    var other = yaml.replace("key: http-test", "key: another-one");
    var wrong =
        assertThrows(StartException.class, () -> TestAppliance.start(folder, other, true).close());
    assertTrue(String.valueOf(wrong.getMessage()).contains("no secret key"), wrong.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"key: ''", "key: 'a b'"})
  void aLabelThatCannotBeIsRefused(String key) {
    assertThrows(
        org.astragal.service.ConfigException.class,
        () -> TestAppliance.start(folder, yaml.replace("key: http-test", key), true).close());
  }
}
