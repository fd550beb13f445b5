package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.Policy;
import org.astragal.outcome.VerifierKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: games, keys, policy, verdicts, health and metrics say what is so. */
final class CatalogueHttpTest {
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
  void gamesAreListedWithTheirExactReturns() throws Exception {
    List<Json> games = TestAppliance.json(appliance.get("lab", "/v1/games")).arr("games");
    assertEquals(14, games.stream().filter(game -> id(game).startsWith("ref.")).count());
    Json.Obj roulette = TestAppliance.json(appliance.get("lab", "/v1/games/ref.roulette.eu"));
    assertTrue(games.contains(roulette));
    assertTrue(roulette.string("logic").startsWith("sha256:"));
    for (Json bet : roulette.arr("returns")) {
      assertEquals("36", ((Json.Obj) bet).string("numerator"));
      assertEquals("37", ((Json.Obj) bet).string("denominator"));
    }
    Json.Obj straight = (Json.Obj) roulette.arr("returns").getFirst();
    assertEquals("1/37", straight.string("hitFrequency"));
    assertEquals("36/1", straight.string("maximumWin"));
    assertEquals("46656/1369", straight.string("variance"));
    assertEquals("LOSES", ((Json.Obj) roulette.arr("options").getFirst()).string("settled"));
    Json.Obj slot = TestAppliance.json(appliance.get("lab", "/v1/games/ref.slot.lines20"));
    Json.Obj grand = (Json.Obj) slot.arr("jackpots").getLast();
    assertEquals("GRAND", grand.string("level"));
    assertEquals("5000000", grand.string("seedMinor"));
  }

  private static String id(Json game) {
    try {
      return ((Json.Obj) game).string("id");
    } catch (JsonException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theKeyIsPublishedWithItsAuditAndThumbprint() throws Exception {
    VerifierKey key = Policy.parse(appliance.policy()).keysFor(TestSite.ORIGIN).getFirst();
    var jwk =
        (Json.Obj) TestAppliance.json(appliance.get("auditor", "/v1/keys")).arr("keys").get(0);
    assertEquals(key.kid(), jwk.string("kid"));
    assertEquals(key.vkey(), jwk.string("vkey"));
    assertEquals("ES256", jwk.string("alg"));
    assertTrue(jwk.obj("audit").bool("trusted"));
    assertTrue(jwk.obj("audit").bool("neverExtractable"));
    assertEquals(TestSite.KEY, jwk.obj("audit").string("label"));
    assertEquals(appliance.policy(), TestAppliance.text(appliance.get("auditor", "/v1/policy")));
  }

  @Test
  void aPostedOutcomeIsVerifiedAndAChangedOneRefusedWithTheReason() throws Exception {
    byte[] sealed = appliance.play("k-v", TestAppliance.roulette("r-v")).body();
    Json.Obj accepted = TestAppliance.json(appliance.post("monitoring", "/v1/verify", sealed));
    assertEquals("accepted", accepted.string("verdict"));
    assertEquals("round.settled", accepted.string("type"));
    byte[] changed =
        new String(sealed, StandardCharsets.UTF_8)
            .replace("\"operator\":\"op-1\"", "\"operator\":\"op-2\"")
            .getBytes(StandardCharsets.UTF_8);
    Json.Obj refused = TestAppliance.json(appliance.post("monitoring", "/v1/verify", changed));
    assertEquals("refused", refused.string("verdict"));
    assertEquals("root-mismatch", refused.string("reason"));
  }

  @Test
  void healthIsUpAndTheGeneratorReportsItsTests() throws Exception {
    assertEquals(200, appliance.get("monitoring", "/health/live").statusCode());
    var ready = appliance.get("monitoring", "/health/ready");
    assertEquals(200, ready.statusCode(), TestAppliance.text(ready));
    Json.Obj rng = TestAppliance.json(appliance.get("lab", "/v1/rng/health"));
    assertEquals("OK", rng.string("state"));
    assertEquals(11, rng.integer("repetitionCutoff"));
    assertTrue(rng.string("falseAlarms").contains("false alarm every"));
  }

  @Test
  void metricsCountWhatHappened() throws Exception {
    appliance.play("k-m", TestAppliance.roulette("r-m"));
    appliance.play("k-m", TestAppliance.roulette("r-m", "5"));
    String metrics = TestAppliance.text(appliance.get("monitoring", "/metrics"));
    for (String name :
        List.of(
            "astragal_outcomes_sealed",
            "astragal_signatures",
            "astragal_log_size",
            "astragal_rounds_pending",
            "astragal_rng_state",
            "astragal_requests_seconds_count",
            "astragal_requests_seconds_bucket")) {
      assertTrue(metrics.contains(name), name + " is missing in\n" + metrics);
    }
    String refused =
        metrics
            .lines()
            .filter(line -> line.startsWith("astragal_requests_refused"))
            .filter(line -> line.contains("\"key-reused\""))
            .findFirst()
            .orElseThrow();
    assertTrue(refused.endsWith(" 1.0"), refused);
  }
}
