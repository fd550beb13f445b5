package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.astragal.outcome.Event;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.SealedOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: an auditor with good copies can tell what runs; a file that changes stops play, and the log
 * says which one.
 */
final class IntegrityTest {
  private static final String NONCE = "00112233445566778899aabbccddeeff";
  private static final String ASK = "/v1/integrity?nonce=" + NONCE;

  @TempDir Path folder;

  @Test
  void theAnswerIsTheHashOfNonceAndBytesOfEachComponentSealed() throws Exception {
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      Event event = event(appliance.get("auditor", ASK));
      assertEquals("program.verified", event.type());
      assertEquals("demand", event.event().string("cause"));
      assertEquals(NONCE, event.event().string("nonce"));
      Map<String, String> answers = byName(event.event().arr("answers"));
      assertEquals(
          answer(folder.resolve("appliance.yaml")), answers.get("configuration/appliance.yaml"));
      assertEquals(
          answer(Path.of(System.getProperty("java.home"), "lib/modules")),
          answers.get("java/lib/modules"));
      assertEquals(answer(TestSite.MODULE), answers.get("token/libsofthsm2.so"));
      assertEquals(1, answers.keySet().stream().filter(name -> name.startsWith("pack/")).count());
      assertTrue(answers.keySet().stream().anyMatch(name -> name.contains("helidon")));
      assertEquals(answers.size(), event.event().integer("components"));
    }
  }

  @Test
  void itIsForAuditorsAndLaboratoriesAndNotTooOften() throws Exception {
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      for (String nonce : List.of("", "00", "zz".repeat(16), "0".repeat(17), "0".repeat(130))) {
        assertEquals(
            "invalid-parameter",
            TestAppliance.problem(appliance.get("lab", "/v1/integrity?nonce=" + nonce)));
      }
      assertEquals("forbidden-role", TestAppliance.problem(appliance.get("game-server", ASK)));
      assertEquals(200, appliance.get("lab", ASK).statusCode());
      HttpResponse<byte[]> again = appliance.get("lab", ASK);
      assertEquals("too-often", TestAppliance.problem(again));
      assertEquals("10", again.headers().firstValue("Retry-After").orElse(""));
    }
  }

  @Test
  void aChangedConfigurationStopsPlayAndTheLogNamesIt() throws Exception {
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      Path file = folder.resolve("appliance.yaml");
      Files.writeString(file, Files.readString(file) + "# a remark\n");
      Event event = event(appliance.get("lab", ASK));
      assertEquals("program.mismatch", event.type());
      assertEquals(List.of("configuration/appliance.yaml"), names(event));
      HttpResponse<byte[]> refused = appliance.play("k", TestAppliance.roulette("k"));
      assertEquals("not-ready", TestAppliance.problem(refused));
      assertTrue(TestAppliance.text(refused).contains("configuration/appliance.yaml"));
      assertEquals(
          "not-ready", TestAppliance.problem(appliance.get("monitoring", "/health/ready")));
      assertTrue(
          TestAppliance.text(appliance.get("monitoring", "/metrics"))
              .lines()
              .anyMatch(line -> line.matches("astragal_program_intact\\{.*} 0\\.0")));
      // What was sealed is still given.
      assertEquals(200, appliance.get("lab", "/v1/outcomes/0").statusCode());
    }
    // A restart goes on with what there is, and says what has changed.
    try (TestAppliance appliance =
        TestAppliance.start(
            folder, TestSite.get().yaml(folder.resolve("log")) + "# another\n", true)) {
      assertEquals(201, appliance.play("k", TestAppliance.roulette("k")).statusCode());
      assertEquals(
          List.of("configuration/appliance.yaml"), names(first(appliance, "program.changed")));
    }
  }

  @Test
  void aPackThatIsChangedInTheArchiveStopsPlay() throws Exception {
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      try (Stream<Path> files = Files.walk(folder.resolve("log-packs"))) {
        Path pack =
            files
                .filter(f -> f.toString().endsWith(".jar") && !f.endsWith("games-api.jar"))
                .findFirst()
                .orElseThrow();
        Files.delete(pack);
      }
      Event event = event(appliance.get("lab", ASK));
      assertEquals("program.mismatch", event.type());
      assertEquals(1, names(event).size());
      assertTrue(names(event).getFirst().startsWith("pack/sha256:"));
      assertEquals(
          "not-ready", TestAppliance.problem(appliance.play("k", TestAppliance.roulette("k"))));
    }
  }

  @Test
  void aProgramThatIsNotTheApprovedOneDoesNotStart() throws Exception {
    String yaml = TestSite.get().yaml(folder.resolve("log"));
    String wrong =
        yaml.replace("every: 24h", "every: 24h, program: 'sha256:" + "0".repeat(64) + "'");
    StartException refusal =
        assertThrows(StartException.class, () -> TestAppliance.start(folder, wrong, true));
    assertEquals(StartException.Fault.PROGRAM, refusal.fault());
    String right =
        yaml.replace("every: 24h", "every: 24h, program: '" + ProgramFiles.read().hash() + "'");
    TestAppliance.start(folder, right, true).close();
  }

  private static String answer(Path file) throws Exception {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(HexFormat.of().parseHex(NONCE));
    bytes.writeBytes(Files.readAllBytes(file));
    return Hash.sha256(bytes.toByteArray()).toString();
  }

  private static Event event(HttpResponse<byte[]> response) throws Exception {
    assertEquals(200, response.statusCode(), TestAppliance.text(response));
    return event(response.body());
  }

  private static Event event(byte[] sealed) throws Exception {
    return (Event) OutcomeRecord.parse(SealedOutcome.parse(sealed).record()).body();
  }

  private static Map<String, String> byName(List<Json> items) throws Exception {
    var map = new TreeMap<String, String>();
    for (Json item : items) {
      map.put(((Json.Obj) item).string("name"), ((Json.Obj) item).string("sha256"));
    }
    return map;
  }

  private static List<String> names(Event event) throws Exception {
    var names = new ArrayList<String>();
    for (Json item : event.event().arr("components")) {
      names.add(((Json.Obj) item).string("name"));
    }
    return names;
  }

  private static Event first(TestAppliance appliance, String type) throws Exception {
    for (int seq = 1; ; seq++) {
      HttpResponse<byte[]> response = appliance.get("lab", "/v1/outcomes/" + seq);
      assertEquals(200, response.statusCode(), "no event " + type);
      String text = new String(response.body(), StandardCharsets.UTF_8);
      if (text.contains("\"type\":\"" + type + "\"")) {
        return event(response.body());
      }
    }
  }
}
