package org.astragal.certification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.astragal.service.ConfigFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Goal: samples of a running appliance are tested and the summary is sealed in its log; an
 * appliance that refuses, is away, or stops half-way gives a clear error, nothing that looks like a
 * report, and no hindrance for the next try.
 */
final class ApplianceTest {
  private static final int BYTES = 10_000;

  @TempDir static Path site;
  @TempDir Path folder;
  private static ApplianceStub appliance;
  private final TinyBattery.Script script = new TinyBattery.Script();

  @BeforeAll
  static void start() throws Exception {
    appliance = new ApplianceStub(site, ApplianceStub::good);
  }

  @AfterAll
  static void stop() {
    appliance.close();
  }

  @BeforeEach
  void answerWell() {
    appliance.answer(ApplianceStub::good);
    appliance.sealed().clear();
  }

  private Bench.Ended run(Path config, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                ("--source appliance --stage drbg --sequences 5 --bits " + 8 * BYTES)
                    .split(" ", -1)));
    args.addAll(List.of("--config", config.toString()));
    args.addAll(List.of("--report", folder.resolve("r").toString()));
    args.addAll(Arrays.asList(more));
    return Bench.run(script.batteries(), args.toArray(String[]::new));
  }

  private void assertNothingLeft(int status, String says, Bench.Ended ended) {
    assertEquals(status, ended.status(), ended.err());
    assertTrue(ended.err().contains(says), ended.err());
    assertFalse(ended.err().contains("\tat "), ended.err());
    assertFalse(ended.out().contains("PASS"), ended.out());
    assertFalse(Files.exists(folder.resolve("r").resolve(ReportJson.NAME)));
    assertFalse(Files.exists(folder.resolve("r").resolve("source.bin")));
    assertEquals(List.of(), appliance.sealed());
  }

  @Test
  void samplesAreTestedAndTheSummaryIsSealedOnce() throws Exception {
    Bench.Ended ended = run(appliance.config());
    assertEquals(0, ended.status(), ended.err());
    Path report = folder.resolve("r");
    JsonNode document = Bench.report(report);
    assertEquals("appliance", document.at("/source/kind").asString());
    assertEquals("drbg", document.at("/source/stage").asString());
    assertEquals(BYTES, document.at("/source/bytes").asInt());

    assertEquals(1, appliance.sealed().size());
    JsonNode summary = Json.MAPPER.readTree(appliance.sealed().getFirst());
    assertEquals("PASS", summary.get("verdict").asString());
    assertEquals(
        "sha256:" + Sha256.of(report.resolve(ReportJson.NAME)), summary.get("report").asString());
    assertEquals(
        "sha256:" + document.at("/source/sha256").asString(),
        summary.at("/source/sha256").asString());
    assertTrue(ended.out().contains("sealed as record 7 of example/log"), ended.out());
    assertTrue(Files.readString(report.resolve("sealed-summary.jsonl")).contains("\"receipt\""));

    int asked = appliance.asked();
    assertEquals(0, run(appliance.config()).status());
    assertEquals(asked, appliance.asked(), "the samples are there");
    assertEquals(1, appliance.sealed().size(), "and so is the record");
  }

  @Test
  void applianceThatStopsHalfWayIsNoShorterSample() throws Exception {
    appliance.answer((call, bytes) -> {
      call.sendResponseHeaders(200, bytes);
      call.getResponseBody().write(Bench.good(bytes / 2));
      call.getResponseBody().flush();
      call.close();
    });
    assertNothingLeft(
        3, "the appliance stopped before the 10,000 bytes were complete", run(appliance.config()));
    assertEquals(0, script.computed());
    appliance.answer(ApplianceStub::good);
    assertEquals(0, run(appliance.config()).status());
  }

  @Test
  void applianceThatSaysNothingMoreIsGivenUp() throws Exception {
    var never = new CountDownLatch(1);
    appliance.answer((call, bytes) -> {
      call.sendResponseHeaders(200, bytes);
      call.getResponseBody().write(Bench.good(bytes / 2));
      call.getResponseBody().flush();
      try {
        never.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    });
    ApplianceAccess access = ConfigFile.load(appliance.config(), ApplianceAccess.class);
    try (ApplianceClient client = ApplianceClient.open(access, Duration.ofMillis(300));
        InputStream in = client.samples("stage=drbg&bytes=1000&below=256", 1_000)) {
      assertThrows(IOException.class, () -> in.readNBytes(1_000));
    } finally {
      never.countDown();
    }
  }

  @Test
  void refusalIsTold() throws Exception {
    appliance.answer((call, _) -> ApplianceStub.problem(call, 403, "OU is not lab."));
    assertNothingLeft(3, "refuses with status 403: OU is not lab.", run(appliance.config()));
  }

  @Test
  void busyApplianceIsAskedAgain() throws Exception {
    appliance.answer((call, _) -> {
      appliance.answer(ApplianceStub::good);
      ApplianceStub.problem(call, 503, "one at a time");
    });
    assertEquals(0, run(appliance.config()).status());
  }

  @Test
  void drawsAreNotCutInTwo() throws Exception {
    appliance.answer((call, bytes) -> ApplianceStub.good(call, bytes - 1));
    assertNothingLeft(2, "the appliance does not cut draws in two", run(appliance.config()));
  }

  @Test
  void nobodyThere() throws Exception {
    Path config = folder.resolve("away.yaml");
    Files.writeString(
        config,
        Files.readString(appliance.config()).replaceFirst("127.0.0.1:[0-9]+", "127.0.0.1:1"));
    assertNothingLeft(3, "does not answer", run(config));
  }

  @Test
  void wholeBytesHaveEightBits() throws Exception {
    assertNothingLeft(2, "gives whole bytes", run(appliance.config(), "--symbol-bits", "4"));
  }
}
