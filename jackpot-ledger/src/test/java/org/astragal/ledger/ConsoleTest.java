package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.astragal.ledger.TestLog.Round;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: in a real browser the console shows what the ledger holds, lets people do what their
 * certificate allows and nothing else, and takes no text for code.
 */
final class ConsoleTest {
  private static final long GRAND = 5_000_000_000_000L;
  private static final String HOSTILE = "<img src=x onerror=hacked()>";

  private static Browser browser;

  @TempDir private Path directory;
  private final TestLog log = new TestLog("astragal.localhost/outcomes/console");
  private DatabaseAddress address;
  private InProcess ledger;

  @BeforeAll
  static void startBrowser() throws Exception {
    browser = Browser.start();
  }

  @AfterAll
  static void closeBrowser() throws Exception {
    browser.close();
  }

  @BeforeEach
  void open() throws Exception {
    address = TestDatabase.create();
    ledger = InProcess.open(directory, log, address);
    ledger.push(List.of(log.create()));
  }

  @AfterEach
  void close() throws Exception {
    ledger.close();
  }

  @Test
  void metersSharesAndBooksAreThoseOfTheLedger() throws Exception {
    browser.look(1280, false);
    browser.open(ledger.openUrl() + "/");
    browser.await(shows("GRAND", GRAND));
    browser.await("document.getElementById('state').dataset.state === 'live'");
    for (var i = 1; i <= 20; i++) {
      ledger.push(
          log.seal(
              List.of(
                  Round.of("r-" + i, 1_000L * i).body(),
                  Round.of("s-" + i, 700).game("ref.roulette.eu").jurisdiction("GB").body())));
    }
    browser.await(shows("GRAND", GRAND + (210_000 + 14_000) * 5000L));
    browser.await(shows("MINI", 5_000_000_000L + (210_000 + 14_000) * 4000L));
    browser.await("document.getElementById('books').textContent.includes('" + spaced() + "')");
    browser.await("document.querySelector('#games li')?.dataset.micro === '3021270000'");
    assertEquals("50\u202f011.20\u00a0EUR", textOf("[data-level=GRAND] .sr"));
    assertEquals(
        List.of(210_000 * 14_387L, 14_000 * 14_387L), micro("games"), "all rates of both levels");
    assertEquals(List.of(210_000 * 14_387L, 14_000 * 14_387L), micro("regions"));
    assertEquals("true", attribute("verdict", "holds"));
    browser.await("document.querySelector('[data-tile=verified] dd').textContent === '41'");
    browser.await("document.querySelector('#growth svg') !== null");
    assertEquals("reading only", textOf("#me"));
    assertEquals(
        "2",
        browser
            .evaluate("document.querySelectorAll('#views a:not([hidden])').length + ''")
            .asString());
    assertEquals(List.of(), browser.complaints());
    pictures("overview");
  }

  @Test
  void cutConnectionIsShownAndResumesWithoutAGap() throws Exception {
    try (var relay = relay("monitoring", "watcher")) {
      browser.open(relay.url() + "/");
      browser.await("document.getElementById('state').dataset.state === 'live'");
      relay.cut();
      browser.await("document.getElementById('state').dataset.state === 'lost'");
      ledger.push(log.seal(List.of(Round.of("missed", 12_345).body())));
      assertTrue(browser.evaluate(shows("GRAND", GRAND)).asBoolean(), "nothing is made up");
      relay.mend();
      browser.await(shows("GRAND", GRAND + 12_345 * 5000L));
      browser.await("document.getElementById('state').dataset.state === 'live'");
      browser.await("document.getElementById('position').textContent === '4'");
    }
  }

