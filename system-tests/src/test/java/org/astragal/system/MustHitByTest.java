package org.astragal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.astragal.demo.GameServer;
import org.astragal.demo.Site;
import org.astragal.outcome.Event;
import org.astragal.outcome.JackpotEvent;
import org.astragal.outcome.JackpotTrail;
import org.astragal.outcome.Json;
import org.astragal.outcome.LedgerHead;
import org.astragal.setup.Identity;
import org.junit.jupiter.api.Test;

/**
 * Goal: a level that must be hit is decided by sealed thresholds while appliance and ledger are
 * killed between commitment, question, answer and posting; each cycle is won once, and the log
 * tells no two stories.
 */
final class MustHitByTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int CYCLES = 3;
  private static final int KILLS = Integer.getInteger("astragal.mustHit.kills", 1);

  private static final String RULES =
      """
      pool: must.2026
      currency: EUR
      exp: 2
      games: [ref.wheel.54, ref.roulette.eu]
      modes: [REAL]
      fundedBy: [CASH]
      levels:
        - {id: MUST, seedMinor: 1000, ratePpm: 700000, reservePpm: 100000,
           trigger: {kind: must-hit, holder: HOLDER, upToMinor: 3000}}
        - {id: MYST, seedMinor: 100, ratePpm: 100000, reservePpm: 0,
           trigger: {kind: mystery, holder: HOLDER, oneInMinor: 2000}}
      """;

  private final SplittableRandom random = new SplittableRandom(20_261_127);
  private int played;

  @Test
  void thresholdsAreDecidedOnceWhoeverDies() throws Exception {
    var site = configured();
    var ledger = site.startLedger();
    var appliance = site.startAppliance();
    try {
      var open =
          URI.create(
              Json.parse(ledger.ready().getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj ready
                  ? ready.string("public")
                  : "");
      var begun = await(open, level -> level.find("threshold").orElseThrow() instanceof Json.Obj);
      // Between the commitment and the hit.
      appliance.kill();
      appliance = site.startAppliance();
      var cycle = 1L;
      for (var kills = 0; cycle <= CYCLES || kills < KILLS; ) {
        play(site, 5 + random.nextInt(10));
        if (kills < KILLS) {
          kills++;
          if (kills % 2 == 0) {
            appliance.kill();
            appliance = site.startAppliance();
          } else {
            ledger.kill();
            ledger = site.startLedger();
          }
        }
        cycle = await(open, MustHitByTest::isDecided).decimal("cycle");
      }
      assertEquals(1, begun.decimal("cycle"));
      check(site, cycle);
    } finally {
      appliance.close();
      ledger.close();
    }
  }

  private static Site configured() throws Exception {
    var site = Sites.create("must-hit-by");
    var config = Files.readString(site.files().applianceConfig());
    var origin =
        config
            .lines()
            .filter(line -> line.startsWith("origin:"))
            .findFirst()
            .orElseThrow()
            .substring("origin:".length())
            .strip()
            .replace("\"", "");
    Files.writeString(
        site.files().applianceConfig(),
        config.replace("  flushAtStop: 5s", "  flushAtStop: 5s\n  anchorEvery: 1s"));
    append(
        site.files().applianceConfig(),
        "thresholds: {key: \"astragal:thresholds:1\", create: true}");
    append(
        site.files().ledgerConfig(),
        "holders: [{log: %s, url: \"%s\"}]".formatted(origin, site.appliance()));
    Files.writeString(site.files().rules().resolve("must.yaml"), RULES.replace("HOLDER", origin));
    return site;
  }

  private static void append(Path file, String line) throws Exception {
    Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
  }

  private void play(Site site, int rounds) throws Exception {
    var server = site.gameServer();
    for (var i = 0; i < rounds; i++) {
      var id = "r-" + played;
      assertEquals(201, server.play(id, GameServer.request(id, played)).status());
      played++;
    }
  }

  /** Whether nothing is left to be asked and the next cycle has its threshold. */
  private static boolean isDecided(Json.Obj level) {
    return level.find("threshold").orElseThrow() instanceof Json.Obj
        && level.find("state").equals(Optional.of(new Json.Str("decided")));
  }

  /** Waits until the level that must be hit is as wanted. */
  private static Json.Obj await(URI open, Predicate<Json.Obj> wanted) throws Exception {
    var end = System.nanoTime() + PATIENCE.toNanos();
    try (var client = HttpClient.newHttpClient()) {
      while (true) {
        var answer =
            client.send(
                HttpRequest.newBuilder(open.resolve("/v1/decisions")).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        var levels = ((Json.Obj) Json.parse(answer.body())).arr("levels");
        for (var one : levels) {
          if (one instanceof Json.Obj level
              && level.string("level").equals("MUST")
              && wanted.test(level)) {
            return level;
          }
        }
        if (System.nanoTime() > end) {
          throw new AssertionError("not as wanted: " + levels);
        }
        Thread.sleep(50);
      }
    }
  }

  /** Every record follows from those before, and each cycle but the last was hit once. */
  private static void check(Site site, long cycle) throws Exception {
    var log = PublishedLog.download(site);
    var trail = new JackpotTrail();
    var hits = 0;
    for (var record : log.records()) {
      if (record.body() instanceof Event event) {
        var said = JackpotEvent.of(event);
        if (said.isPresent()) {
          assertInstanceOf(JackpotTrail.Finding.Follows.class, trail.follow(record));
          hits +=
              said.get() instanceof JackpotEvent.Checked checked && checked.opened().isPresent()
                  ? 1
                  : 0;
        }
      }
    }
    assertEquals(cycle - 1, hits);
    assertTrue(site.ledger().pools().identityHolds());
    assertTrue(
        log.records().stream()
            .anyMatch(r -> r.body() instanceof Event e && e.type().equals(LedgerHead.TYPE)),
        "no head of the ledger's journal is anchored");
    audit(site);
  }

  /** From what runs to the auditor's verdict, by documented commands only. */
  private static void audit(Site site) throws Exception {
    var files = site.files();
    var folder = site.directory();
    var policy = folder.resolve("audit-policy");
    var key =
        run(
            site,
            "journal-key",
            "--name=ledger.localhost/journal",
            folder.resolve("pki").resolve("journal.key").toString());
    Files.writeString(
        policy,
        Files.readString(files.policy())
            + key.lines().filter(line -> line.startsWith("log ")).findFirst().orElseThrow()
            + "\n");
    var exported = Instant.now();
    var books = folder.resolve("audit-books");
    run(site, "export", "--config=" + files.ledgerConfig(), books.toString());
    var log = folder.resolve("audit-log");
    run(
        site,
        "fetch",
        "--url=" + site.appliance(),
        "--identity=" + files.keyStore(Identity.AUDITOR),
        "--password-file=" + files.passwordFile(Identity.AUDITOR),
        "--trust=" + files.authority(),
        "--policy=" + policy,
        log.toString());
    var verdict =
        run(
            site,
            "audit",
            "--books=" + books,
            "--policy=" + policy,
            "--exported=" + exported,
            log.toString());
    assertTrue(verdict.strip().endsWith("the books hold"), verdict);
  }

  private static String run(Site site, String... command) throws Exception {
    var words = new ArrayList<>(List.of("ledger"));
    words.addAll(List.of(command));
    var result = Sites.run(site, words.toArray(String[]::new));
    assertEquals(0, result.status(), result.output());
    return result.output();
  }
}
