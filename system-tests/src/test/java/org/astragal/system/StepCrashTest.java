package org.astragal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.astragal.demo.Service;
import org.astragal.demo.Site;
import org.astragal.outcome.Draw;
import org.astragal.outcome.Hash;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.outcome.RoundSuspended;
import org.astragal.outcome.SealedOutcome;
import org.astragal.setup.Identity;
import org.junit.jupiter.api.Test;

/**
 * Goal: an appliance that is killed between the steps of a round, or in the middle of one, goes on
 * with the draws that it has recorded: none of them is made twice, and the end is the one to which
 * its records play again.
 */
final class StepCrashTest {
  private static final int ROUNDS = 6;

  /** A round as its game server knows it. */
  private static final class Open {
    final String id;
    final List<String> records = new ArrayList<>();
    final List<Draw> drawn = new ArrayList<>();
    final List<Hash> commitments = new ArrayList<>();
    int step;
    boolean hasEnded;

    Open(String id) {
      this.id = id;
    }

    /** Takes the record of a step; what was drawn before must stand in it unchanged at the end. */
    void take(String sealed) throws Exception {
      RecordBody body = body(sealed);
      records.add(sealed);
      switch (body) {
        case RoundOpened opened -> {
          drawn.addAll(opened.draws());
          opened.commitment().ifPresent(commitments::add);
        }
        case RoundStepped stepped -> {
          drawn.addAll(stepped.draws());
          stepped.commitment().ifPresent(commitments::add);
        }
        case RoundSuspended _ -> {}
        case RoundSettled settled -> {
          hasEnded = true;
          var open = settled.draws().stream().filter(draw -> !draw.isHidden()).toList();
          assertEquals(drawn, open.subList(0, drawn.size()), "a draw was made again: " + id);
          assertEquals(
              commitments, settled.reveals().stream().map(reveal -> reveal.commitment()).toList());
        }
        default -> throw new AssertionError("no step of a round: " + sealed);
      }
    }
  }

  @Test
  void aRoundGoesOnWithItsDrawsWhereverTheApplianceIsKilled() throws Exception {
    var site = Sites.create("step-crash");
    try (var ledger = site.startLedger()) {
      var appliance = site.startAppliance();
      var client = site.client(Identity.GAME_SERVER);
      var rounds = new ArrayList<Open>();
      for (var i = 0; i < ROUNDS; i++) {
        rounds.add(open(site, client, "hand-" + i, "ref.blackjack.inf", "{}"));
        rounds.add(
            open(site, client, "dice-" + i, "ref.craps", "{\"kind\":\"HARD\",\"number\":4}"));
      }
      appliance = killed(site, appliance);
      client = site.client(Identity.GAME_SERVER);
      for (var round : rounds) {
        step(site, client, round, round.id.startsWith("hand") ? "HIT" : "ROLL");
      }
      appliance = killedInTheMiddle(site, appliance, client, rounds);
      client = site.client(Identity.GAME_SERVER);
      for (var round : rounds) {
        step(site, client, round, round.id.startsWith("hand") ? "STAND" : "FINISH");
      }
      assertTrue(rounds.stream().allMatch(round -> round.hasEnded));
      assertTrue(
          rounds.stream().anyMatch(round -> round.records.size() > 2), "no round had three steps");
      replay(site, rounds);
      assertEquals(0, appliance.stop());
      assertTrue(ledger.isAlive());
    }
    var fsck = Sites.run(site, "fsck", "--config=" + site.files().applianceConfig());
    assertEquals(0, fsck.status(), fsck.output());
  }

  private static Service killed(Site site, Service appliance) throws Exception {
    appliance.kill();
    return site.startAppliance();
  }

  /** Kills it while every round is at a step, and asks for each of these steps again. */
  private static Service killedInTheMiddle(
      Site site, Service appliance, HttpClient client, List<Open> rounds) throws Exception {
    Map<Open, HttpRequest> asked = new LinkedHashMap<>();
    var first = new CompletableFuture<Void>();
    for (var round : rounds) {
      if (!round.hasEnded) {
        var request = request(site, round, round.id.startsWith("hand") ? "STAND" : "ROLL");
        asked.put(round, request);
        var _ =
            client
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .whenComplete((_, _) -> first.complete(null));
      }
    }
    // Some steps are sealed by then, some have an intent alone, some never came.
    if (!asked.isEmpty()) {
      first.join();
    }
    var again = killed(site, appliance);
    var after = site.client(Identity.GAME_SERVER);
    for (var entry : asked.entrySet()) {
      answered(entry.getKey(), after, entry.getValue());
    }
    return again;
  }

  private static Open open(Site site, HttpClient client, String id, String game, String selection)
      throws Exception {
    var round = new Open(id);
    var body =
        """
        {"game":"%s","round":{"id":"%s","mode":"REAL"},"bets":[{"id":"1","fundedBy":"CASH",\
        "player":{"channel":"MOBILE","jurisdiction":"MT","pseudonym":"9f","session":"s"},\
        "selection":%s,"stake":{"ccy":"EUR","exp":2,"minor":"100"}}]}\
        """
            .formatted(game, id, selection);
    answered(round, client, post(site.appliance().resolve("/v1/rounds"), "open-" + id, body));
    return round;
  }

  /** One step, if the round has not ended. */
  private static void step(Site site, HttpClient client, Open round, String action)
      throws Exception {
    if (!round.hasEnded) {
      answered(round, client, request(site, round, action));
    }
  }

  private static HttpRequest request(Site site, Open round, String action) {
    var body = "{\"choice\":{\"do\":\"" + action + "\"},\"step\":" + (round.step + 1) + "}";
    var path = site.appliance().resolve("/v1/rounds/" + round.id + "/steps");
    return post(path, round.id + "-" + (round.step + 1), body);
  }

  private static HttpRequest post(URI path, String key, String body) {
    return HttpRequest.newBuilder(path)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static void answered(Open round, HttpClient client, HttpRequest request)
      throws Exception {
    var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertTrue(answer.statusCode() == 200 || answer.statusCode() == 201, answer.body());
    if (!round.records.isEmpty()) {
      round.step++;
    }
    round.take(answer.body());
  }

  private static void replay(Site site, List<Open> rounds) throws Exception {
    var evidence = site.directory().resolve("rounds.jsonl");
    var lines = new StringBuilder();
    var count = 0;
    for (var round : rounds) {
      for (var sealed : round.records) {
        lines.append(sealed).append('\n');
        count++;
      }
    }
    Files.writeString(evidence, lines);
    var verified =
        Sites.run(
            site,
            "verify",
            "--quiet",
            "--policy=" + site.files().policy(),
            "--replay=" + site.files().packArchive(),
            evidence.toString());
    assertEquals(0, verified.status(), verified.output());
    assertTrue(
        verified.output().contains(count + " true, 0 refuted, 0 undecided"), verified.output());
  }

  private static RecordBody body(String sealed) throws Exception {
    return OutcomeRecord.parse(
            SealedOutcome.parse(sealed.getBytes(StandardCharsets.UTF_8)).record())
        .body();
  }
}