  @Test
  void twoSupervisorsActAndOthersOnlyRead() throws Exception {
    browser.look(1280, true);
    try (var one = relay("jackpot-supervisor", "ada");
        var two = relay("jackpot-supervisor", "grace");
        var operator = relay("monitoring", "watcher")) {
      browser.open(operator.url() + "/#orders");
      browser.await("document.getElementById('me').dataset.role === 'monitoring'");
      browser.await("document.getElementById('state').dataset.state === 'live'");
      assertTrue(browser.evaluate("document.getElementById('orders').hidden").asBoolean());
      assertTrue(browser.evaluate("document.querySelector('[data-may=order]').hidden").asBoolean());
      assertEquals(403, status("/v1/orders", "{method: 'POST', body: '{}'}"));
      assertEquals(403, status("/v1/proposals", "{}"));
      assertEquals(403, status("/v1/pools/global.2026/postings", "{}"));

      browser.open(one.url() + "/#orders");
      browser.await("document.querySelector('#order [name=place]').options.length === 2");
      fill("[name=place]", "global.2026 MINI");
      fill("[name=amount]", "12.3456789");
      fill("[name=reason]", HOSTILE);
      assertTrue(textOf("#amount-help").startsWith("1\u202f234\u202f567\u202f890"));
      picture("orders-dark");
      confirm("document.querySelector('#order [type=submit]').click()");
      browser.await("document.getElementById('told').textContent.startsWith('Proposed')");
      browser.await("document.querySelector('#open button').disabled");
      assertEquals(5_000_000_000L, mini(), "one alone moves nothing");

      browser.open(two.url() + "/#orders");
      browser.await("document.querySelector('#open button:not([disabled])') !== null");
      browser.await("document.getElementById('waiting').textContent === '1'");
      assertTrue(textOf("#open").contains(HOSTILE), "text stays text");
      confirm("document.querySelector('#open button').click()");
      browser.await("document.getElementById('told').textContent.startsWith('Carried out')");
      assertEquals(5_000_000_000L + 1_234_567_890L, mini());
      browser.await(shows("MINI", 5_000_000_000L + 1_234_567_890L));
      browser.await("document.querySelectorAll('#open button').length === 0");
      picture("orders-done-dark");
    }
  }

  @Test
  void chainLeadsFromAPostingToTheKeyInTheHsm() throws Exception {
    for (var i = 1; i <= 3; i++) {
      ledger.push(
          log.seal(List.of(Round.of("a-" + i, 100L * i).body(), Round.of(HOSTILE + i, 7).body())));
    }
    browser.look(1280, false);
    try (var auditor = relay("auditor", "ira")) {
      browser.open(auditor.url() + "/#postings");
      browser.await("document.querySelector('[data-posting=\"6\"]') !== null");
      assertTrue(textOf("#posting-list").contains(HOSTILE));
      browser.evaluate("document.querySelector('[data-posting=\"6\"]').click()");
      browser.await("document.getElementById('proof')?.dataset.state === 'good'");
      assertEquals(
          "7", browser.evaluate("document.querySelectorAll('.chain li').length + ''").asString());
      assertTrue(textOf(".chain").contains("record 4 of " + log.origin()));
      pictures("chain");
      // Each link breaks when what it binds is another thing.
      for (var change :
          List.of(
              "t.row = t.row.slice(0, 60) + (t.row[60] === 'A' ? 'B' : 'A') + t.row.slice(61)",
              "t.entry.at = '2020-01-01T00:00:00.000Z'",
              "t.head = t.head.replace('ledger.example/journal', 'other.example/journal')",
              "t.files[Object.keys(t.files)[0]] = btoa('pool: other')",
              "t.seal.seq = '3'",
              "t.seal.leaf = t.rowPath[0] ?? t.entryPath[0]",
              "t.seal.checkpoint = t.seal.checkpoint.replace(/.{8}\\n$/, 'AAAAAAAA\\n')")) {
        assertEquals("bad", browser.evaluate(proved(change)).asString(), change);
      }
      assertEquals("good", browser.evaluate(proved("")).asString());
    }
  }

