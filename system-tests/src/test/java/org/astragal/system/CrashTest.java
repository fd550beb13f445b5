package org.astragal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.astragal.demo.GameServer;
import org.astragal.demo.LedgerClient;
import org.astragal.demo.Service;
import org.astragal.demo.Site;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.SealedOutcome;
import org.junit.jupiter.api.Test;

/**
 * Goal: whichever process dies under load, however often, every acknowledged outcome stands in the
 * log once and is posted once, and the money agrees with the log to the micro-unit.
 */
final class CrashTest {
  private static final int CRASHES = Integer.getInteger("astragal.crashes", 10);
  private static final int PLAYERS = 16;

  /** As long as a round may take: at each moment some players wait for an answer. */
  private static final int BETWEEN_ROUNDS_MILLIS = 20;

  private static final Duration CATCH_UP = Duration.ofSeconds(60);

  private final SplittableRandom random =
      new SplittableRandom(Long.getLong("astragal.seed", 20_260_608));

  @Test
  void applianceKilledUnderLoadLosesAndRepeatsNothing() throws Exception {
    var site = Sites.create("appliance-crash");
    try (var ledger = site.startLedger()) {
      var seed = site.ledger().pools();
      var appliance = site.startAppliance();
      var load = new Load(site.gameServer(), PLAYERS, BETWEEN_ROUNDS_MILLIS);
      try (load) {
        for (var i = 0; i < CRASHES; i++) {
          load.awaitMore(50 + random.nextInt(250));
          appliance.kill();
          appliance = site.startAppliance();
        }
        load.awaitMore(100);
      }
      checkEverything(site, load, seed);
      checkStoppedLog(site, appliance, ledger);
    }
  }

  @Test
  void ledgerKilledUnderLoadLosesAndRepeatsNothing() throws Exception {
    var site = Sites.create("ledger-crash");
    var ledger = site.startLedger();
    var seed = site.ledger().pools();
    try (var appliance = site.startAppliance()) {
      var load = new Load(site.gameServer(), PLAYERS, BETWEEN_ROUNDS_MILLIS);
      try (load) {
        for (var i = 0; i < CRASHES; i++) {
          load.awaitMore(50 + random.nextInt(250));
          ledger.kill();
          load.awaitMore(20);
          ledger = site.startLedger();
        }
        load.awaitMore(100);
      }
      checkEverything(site, load, seed);
      checkStoppedLog(site, appliance, ledger);
    } finally {
      ledger.close();
    }
  }

  private static void checkEverything(Site site, Load load, LedgerClient.Pools seed)
      throws Exception {
    assertEquals(List.of(), load.wrong());
    var log = PublishedLog.download(site);
    site.ledger().awaitPosition(log.checkpoint().size(), CATCH_UP);

    var settled = new HashSet<String>();
    for (var record : log.records()) {
      if (record.body() instanceof RoundSettled round) {
        assertTrue(settled.add(round.round().id()), () -> "settled twice: " + round.round());
      }
    }
    var indexes = new HashSet<Long>();
    var server = site.gameServer();
    // As many at a time as played them: there are tens of thousands.
    try (var callers = Executors.newFixedThreadPool(PLAYERS)) {
      var recalls = new ArrayList<Future<Long>>();
      for (var entry : load.acknowledged().entrySet()) {
        recalls.add(callers.submit(() -> recalled(server, log, entry.getKey(), entry.getValue())));
      }
      for (var recall : recalls) {
        long seq = recall.get();
        assertTrue(indexes.add(seq), () -> "two keys share leaf " + seq);
      }
    }
    assertMetersAreTheFoldOfTheLog(site.ledger().pools(), seed, log);
  }

  /** {@return the place in the log of an outcome that is the same when it is asked for again} */
  private static long recalled(
      GameServer server, PublishedLog log, String id, Load.Acknowledged acknowledged)
      throws Exception {
    var again = server.play(id, acknowledged.request());
    assertEquals(200, again.status());
    assertEquals(acknowledged.sealed(), again.text(), "an acknowledged outcome changed");
    var record = OutcomeRecord.parse(SealedOutcome.parse(again.bytes()).record());
    assertEquals(record, log.records().get(Math.toIntExact(record.seq())));
    return record.seq();
  }

  private static void assertMetersAreTheFoldOfTheLog(
      LedgerClient.Pools now, LedgerClient.Pools seed, PublishedLog log) {
    assertTrue(now.identityHolds(), now.identity());
    Map<String, Long> claimed = new HashMap<>();
    for (var record : log.records()) {
      if (record.body() instanceof RoundSettled round) {
        for (var contribution : round.contributions()) {
          var micro =
              Math.addExact(
                  Math.multiplyExact(contribution.amount().minor(), 1_000_000L),
                  contribution.amount().micro());
          claimed.merge(contribution.pool() + "/" + contribution.level(), micro, Math::addExact);
        }
      }
    }
    assertTrue(!claimed.isEmpty(), "no round contributed anything");
    for (var i = 0; i < now.meters().size(); i++) {
      var meter = now.meters().get(i);
      assertEquals(
          seed.meters().get(i).micro() + claimed.get(meter.pool() + "/" + meter.level()),
          meter.micro(),
          meter.level());
    }
  }

  private static void checkStoppedLog(Site site, Service appliance, Service ledger)
      throws Exception {
    assertEquals(0, appliance.stop());
    var fsck = Sites.run(site, "fsck", "--config=" + site.files().applianceConfig());
    assertEquals(0, fsck.status(), fsck.output());
    assertEquals(0, ledger.stop());
  }
}
