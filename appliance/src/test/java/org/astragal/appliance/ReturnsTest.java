package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.astragal.outcome.Event;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a pack whose pay table is not what it states, however well signed, is warned of and
 * stopped; the stop lasts until two officers end it. An honest pack is left alone.
 */
final class ReturnsTest {
  private static final int BATCH = 200;
  private static final int MOST = 60;

  @TempDir Path folder;

  @Test
  void aWrongPayTableIsStoppedUntilTwoOfficersResumeIt() throws Exception {
    // It states one segment of three and one of one, and pays two for the second.
    String yaml = yaml("List.of(3, 1, 0, 0)", "List.of(3, 2, 0, 0)");
    String logic = "";
    try (TestAppliance appliance = TestAppliance.start(folder, yaml, true)) {
      int batches = 0;
      while (play(appliance, "w" + batches).isEmpty() && batches < MOST) {
        batches++;
      }
      List<Event> told = events(appliance);
      assertEquals(
          List.of("game.return.warned", "game.return.stopped"),
          told.stream().map(Event::type).toList());
      Json.Obj stop = told.getLast().event();
      System.out.printf(
          "a wrong pay table (125 %% instead of 100 %%): warned after %s rounds, stopped after %s,"
              + " z = %s%n",
          told.getFirst().event().string("rounds"), stop.string("rounds"), stop.string("z"));
      assertEquals("test.wheel", stop.string("game"));
      assertEquals("MT", stop.string("jurisdiction"));
      assertEquals("EUR/2", stop.string("currency"));
      logic = stop.string("logic");
      assertEquals("game-stopped", problem(appliance, "again"));
      assertTrue(
          TestAppliance.text(appliance.get("lab", "/v1/packs")).contains("\"state\":\"STOPPED\""));
      // The others go on.
      assertEquals(201, appliance.play("r", TestAppliance.roulette("r")).statusCode());
      String metrics = TestAppliance.text(appliance.get("monitoring", "/metrics"));
      for (String name : List.of("z", "evidence", "rounds")) {
        assertTrue(
            metrics
                .lines()
                .anyMatch(line ->
                    line.startsWith("astragal_return_" + name)
                        && line.contains("jurisdiction=\"MT\"")),
            metrics);
      }
    }
    try (TestAppliance appliance = TestAppliance.start(folder, yaml, true)) {
      assertEquals("game-stopped", problem(appliance, "after a restart"));
      String resume = "/v1/admin/packs/" + logic + "/resume";
      assertEquals(202, officer(appliance, 1, resume).statusCode());
      assertEquals("game-stopped", problem(appliance, "one officer"));
      assertEquals(200, officer(appliance, 2, resume).statusCode());
      assertEquals("pack-state", TestAppliance.problem(officer(appliance, 1, resume)));
      assertEquals(
          201,
          appliance
              .play("resumed", TestAppliance.body("test.wheel", "resumed", "REAL", "{}", "100"))
              .statusCode());
    }
  }

  @Test
  void anHonestPackIsLeftAlone() throws Exception {
    String yaml = yaml("List.of(3, 1, 0, 0)", "List.of(3, 1, 0, 0)");
    try (TestAppliance appliance = TestAppliance.start(folder, yaml, true)) {
      for (int i = 0; i < 10; i++) {
        assertEquals(List.of(), play(appliance, "h" + i));
      }
      assertEquals(List.of(), events(appliance));
    }
  }

  private String yaml(String stated, String paid) throws Exception {
    Path pack = folder.resolve("wheel.jar");
    Files.write(
        pack, TestPacks.pack(TestPacks.compiled("Wheel", source -> source.replace(stated, paid))));
    return TestSite.get()
        .yaml(folder.resolve("log"))
        .replace("reference.jar]", "reference.jar, " + pack + "]");
  }

  /** Plays a batch; {@return the problems among the answers}. */
  private static List<String> play(TestAppliance appliance, String name) throws Exception {
    var lines = new StringBuilder();
    for (int i = 0; i < BATCH; i++) {
      String id = name + "-" + i;
      String body = TestAppliance.body("test.wheel", id, "REAL", "{}", "100");
      lines.append("{\"id\":\"").append(id).append("\",").append(body.substring(1)).append('\n');
    }
    HttpResponse<byte[]> answer =
        appliance.post(
            "game-server", "/v1/outcomes:batch", lines.toString().getBytes(StandardCharsets.UTF_8));
    assertEquals(200, answer.statusCode());
    return TestAppliance.text(answer).lines().filter(line -> line.contains("problem")).toList();
  }

  private static String problem(TestAppliance appliance, String round) throws Exception {
    String id = round.replace(' ', '-');
    return TestAppliance.problem(
        appliance.play(id, TestAppliance.body("test.wheel", id, "REAL", "{}", "100")));
  }

  private static HttpResponse<byte[]> officer(TestAppliance appliance, int officer, String path)
      throws Exception {
    return TestSite.get()
        .client("security-officer", "officer-" + officer)
        .send(
            HttpRequest.newBuilder(URI.create(appliance.url() + path))
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"game\":\"test.wheel\",\"reason\":\"drill\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  /** {@return the events of returns, once a round behind them is sealed} */
  private static List<Event> events(TestAppliance appliance) throws Exception {
    HttpResponse<byte[]> mark = appliance.play("mark", TestAppliance.roulette("mark"));
    long size = TestAppliance.json(mark).obj("outcome").decimal("seq");
    var events = new ArrayList<Event>();
    for (long bundle = 0; bundle * 256 < size; bundle++) {
      long width = Math.min(256, size - bundle * 256);
      String path = "/log/tile/entries/" + tile(bundle) + (width == 256 ? "" : ".p/" + width);
      HttpResponse<byte[]> answer = appliance.get("auditor", path);
      assertEquals(200, answer.statusCode(), path);
      byte[] entries = answer.body();
      for (int at = 0; at < entries.length; ) {
        int length = ((entries[at] & 0xff) << 8) | (entries[at + 1] & 0xff);
        byte[] record = Arrays.copyOfRange(entries, at + 2, at + 2 + length);
        at += 2 + length;
        RecordBody body = OutcomeRecord.parse(record).body();
        if (body instanceof Event event && event.type().startsWith("game.return")) {
          events.add(event);
        }
      }
    }
    return events;
  }

  private static String tile(long index) {
    return "%03d".formatted(index);
  }
}