  @Test
  void twoSupervisorsDecideOfWhatIsHeldAndQuarantined() throws Exception {
    Files.writeString(
        ledger.site().directory().resolve("rules/global.yaml"),
        Site.RULES.replace("levels:", "unreasonableMicro: 90000000\nlevels:"));
    while (entries() < 4) {
      Thread.sleep(20);
    }
    ledger.push(log.seal(List.of(Round.of("a", 12_345).body(), Round.of("b", 23_456).body())));
    try (var c = address.dataSource().getConnection();
        var s = c.createStatement()) {
      s.execute("insert into mapping (sha256, source, content) values (sha256('m'), 'hub-b', 'x')");
      s.execute(
          "insert into quarantine (source, reason, detail, raw, raw_sha256, mapping, position)"
              + " values ('hub-b', 'too-precise', '"
              + HOSTILE
              + "', 'x', sha256('x'), 1, 0)");
    }
    browser.look(1280, false);
    try (var one = relay("jackpot-supervisor", "ada");
        var two = relay("jackpot-supervisor", "grace")) {
      browser.open(ledger.openUrl() + "/#watch");
      browser.await("document.querySelectorAll('#held .item').length === 2");
      assertEquals("0", countOf("#watch button"), "who only reads decides nothing");
      browser.open(one.url() + "/#watch");
      browser.await("document.querySelectorAll('#held [data-act=release]').length === 2");
      browser.await("document.getElementById('attention').textContent === '3'");
      assertTrue(textOf("#held").contains("1.77607515\u00a0EUR for global.2026"));
      assertTrue(textOf("#quarantined").contains("more decimals than the currency has"));
      assertTrue(textOf("#quarantined").contains(HOSTILE), "text stays text");
      assertEquals("3", countOf("#quarantined button"));
      pictures("held");
      browser.look(1280, false);
      browser.evaluate("document.querySelector('#held [data-act=release]').click()");
      browser.await("document.getElementById('confirm').open");
      picture("held-question-light");
      browser.evaluate("document.getElementById('confirm-yes').click()");
      assertTrue(browser.evaluate("document.getElementById('confirm').open").asBoolean(), "why?");
      browser.evaluate("document.querySelector('[name=why]').value = 'high rollers'");
      browser.evaluate("document.getElementById('confirm-yes').click()");
      browser.await("document.getElementById('told').textContent.startsWith('Proposed')");
      assertEquals(GRAND, grand(), "one alone moves nothing");

      browser.open(two.url() + "/#orders");
      browser.await("document.querySelector('#open button:not([disabled])') !== null");
      assertTrue(textOf("#open").contains("Posting global.2026 4"));
      pictures("proposed");
      confirm("document.querySelector('#open button').click()");
      browser.await("document.getElementById('told').textContent.startsWith('Carried out')");
      assertEquals(GRAND + 23_456 * 5000L, grand());
      browser.await(shows("GRAND", GRAND + 23_456 * 5000L));
      browser.await("document.getElementById('held').textContent.includes('released with entry')");
      assertEquals(List.of(), browser.complaints());
    }
  }

  private long grand() throws Exception {
    return ledger.queries().pools().levels().getFirst().of(AccountKind.POOL);
  }

  private long entries() throws Exception {
    try (var c = address.dataSource().getConnection();
        var s = c.createStatement();
        var r = s.executeQuery("select count(*) from journal")) {
      r.next();
      return r.getLong(1);
    }
  }

  private static String countOf(String selector) throws Exception {
    return browser
        .evaluate("document.querySelectorAll('%s').length + ''".formatted(selector))
        .asString();
  }

  @Test
  void whateverStandsInTheBooksIsShownAsText() throws Exception {
    try (var c = address.dataSource().getConnection();
        var s = c.createStatement()) {
      s.execute(
          "insert into parked (log, seq, reason, detail, line_sha256, line, line_length) values"
              .concat(
                  " ('%s', 3, '%s', '%s', sha256('x'), 'x', 1)"
                      .formatted(HOSTILE, "<b>r</b>", HOSTILE)));
      s.execute(
          "insert into alarm (kind, log, detail) values ('log-forked', '%s', '%s')"
              .formatted(HOSTILE, HOSTILE));
    }
    browser.look(1280, false);
    browser.open(ledger.openUrl() + "/#watch");
    browser.await("document.querySelectorAll('#parked .item').length === 1");
    assertTrue(textOf("#parked").contains(HOSTILE) && textOf("#parked").contains("<b>r</b>"));
    assertTrue(textOf("#alarms").contains(HOSTILE));
    assertEquals("1", textOf("#attention"));
    assertEquals(
        "1", browser.evaluate("document.images.length + ''").asString(), "the mark, and no other");
    assertEquals(List.of(), browser.complaints());
    pictures("watch");
  }

