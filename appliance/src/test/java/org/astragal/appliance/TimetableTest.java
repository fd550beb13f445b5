package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.astragal.outcome.Event;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.SealedOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what an appliance does once a day it does once a day: it hashes its program again, and
 * stops when that has changed; it seals where the returns of its games stand; it ends rounds that
 * nobody comes back to.
 */
final class TimetableTest {
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void eachDayTheProgramIsVerifiedAndTheReturnsAreReported() throws Exception {
    var times = new ManualTimetable();
    String yaml = TestSite.get().yaml(folder.resolve("log"));
    try (TestAppliance appliance = TestAppliance.start(folder, yaml, true, times)) {
      for (int i = 0; i < 3; i++) {
        assertEquals(201, appliance.play("r" + i, TestAppliance.roulette("r" + i)).statusCode());
      }
      awaitCounted(appliance, 3);
      times.pass(DAY.minus(MINUTE));
      assertEquals(List.of(), events(appliance, "program.", "game.return."));
      times.pass(MINUTE);
      List<Event> first = events(appliance, "program.", "game.return.");
      assertEquals(
          List.of("program.verified", "game.return.reported"),
          first.stream().map(Event::type).toList());
      assertEquals("period", first.get(0).event().string("cause"));
      assertTrue(first.get(0).event().integer("components") > 5);
      assertEquals("0", first.get(1).event().string("unseen"));
      List<Json> subjects = first.get(1).event().arr("subjects");
      assertEquals(1, subjects.size());
      Json.Obj subject = (Json.Obj) subjects.getFirst();
      assertEquals("ref.roulette.eu", subject.string("game"));
      assertEquals("3", subject.string("rounds"));
      assertEquals("QUIET", subject.string("level"));
      times.pass(DAY);
      assertEquals(4, events(appliance, "program.", "game.return.").size());

      Path file = folder.resolve("appliance.yaml");
      Files.writeString(file, Files.readString(file) + "# a remark\n");
      times.pass(DAY.minus(MINUTE));
      assertEquals(201, appliance.play("on", TestAppliance.roulette("on")).statusCode());
      times.pass(MINUTE);
      assertEquals(
          "not-ready", TestAppliance.problem(appliance.play("off", TestAppliance.roulette("off"))));
    }
    try (TestAppliance appliance = TestAppliance.start(folder, yaml, true)) {
      Event mismatch = events(appliance, "program.mismatch").getFirst();
      assertEquals("period", mismatch.event().string("cause"));
      Json.Obj component = (Json.Obj) mismatch.event().arr("components").getFirst();
      assertEquals("configuration/appliance.yaml", component.string("name"));
    }
  }

  @Test
  void onlyRoundsWhoseTimeHasComeAreEnded() throws Exception {
    var times = new ManualTimetable();
    Path pack = folder.resolve("doors.jar");
    Files.write(pack, TestPacks.pack(TestPacks.compiled("Doors", source -> source)));
    String yaml =
        TestSite.get()
            .yaml(folder.resolve("log"))
            .replace("reference.jar]", "reference.jar, " + pack + "]");
    try (TestAppliance appliance = TestAppliance.start(folder, yaml, true, times)) {
      open(appliance, "a");
      open(appliance, "b");
      assertEquals("2.0", waiting(appliance));
      times.pass(DAY.minus(MINUTE));
      assertEquals("2.0", waiting(appliance));
      times.pass(MINUTE.multipliedBy(2));
      assertEquals("0.0", waiting(appliance));
      for (String round : List.of("a", "b")) {
        String chain =
            TestAppliance.text(appliance.get("game-server", "/v1/outcomes?round=" + round));
        byte[] last = chain.lines().toList().getLast().getBytes(StandardCharsets.UTF_8);
        assertInstanceOf(
            RoundSettled.class, OutcomeRecord.parse(SealedOutcome.parse(last).record()).body());
      }
    }
  }

  private static void open(TestAppliance appliance, String round) throws Exception {
    HttpResponse<byte[]> answer =
        TestSite.get()
            .client("game-server", "op-1")
            .send(
                HttpRequest.newBuilder(URI.create(appliance.url() + "/v1/rounds"))
                    .header("Idempotency-Key", round)
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            TestAppliance.body("test.doors", round, "REAL", "{}", "100")))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertEquals(201, answer.statusCode(), TestAppliance.text(answer));
  }

  private static String waiting(TestAppliance appliance) throws Exception {
    return metric(appliance, "astragal_rounds_waiting");
  }

  private static String metric(TestAppliance appliance, String name) throws Exception {
    return TestAppliance.text(appliance.get("monitoring", "/metrics"))
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("none");
  }

  /** Rounds are looked at beside play: waits until so many were. */
  private static void awaitCounted(TestAppliance appliance, int rounds) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!metric(appliance, "astragal_return_rounds").equals(rounds + ".0")) {
      assertTrue(System.nanoTime() < end, "the monitor has not seen the rounds");
      Thread.sleep(20);
    }
  }

  /** {@return the events of these kinds, once a round behind them is sealed} */
  private static List<Event> events(TestAppliance appliance, String... prefixes) throws Exception {
    String round = "mark-" + System.nanoTime();
    HttpResponse<byte[]> mark =
        appliance.play(
            round, TestAppliance.body("ref.wheel.54", round, "TEST", "{\"spot\":\"1\"}", "100"));
    long size = TestAppliance.json(mark).obj("outcome").decimal("seq");
    var events = new ArrayList<Event>();
    for (long seq = 0; seq < size; seq++) {
      byte[] sealed = appliance.get("auditor", "/v1/outcomes/" + seq).body();
      if (OutcomeRecord.parse(SealedOutcome.parse(sealed).record()).body() instanceof Event event) {
        for (String prefix : prefixes) {
          if (event.type().startsWith(prefix)
              && !event.type().equals("program.started")
              && !event.type().startsWith("program.pack.")) {
            events.add(event);
          }
        }
      }
    }
    return events;
  }
}
