package org.astragal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.astragal.demo.Site;
import org.astragal.outcome.Event;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.Verdict;
import org.astragal.setup.Identity;
import org.junit.jupiter.api.Test;

/**
 * Goal: ten keys follow each other while rounds are played; no round is refused, and the ledger
 * follows from key to key without a fault.
 */
final class RotationTest {
  private static final int ROTATIONS = 10;
  private static final int PLAYERS = 16;

  @Test
  void tenRotationsUnderLoadRefuseNoRoundAndLoseNoLedger() throws Exception {
    var site = Sites.create("rotation");
    var labels = generate(site);
    try (var ledger = site.startLedger();
        var appliance = site.startAppliance()) {
      var load = new Load(site.gameServer(), PLAYERS);
      try (load) {
        load.awaitMore(50);
        for (var label : labels) {
          rotate(site, label);
          load.awaitMore(20);
        }
      }
      assertEquals(List.of(), load.wrong());
      assertEquals(0, load.unanswered(), "rounds that had to be asked for again");
      checkEverybodyFollows(site, load);
      // A ledger that starts anew knows the keys that it was told.
      assertEquals(0, ledger.stop());
      try (var again = site.startLedger();
          var more = new Load(site.gameServer(), 2)) {
        more.awaitMore(20);
        site.ledger()
            .awaitPosition(PublishedLog.download(site).checkpoint().size(), Duration.ofSeconds(60));
        assertTrue(again.isAlive());
      }
      assertEquals(0, appliance.stop());
      var fsck = Sites.run(site, "fsck", "--config=" + site.files().applianceConfig());
      assertEquals(0, fsck.status(), fsck.output());
    }
  }

  /** All keys in one process: it takes longer to start than to make them. {@return the labels} */
  private static List<String> generate(Site site) throws Exception {
    var labels =
        IntStream.range(0, ROTATIONS).mapToObj(i -> "astragal:outcomes:dev:rotation-" + i).toList();
    var command =
        Stream.concat(
            Stream.of("keys", "generate", "--config=" + site.files().applianceConfig()),
            labels.stream().map(label -> "--label=" + label));
    var made = Sites.run(site, command.toArray(String[]::new));
    assertEquals(0, made.status(), made.output());
    return labels;
  }

  /** A new key takes over from the one that signs. */
  private static void rotate(Site site, String label) throws Exception {
    var old = signing(site).getFirst();
    var first = site.client(Identity.OFFICER_1);
    var second = site.client(Identity.OFFICER_2);
    post(site, first, "/v1/admin/keys", "{\"label\":\"" + label + "\"}", 201);
    var kid = signing(site).getLast();
    post(site, first, "/v1/admin/keys/" + kid + "/activate", "", 202);
    post(site, second, "/v1/admin/keys/" + kid + "/activate", "", 200);
    post(site, first, "/v1/admin/keys/" + old + "/retire", "", 200);
    assertEquals(List.of(kid), signing(site));
  }

  private static void checkEverybodyFollows(Site site, Load load) throws Exception {
    var log = PublishedLog.download(site);
    site.ledger().awaitPosition(log.checkpoint().size(), Duration.ofSeconds(60));
    assertEquals(ROTATIONS, log.records().stream().filter(RotationTest::isActivation).count());
    var policy = Policy.parse(text(site, "/v1/policy"));
    var verifier = new OutcomeVerifier(policy);
    for (var sealed : load.acknowledged().values()) {
      var verdict = verifier.verify(sealed.sealed().getBytes(StandardCharsets.UTF_8));
      assertTrue(verdict instanceof Verdict.Accepted, verdict::toString);
    }
    assertTrue(site.ledger().pools().identityHolds());
    var ledgerLog = Files.readString(site.directory().resolve("logs").resolve("ledger.log"));
    assertTrue(!ledgerLog.contains("refused"), ledgerLog);
  }

  private static boolean isActivation(OutcomeRecord record) {
    return record.body() instanceof Event event && event.type().equals("key.activated");
  }

  private static List<String> signing(Site site) throws Exception {
    var keys = ((Json.Obj) Json.parse(text(site, "/v1/keys").getBytes(StandardCharsets.UTF_8)));
    return keys.arr("keys").stream().map(RotationTest::kid).toList();
  }

  private static String kid(Json key) {
    return key instanceof Json.Obj object
            && object.members().get("kid") instanceof Json.Str(String kid)
        ? kid
        : "";
  }

  private static String text(Site site, String path) throws Exception {
    var request = HttpRequest.newBuilder(site.appliance().resolve(path)).build();
    var response =
        site.client(Identity.AUDITOR).send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), response.body());
    return response.body();
  }

  private static void post(Site site, HttpClient officer, String path, String body, int status)
      throws Exception {
    URI uri = site.appliance().resolve(path);
    var request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    var response = officer.send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(status, response.statusCode(), response.body());
  }
}
