package org.astragal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import org.astragal.demo.SiteException;
import org.junit.jupiter.api.Test;

/** Goal: an appliance whose store went back in time never signs a second history. */
final class RollbackTest {
  @Test
  void applianceBehindItsLedgerDoesNotStart() throws Exception {
    var site = Sites.create("rollback");
    var log = site.log();
    var earlier = site.directory().resolve("log-of-yesterday");
    try (var ledger = site.startLedger()) {
      try (var appliance = site.startAppliance()) {
        play(site, 10);
        assertEquals(0, appliance.stop());
      }
      Sites.copy(log, earlier);
      try (var appliance = site.startAppliance()) {
        play(site, 10);
        site.ledger()
            .awaitPosition(PublishedLog.download(site).checkpoint().size(), Duration.ofSeconds(30));
        assertEquals(0, appliance.stop());
      }
      Sites.delete(log);
      Files.move(earlier, log);

      var refusal = assertThrows(SiteException.class, site::startAppliance);
      assertEquals(SiteException.Fault.START_FAILED, refusal.fault());
      assertTrue(refusal.getMessage().contains("it has lost records"), refusal.getMessage());
      assertTrue(ledger.isAlive());
    }
  }

  private static void play(org.astragal.demo.Site site, int rounds) throws Exception {
    try (var load = new Load(site.gameServer(), 2)) {
      load.awaitMore(rounds);
    }
  }
}