  @Test
  void pagesAllowNothingFromElsewhere() throws Exception {
    var client = java.net.http.HttpClient.newHttpClient();
    var files = new java.util.HashMap<String, String>();
    ConsoleHttp.MODULES.forEach(m -> files.put("/" + m, "text/javascript"));
    files.putAll(
        Map.of("/", "text/html", "/console.css", "text/css", "/favicon.svg", "image/svg+xml"));
    for (var file : files.entrySet()) {
      var answer = Site.get(client, ledger.openUrl() + file.getKey());
      assertEquals(200, answer.statusCode(), file.getKey());
      var headers = answer.headers();
      assertTrue(headers.firstValue("Content-Type").orElseThrow().startsWith(file.getValue()));
      assertEquals(ConsoleHttp.POLICY, headers.firstValue("Content-Security-Policy").orElseThrow());
      var body = answer.body().replace("http://www.w3.org/2000/svg", "");
      assertFalse(body.contains("http:") || body.contains("https://"), file.getKey());
      assertFalse(body.contains("innerHTML") || body.contains(" style="), file.getKey());
    }
    assertEquals(404, Site.get(client, ledger.openUrl() + "/nothing").statusCode());
  }

  private CertificateRelay relay(String role, String name) throws Exception {
    var pki = ledger.site().pki();
    return CertificateRelay.open(pki.server(), pki.client(role, name), ledger.ingestPort());
  }

  private long mini() throws Exception {
    return ledger.queries().pools().levels().getLast().of(AccountKind.POOL);
  }

  /** What GRAND's POOL is in the table of the books, grouped. */
  private static String spaced() {
    return "5\u202f001\u202f120\u202f000\u202f000";
  }

  private static String shows(String level, long micro) {
    return "document.querySelector('[data-level=%s]')?.dataset.micro === '%d'"
        .formatted(level, micro);
  }

  private static String proved(String change) {
    return """
    (async () => {
      const {prove} = await import('/chain.js');
      const t = await (await fetch('/v1/trace?pool=global.2026&posting=6')).json();
      const policy = await (await fetch('/v1/policy')).text();
      const posting = {what: 'contributed', micro: '1', round: {}};
      %s;
      const links = await prove(t, policy, posting, {exp: 2, currency: 'EUR'});
      return links.some((l) => l.state === 'bad') ? 'bad' : links.every((l) => l.state === 'good') ? 'good' : 'open';
    })()
    """
        .formatted(change);
  }

  private static String textOf(String selector) throws Exception {
    return browser
        .evaluate("document.querySelector('%s').textContent".formatted(selector))
        .asString();
  }

  private static String attribute(String id, String name) throws Exception {
    return browser
        .evaluate("document.getElementById('%s').dataset.%s".formatted(id, name))
        .asString();
  }

  private static List<Long> micro(String list) throws Exception {
    var all = new java.util.ArrayList<Long>();
    browser
        .evaluate(
            "[...document.querySelectorAll('#%s li')].map((l) => l.dataset.micro)".formatted(list))
        .forEach(one -> all.add(Long.parseLong(one.asString())));
    return all;
  }

  private static int status(String path, String options) throws Exception {
    return browser
        .evaluate("fetch('%s', %s).then((a) => a.status)".formatted(path, options))
        .asInt();
  }

  private static void fill(String selector, String value) throws Exception {
    browser.evaluate(
        "(() => { const e = document.querySelector('#order %s'); e.value = '%s'; "
                .formatted(selector, value)
            + "e.dispatchEvent(new Event('input', {bubbles: true})); })()");
  }

  /** Does what opens the question, and says yes. */
  private static void confirm(String act) throws Exception {
    browser.evaluate(act);
    browser.await("document.getElementById('confirm').open");
    browser.evaluate("document.getElementById('confirm-yes').click()");
  }

  /** Pictures of a view in both colours, wide and as on a phone; nothing sticks out of either. */
  private static void pictures(String view) throws Exception {
    for (var dark : List.of(false, true)) {
      browser.look(1280, dark);
      picture(view + (dark ? "-dark" : "-light"));
      browser.look(360, dark);
      picture(view + "-phone" + (dark ? "-dark" : "-light"));
      assertEquals(
          browser.evaluate("document.documentElement.clientWidth").asInt(),
          browser.evaluate("document.documentElement.scrollWidth").asInt(),
          view + " scrolls sideways on a phone");
    }
  }

  private static void picture(String name) throws Exception {
    if (System.getProperty("astragal.pictures") != null) {
      browser.screenshot(Path.of(System.getProperty("astragal.pictures"), name + ".png"));
    }
  }
}
