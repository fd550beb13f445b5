package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.astragal.ledger.TestLog.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a person with a browser sees each change as it is committed, and loads nothing else. */
final class PageTest {
  @TempDir private Path directory;

  @Test
  void pageShowsChangesLiveAndResumesAfterARestart() throws Exception {
    var log = new TestLog("astragal.localhost/outcomes/page");
    var address = TestDatabase.create();
    var ledger = InProcess.open(directory, log, address);
    try (var browser = Browser.start()) {
      ledger.push(List.of(log.create()));
      browser.open(ledger.openUrl() + "/");
      browser.await(shows("GRAND", 5_000_000_000_000L));
      browser.await("document.getElementById('state').dataset.state === 'live'");
      browser.await("document.getElementById('verdict').dataset.holds === 'true'");
      ledger.push(log.seal(List.of(Round.of("r-1", 12_345).body())));
      browser.await(shows("GRAND", 5_000_000_000_000L + 12_345 * 5000));
      browser.await(shows("MINI", 5_000_000_000L + 12_345 * 4000));
      browser.await("document.getElementById('logs').textContent.includes('page2')");
      assertEquals(
          "50\u202f000.61\u00a0EUR",
          browser.evaluate("document.querySelector('[data-level=GRAND]').textContent").asString());
      browser.look(1100, false);
      browser.screenshot(Path.of("target/page-light.png"));
      browser.look(420, true);
      browser.screenshot(Path.of("target/page-dark-narrow.png"));
      assertEquals(
          browser.evaluate("document.documentElement.clientWidth").asInt(),
          browser.evaluate("document.documentElement.scrollWidth").asInt(),
          "nothing sticks out of a narrow window");
      assertEquals(List.of(), browser.complaints());
      var port = ledger.openPort();
      ledger.close();
      browser.await("document.getElementById('state').dataset.state === 'lost'");
      ledger = InProcess.open(directory, log, address, port);
      ledger.push(log.seal(List.of(Round.of("r-2", 55).body())));
      browser.await(shows("GRAND", 5_000_000_000_000L + 12_400 * 5000));
      browser.await("document.getElementById('state').dataset.state === 'live'");
    } finally {
      ledger.close();
    }
  }

  @Test
  void pageAllowsNothingFromElsewhere() throws Exception {
    var log = new TestLog("astragal.localhost/outcomes/page");
    try (var ledger = InProcess.open(directory, log)) {
      var client = HttpClient.newHttpClient();
      for (var file :
          Map.of(
                  "/", "text/html",
                  "/meters.js", "text/javascript",
                  "/meters.css", "text/css",
                  "/favicon.svg", "image/svg+xml")
              .entrySet()) {
        var answer = Site.get(client, ledger.openUrl() + file.getKey());
        assertEquals(200, answer.statusCode());
        assertTrue(
            answer.headers().firstValue("Content-Type").orElseThrow().startsWith(file.getValue()));
        var policy = answer.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'"), policy);
        assertTrue(!answer.body().contains("http://") || file.getKey().endsWith("svg"));
        assertTrue(!answer.body().contains("https://"), file.getKey());
      }
      assertEquals(404, Site.get(client, ledger.openUrl() + "/nothing").statusCode());
    }
  }

  private static String shows(String level, long micro) {
    return "document.querySelector('[data-level=%s]')?.dataset.micro === '%d'"
        .formatted(level, micro);
  }
}
