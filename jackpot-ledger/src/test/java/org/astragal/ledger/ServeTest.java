package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.astragal.ledger.TestLog.Round;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the running process takes outcomes from appliances only, and shows figures to anybody. */
final class ServeTest {
  @TempDir private static Path directory;
  private static final TestLog LOG = new TestLog("test.example/outcomes/serve");
  private static Site site;
  private static LedgerProcess ledger;

  @BeforeAll
  static void start() throws Exception {
    site =
        new Site(directory, List.of(LOG), "embedded: {directory: postgres, port: 0}", Site.RULES);
    ledger = LedgerProcess.serve(site);
  }

  @AfterAll
  static void stop() throws Exception {
    assertEquals(0, ledger.stop(), "SIGTERM is an orderly end");
    assertFalse(Files.exists(directory.resolve("postgres/data/postmaster.pid")));
  }

  @Test
  void postsWhatAnApplianceDelivers() throws Exception {
    var client = site.appliance();
    LOG.create();
    var lines = LOG.seal(List.of(Round.of("r-1", 100).body()));
    var answer =
        Site.push(client, ledger.ingestPort(), LOG.origin(), TestLog.body(LOG.lines(0, 2)));
    assertEquals(200, answer.statusCode(), answer.body());
    var json = Site.json(answer.body());
    assertEquals("2", json.string("accepted"));
    assertEquals("2", json.string("position"));
    var again = Site.push(client, ledger.ingestPort(), LOG.origin(), TestLog.body(lines));
    assertEquals("1", Site.json(again.body()).string("duplicates"));
    var head =
        Site.get(
            client, "https://127.0.0.1:" + ledger.ingestPort() + "/v1/heads?log=" + LOG.origin());
    assertEquals(LOG.note(2).text(), noteText(Site.json(head.body()).string("checkpoint")));
    var pools = Site.json(Site.get(HttpClient.newHttpClient(), ledger.open() + "/v1/pools").body());
    assertTrue(pools.bool("identityHolds"));
  }

  @Test
  void refusesOtherRoles() throws Exception {
    var client = Site.client(site.pki().client("game-server"));
    var answer = Site.push(client, ledger.ingestPort(), LOG.origin(), new byte[0]);
    assertEquals(403, answer.statusCode());
    assertEquals("urn:astragal:problem:wrong-role", Site.json(answer.body()).string("type"));
  }

  @Test
  void refusesClientsWithoutACertificateOfItsAuthority() throws Exception {
    for (var tls : List.of(site.pki().nobody(), site.pki().stranger(new TestPki()))) {
      assertThrows(
          java.io.IOException.class,
          () -> Site.push(Site.client(tls), ledger.ingestPort(), LOG.origin(), new byte[0]));
    }
  }

  @Test
  void refusesTls12() throws Exception {
    var old = new SSLParameters(null, new String[] {"TLSv1.2"});
    var client =
        HttpClient.newBuilder()
            .sslContext(site.pki().client("appliance"))
            .sslParameters(old)
            .build();
    assertThrows(
        SSLException.class,
        () -> Site.push(client, ledger.ingestPort(), LOG.origin(), new byte[0]));
  }

  @Test
  void answersHealthAndMetrics() throws Exception {
    var client = HttpClient.newHttpClient();
    assertEquals(200, Site.get(client, ledger.open() + "/health/live").statusCode());
    assertEquals(200, Site.get(client, ledger.open() + "/health/ready").statusCode());
    var metrics = Site.get(client, ledger.open() + "/metrics");
    assertEquals(200, metrics.statusCode());
    assertTrue(metrics.body().contains("ledger_outcomes_verified_total"), metrics.body());
  }

  @Test
  void secondProcessOnTheSameBooksIsRefused() throws Exception {
    var second = LedgerProcess.start(site, "serve", "--config", site.config().toString());
    assertEquals(1, second.awaitExit());
    assertTrue(ledger.log().contains("another ledger process uses the directory"));
  }

  private static String noteText(String note) {
    return note.substring(0, note.indexOf("\n\n") + 1);
  }
}
