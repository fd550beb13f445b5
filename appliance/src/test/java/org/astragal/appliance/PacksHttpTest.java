package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.astragal.outcome.Event;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.SealedOutcome;
import org.astragal.packs.PackManifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a pack comes in and goes while play goes on, by the word of two officers; whatever is not a
 * pack is refused with its reason, on record, and harms nobody.
 */
final class PacksHttpTest {
  private static final String PACKS = "/v1/admin/packs";

  @TempDir Path folder;

  @Test
  void aNewVersionGoesLiveAndTheOldOneRetiresUnderLoadWithoutOneFailedRound() throws Exception {
    byte[] newer = TestPacks.pack(TestPacks.version("1.1.0"));
    var refused = new ConcurrentLinkedQueue<String>();
    var sealed = new ConcurrentLinkedQueue<byte[]>();
    var stop = new AtomicBoolean();
    String old;
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      var players = new ArrayList<Thread>();
      for (int i = 0; i < 4; i++) {
        String player = "p" + i;
        players.add(
            Thread.ofVirtual().start(() -> playUntil(stop, appliance, player, refused, sealed)));
      }
      old = logics(appliance).getFirst();
      awaitRounds(sealed, 20);
      assertEquals(202, send(appliance, 1, PACKS, newer).statusCode());
      // The same officer twice is one officer.
      assertEquals(202, send(appliance, 1, PACKS, newer).statusCode());
      assertEquals(List.of("1.0.0"), versions(appliance));
      HttpResponse<byte[]> installed = send(appliance, 2, PACKS, newer);
      assertEquals(200, installed.statusCode(), TestAppliance.text(installed));
      Event event = event(installed.body());
      assertEquals("program.pack.installed", event.type());
      assertEquals("officers", event.event().string("by"));
      assertEquals(2, event.event().arr("approvals").size());
      assertEquals(List.of("1.0.0", "1.1.0"), versions(appliance));
      awaitRounds(sealed, 20);
      assertEquals("1.1.0", version(play(appliance, "newest", "")));
      assertEquals("1.0.0", version(play(appliance, "older", ",\"version\":\"1.0.0\"")));
      retire(appliance, old);
      assertEquals(List.of("1.1.0"), versions(appliance));
      awaitRounds(sealed, 20);
      assertEquals(
          "wrong-version",
          TestAppliance.problem(play(appliance, "retired", ",\"version\":\"1.0.0\"")));
      stop.set(true);
      for (Thread player : players) {
        player.join();
      }
      assertEquals(List.of(), List.copyOf(refused));
      replaySome(appliance, sealed);
    }
    // The log, not the configuration, says after a restart what is live.
    try (TestAppliance again = TestAppliance.start(folder)) {
      assertEquals(List.of("1.1.0"), versions(again));
      assertEquals("1.1.0", version(play(again, "after", "")));
      assertEquals(Set.of("RETIRED"), states(again, old));
      replaySome(again, sealed);
    }
  }

  @Test
  void whatIsNoPackIsRefusedWithItsReasonOnRecordAndTheGamesGoOn() throws Exception {
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      byte[] changed = Files.readAllBytes(TestSite.get().folder.resolve("reference.jar"));
      changed[changed.length / 2] ^= 4;
      byte[] unsigned = TestPacks.jar(TestPacks.CLASSES);
      var refused = new ArrayList<Map.Entry<byte[], String>>();
      refused.add(Map.entry(changed, "signature-broken"));
      refused.add(Map.entry(unsigned, "unsigned"));
      refused.add(Map.entry(new byte[] {1, 2, 3}, "unreadable"));
      refused.add(Map.entry(new byte[0], "unreadable"));
      // A program with another version of the interface made it, and a laboratory approved it.
      refused.add(
          Map.entry(
              TestPacks.pack(
                  TestPacks.version("1.1.0"),
                  m ->
                      new PackManifest(
                          m.module(),
                          Hash.sha256(new byte[1]),
                          m.logic(),
                          m.games(),
                          m.thresholds())),
              "other-api"));
      // What it is approved for is another pack.
      refused.add(
          Map.entry(
              TestPacks.pack(
                  TestPacks.version("1.1.0"),
                  m ->
                      new PackManifest(
                          m.module(),
                          m.api(),
                          Hash.sha256(new byte[1]),
                          m.games(),
                          m.thresholds())),
              "not-approved"));
      for (Map.Entry<byte[], String> bad : refused) {
        HttpResponse<byte[]> answer = send(appliance, 1, PACKS, bad.getKey());
        assertEquals("pack-refused", TestAppliance.problem(answer));
        String reason = TestAppliance.json(answer).string("reason");
        assertEquals(bad.getValue(), reason, TestAppliance.text(answer));
        Event event = newest(appliance);
        assertEquals("program.pack.refused", event.type());
        assertEquals(reason, event.event().string("reason"));
        assertEquals("installation", event.event().string("when"));
      }
      assertEquals(201, play(appliance, "on", "").statusCode());
      assertEquals(List.of("1.0.0"), versions(appliance));
      HttpResponse<byte[]> other = appliance.post("auditor", PACKS, unsigned);
      assertEquals("forbidden-role", TestAppliance.problem(other));
    }
  }

  @Test
  void whatMakesNoSenseIsRefusedAndChangesNothing() throws Exception {
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      byte[] same = Files.readAllBytes(TestSite.get().folder.resolve("reference.jar"));
      assertEquals("pack-state", TestAppliance.problem(send(appliance, 1, PACKS, same)));
      String logic = logics(appliance).getFirst();
      String retire = PACKS + "/" + logic + "/retire";
      assertEquals(
          "invalid-parameter",
          TestAppliance.problem(
              send(appliance, 1, PACKS + "/none/retire", "{}".getBytes(StandardCharsets.UTF_8))));
      String unknown = PACKS + "/sha256:" + "0".repeat(64) + "/retire";
      byte[] why = "{\"reason\":\"drill\"}".getBytes(StandardCharsets.UTF_8);
      assertEquals("not-found", TestAppliance.problem(send(appliance, 1, unknown, why)));
      byte[] nobody =
          "{\"game\":\"no.game\",\"reason\":\"drill\"}".getBytes(StandardCharsets.UTF_8);
      assertEquals("pack-state", TestAppliance.problem(send(appliance, 1, retire, nobody)));
      assertEquals(
          "malformed-request",
          TestAppliance.problem(send(appliance, 1, retire, "{}".getBytes(StandardCharsets.UTF_8))));
      // One game of the pack retires alone.
      byte[] roulette =
          "{\"game\":\"ref.roulette.eu\",\"reason\":\"drill\"}".getBytes(StandardCharsets.UTF_8);
      assertEquals(202, send(appliance, 1, retire, roulette).statusCode());
      assertEquals(200, send(appliance, 2, retire, roulette).statusCode());
      assertEquals("unknown-game", TestAppliance.problem(play(appliance, "gone", "")));
      String wheel = TestAppliance.body("ref.wheel.54", "w", "REAL", "{\"spot\":\"FLIP\"}", "100");
      assertEquals(201, appliance.play("w", wheel).statusCode());
    }
  }

  @Test
  void aPackThatWasChangedInTheArchiveIsRefusedAtTheStartAndTheOthersRun() throws Exception {
    byte[] newer = TestPacks.pack(TestPacks.version("1.1.0"));
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      send(appliance, 1, PACKS, newer);
      assertEquals(200, send(appliance, 2, PACKS, newer).statusCode());
    }
    String oldest;
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      oldest = logics(appliance).getFirst();
    }
    Path logic = folder.resolve("log-packs").resolve(oldest.replace("sha256:", ""));
    try (Stream<Path> files = Files.list(logic)) {
      for (Path file : files.filter(f -> !f.endsWith("games-api.jar")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 3] ^= 1;
        Files.delete(file);
        Files.write(file, bytes);
      }
    }
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      assertEquals(List.of("1.1.0"), versions(appliance));
      assertEquals(Set.of("REFUSED"), states(appliance, oldest));
      Event refused = events(appliance, "program.pack.refused").getLast();
      assertEquals("start", refused.event().string("when"));
      assertEquals("not-archived", refused.event().string("reason"));
      assertEquals(201, play(appliance, "on", "").statusCode());
      // The officers bring the genuine pack again.
      byte[] genuine = Files.readAllBytes(TestSite.get().folder.resolve("reference.jar"));
      send(appliance, 1, PACKS, genuine);
      assertEquals(200, send(appliance, 2, PACKS, genuine).statusCode());
      assertEquals(Set.of("LIVE"), states(appliance, oldest));
    }
  }

  @Test
  void aLogDoesNotBeginWithAPackThatIsRefused() throws Exception {
    Path bad = folder.resolve("bad.jar");
    Files.write(bad, TestPacks.jar(TestPacks.CLASSES));
    String yaml =
        TestSite.get()
            .yaml(folder.resolve("log"))
            .replace(TestSite.get().folder + "/reference.jar", bad.toString());
    StartException refusal =
        assertThrows(StartException.class, () -> TestAppliance.start(folder, yaml, true));
    assertEquals(StartException.Fault.GAMES, refusal.fault());
    assertTrue(refusal.getMessage().contains("unsigned"), refusal.getMessage());
  }

  private static void playUntil(
      AtomicBoolean stop,
      TestAppliance appliance,
      String player,
      ConcurrentLinkedQueue<String> refused,
      ConcurrentLinkedQueue<byte[]> sealed) {
    for (int i = 0; !stop.get(); i++) {
      try {
        HttpResponse<byte[]> response =
            appliance.play(player + "-" + i, TestAppliance.roulette(player + "-" + i));
        if (response.statusCode() == 201) {
          sealed.add(response.body());
        } else {
          refused.add(TestAppliance.text(response));
        }
      } catch (Exception e) {
        refused.add(e.toString());
      }
    }
  }

  private static void awaitRounds(ConcurrentLinkedQueue<byte[]> sealed, int more)
      throws InterruptedException {
    int goal = sealed.size() + more;
    while (sealed.size() < goal) {
      Thread.sleep(5);
    }
  }

  private static void replaySome(TestAppliance appliance, Collection<byte[]> sealed)
      throws Exception {
    // Some of each phase: a replay costs a call.
    List<byte[]> all = List.copyOf(sealed);
    for (int i = 0; i < all.size(); i += 1 + all.size() / 20) {
      byte[] outcome = all.get(i);
      Json.Obj verdict =
          TestAppliance.json(appliance.post("lab", "/v1/verify?replay=true", outcome));
      assertEquals("true", verdict.obj("replay").string("verdict"), verdict.toString());
    }
  }

  private static void retire(TestAppliance appliance, String logic) throws Exception {
    byte[] why = "{\"reason\":\"superseded\"}".getBytes(StandardCharsets.UTF_8);
    String path = PACKS + "/" + logic + "/retire";
    assertEquals(202, send(appliance, 2, path, why).statusCode());
    HttpResponse<byte[]> retired = send(appliance, 1, path, why);
    assertEquals(200, retired.statusCode(), TestAppliance.text(retired));
    assertEquals("program.pack.retired", event(retired.body()).type());
  }

  private static HttpResponse<byte[]> play(TestAppliance appliance, String round, String more)
      throws Exception {
    String body = TestAppliance.roulette(round);
    return appliance.play(round, body.substring(0, body.length() - 1) + more + "}");
  }

  private static String version(HttpResponse<byte[]> response) throws Exception {
    return TestAppliance.json(response).obj("outcome").obj("game").string("version");
  }

  private static HttpResponse<byte[]> send(
      TestAppliance appliance, int officer, String path, byte[] body) throws Exception {
    return TestSite.get()
        .client("security-officer", "officer-" + officer)
        .send(
            HttpRequest.newBuilder(URI.create(appliance.url() + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  private static List<String> versions(TestAppliance appliance) throws Exception {
    var versions = new ArrayList<String>();
    for (Json game : TestAppliance.json(appliance.get("lab", "/v1/games")).arr("games")) {
      if (((Json.Obj) game).string("id").equals("ref.roulette.eu")) {
        versions.add(((Json.Obj) game).string("version"));
      }
    }
    return versions;
  }

  private static List<Json> packs(TestAppliance appliance) throws Exception {
    return TestAppliance.json(appliance.get("lab", "/v1/packs")).arr("packs");
  }

  private static List<String> logics(TestAppliance appliance) throws Exception {
    var logics = new ArrayList<String>();
    for (Json pack : packs(appliance)) {
      logics.add(((Json.Obj) pack).string("logic"));
    }
    return logics;
  }

  private static Set<String> states(TestAppliance appliance, String logic) throws Exception {
    var states = new TreeSet<String>();
    for (Json pack : packs(appliance)) {
      if (((Json.Obj) pack).string("logic").equals(logic)) {
        for (Json game : ((Json.Obj) pack).arr("games")) {
          states.add(((Json.Obj) game).string("state"));
        }
      }
    }
    assertFalse(states.isEmpty());
    return states;
  }

  private static Event event(byte[] sealed) throws Exception {
    return (Event) OutcomeRecord.parse(SealedOutcome.parse(sealed).record()).body();
  }

  /** {@return the newest record, once it is sealed} */
  private static Event newest(TestAppliance appliance) throws Exception {
    List<Event> events = events(appliance, "");
    return events.getLast();
  }

  private static List<Event> events(TestAppliance appliance, String type) throws Exception {
    // An event is sealed in the background: one more round behind it says that it is there.
    HttpResponse<byte[]> mark = play(appliance, "mark-" + System.nanoTime(), "");
    long size =
        mark.statusCode() == 201 ? TestAppliance.json(mark).obj("outcome").decimal("seq") : 0;
    var events = new ArrayList<Event>();
    for (long seq = 0; seq < size; seq++) {
      byte[] sealed = appliance.get("auditor", "/v1/outcomes/" + seq).body();
      if (OutcomeRecord.parse(SealedOutcome.parse(sealed).record()).body() instanceof Event event
          && event.type().startsWith(type)) {
        events.add(event);
      }
    }
    return events;
  }
}
