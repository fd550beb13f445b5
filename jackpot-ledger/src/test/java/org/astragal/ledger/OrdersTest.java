package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.astragal.ledger.Order.Act;
import org.astragal.ledger.Order.Place;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Json;
import org.astragal.service.Person;
import org.astragal.service.TwoPersons;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: only two persons together move money without an outcome, exactly, and it is written down.
 */
final class OrdersTest {
  private static final long MICRO = PoolRules.MICRO;
  private static final Place MINI = new Place("global.2026", "MINI");
  private static final Place GRAND = new Place("global.2026", "GRAND");
  private static final Person ONE = new Person("sha256:1", "CN=one");
  private static final Person TWO = new Person("sha256:2", "CN=two");
  private static final Instant AT = Instant.parse("2026-06-08T12:00:00Z");

  @TempDir private Path directory;

  /** {@return an order that both have given their word for} */
  static Input.Ordered both(Order order) {
    return new Input.Ordered(
        order, List.of(new TwoPersons.Approval(ONE, AT), new TwoPersons.Approval(TWO, AT)));
  }

  static Order order(Act act, Place place, Optional<Place> to, long micro) {
    return new Order(act, place, to, micro, "approval 17");
  }

  @Test
  void adjustmentsAndTransfersAreExact() throws Exception {
    try (var books = books(Site.RULES)) {
      done(books, order(Act.ADJUST, MINI, Optional.empty(), 1_234_567));
      done(books, order(Act.ADJUST, MINI, Optional.empty(), -234_560));
      assertEquals(5000 * MICRO + 1_000_007, books.micro("MINI", AccountKind.POOL));
      assertEquals(-1_000_007, books.micro("MINI", AccountKind.ADJUST));
      done(books, order(Act.TRANSFER, MINI, Optional.of(GRAND), 4_000_000_001L));
      assertEquals(1000 * MICRO + 1_000_006, books.micro("MINI", AccountKind.POOL));
      assertEquals(5_000_000 * MICRO + 4_000_000_001L, books.micro("GRAND", AccountKind.POOL));
      assertEquals(-4_000_000_001L, books.micro("GRAND", AccountKind.ADJUST));
      assertEquals(4_000_000_001L - 1_000_007, books.micro("MINI", AccountKind.ADJUST));
      assertEquals(
          1, books.number("select count(*) from event where type = 'jackpot.transferred'"));
      books.assertBalanced();
    }
  }

  @Test
  void aRetiredLevelLeavesNothingBehindAndTakesNoPart() throws Exception {
    var rules = Site.RULES.replace("reservePpm: 244}", "reservePpm: 244, ceilingMinor: 5001}");
    var log = new TestLog("test.example/outcomes/retire");
    try (var books = books(rules, log)) {
      log.create();
      log.seal(List.of(Round.of("r", 1000).body()));
      books.ingest().deliver(log.origin(), TestLog.stream(log.lines(0, 2)));
      var grand = books.micro("GRAND", AccountKind.POOL);
      var reserve = books.micro("GRAND", AccountKind.RESERVE);
      assertEquals(3 * MICRO, books.micro("MINI", AccountKind.OVERFLOW));
      done(books, order(Act.RETIRE, MINI, Optional.of(GRAND), 0));
      for (var kind : List.of(AccountKind.POOL, AccountKind.RESERVE, AccountKind.OVERFLOW)) {
        assertEquals(0, books.micro("MINI", kind));
      }
      assertEquals(grand + 5001 * MICRO, books.micro("GRAND", AccountKind.POOL));
      assertEquals(reserve + 244_000, books.micro("GRAND", AccountKind.RESERVE));
      assertEquals(3 * MICRO, books.micro("GRAND", AccountKind.OVERFLOW));

      // The file that still has the level goes on to hold; another one must leave it out.
      books.posting().adopt(RulesFile.loadAll(directory));
      log.seal(List.of(Round.of("later", 1000).body()));
      books.ingest().deliver(log.origin(), TestLog.stream(log.lines(2, 3)));
      assertEquals(0, books.micro("MINI", AccountKind.POOL));
      assertEquals(grand + 5006 * MICRO, books.micro("GRAND", AccountKind.POOL));
      Files.writeString(directory.resolve("pool.yaml"), rules.replace("5143", "5144"));
      var e =
          assertThrows(
              org.astragal.service.ConfigException.class,
              () -> books.posting().adopt(RulesFile.loadAll(directory)));
      assertTrue(String.valueOf(e.getMessage()).contains("MINI is retired"), e.getMessage());
      books.assertBalanced();
    }
  }

  @Test
  void whatALevelLacksCannotBeTaken() throws Exception {
    try (var books = books(Site.RULES)) {
      var before = books.queries().pools();
      for (var order :
          List.of(
              order(Act.ADJUST, MINI, Optional.empty(), -5000 * MICRO - 1),
              order(Act.ADJUST, GRAND, Optional.empty(), Long.MAX_VALUE),
              order(Act.TRANSFER, MINI, Optional.of(GRAND), 5000 * MICRO + 1),
              order(Act.TRANSFER, MINI, Optional.of(new Place("global.2026", "NONE")), 1),
              order(Act.RETIRE, new Place("elsewhere", "MINI"), Optional.of(GRAND), 0))) {
        assertTrue(books.posting().obstacle(order).isPresent(), order::text);
        assertTrue(books.posting().order(both(order)) instanceof Books.Done.Refused, order::text);
      }
      assertEquals(before, books.queries().pools());
      assertEquals(2, books.number("select count(*) from journal"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"act\":\"adjust\",\"level\":\"L\",\"micro\":\"0\",\"pool\":\"P\",\"reason\":\"r\"}",
        "{\"act\":\"adjust\",\"level\":\"L\",\"micro\":\"-9223372036854775808\",\"pool\":\"P\","
            + "\"reason\":\"r\"}",
        "{\"act\":\"adjust\",\"level\":\"L\",\"micro\":\"1.5\",\"pool\":\"P\",\"reason\":\"r\"}",
        "{\"act\":\"adjust\",\"level\":\"L\",\"micro\":\"1\",\"pool\":\"P\",\"reason\":\" \"}",
        "{\"act\":\"adjust\",\"level\":\"L\",\"micro\":\"1\",\"pool\":\"P\"}",
        "{\"act\":\"give\",\"level\":\"L\",\"micro\":\"1\",\"pool\":\"P\",\"reason\":\"r\"}",
        "{\"act\":\"transfer\",\"level\":\"L\",\"micro\":\"1\",\"pool\":\"P\",\"reason\":\"r\"}",
        "{\"act\":\"transfer\",\"level\":\"L\",\"micro\":\"-1\",\"pool\":\"P\",\"reason\":\"r\","
            + "\"to\":{\"level\":\"M\",\"pool\":\"P\"}}",
        "{\"act\":\"transfer\",\"level\":\"L\",\"micro\":\"1\",\"pool\":\"P\",\"reason\":\"r\","
            + "\"to\":{\"level\":\"L\",\"pool\":\"P\"}}",
        "{\"act\":\"retire\",\"level\":\"L\",\"micro\":\"1\",\"pool\":\"P\",\"reason\":\"r\","
            + "\"to\":{\"level\":\"M\",\"pool\":\"P\"}}",
        "{\"act\":\"adjust\",\"level\":\"L\",\"micro\":\"1\",\"more\":1,\"pool\":\"P\",\"reason\":\"r\"}",
      })
  void whatIsNoOrderIsRefused(String text) throws Exception {
    var json = (Json.Obj) Json.parse(text.getBytes(StandardCharsets.UTF_8));
    assertThrows(Exception.class, () -> Order.of(json));
  }

  @Test
  void anOrderComesBackFromTheJournalAsItWas() throws Exception {
    var input = both(order(Act.TRANSFER, MINI, Optional.of(GRAND), 17));
    assertEquals(input, Input.of(input.kind(), input.json()));
    assertTrue(input.isByTwo());
  }

  @Test
  void onlyAnotherPersonCanApproveTheVerySameInTime() throws Exception {
    var now = new AtomicReference<>(AT);
    try (var books = books(Site.RULES)) {
      var proposals = new Proposals(books.database(), now::get);
      var order = order(Act.ADJUST, MINI, Optional.empty(), 1);
      waits(proposals, order, ONE);
      waits(proposals, order, ONE);
      waits(proposals, order, new Person("sha256:9", ONE.name()));
      waits(proposals, order(Act.ADJUST, MINI, Optional.empty(), 2), TWO);
      waits(proposals, new Order(Act.ADJUST, MINI, Optional.empty(), 1, "another reason"), TWO);
      now.set(AT.plus(TwoPersons.VALID));
      waits(proposals, order, TWO);
      // The clock is set back: nobody knows how old a proposal of a later time is.
      var later = order(Act.ADJUST, MINI, Optional.empty(), 3);
      waits(proposals, later, ONE);
      now.set(AT.minus(TwoPersons.VALID));
      waits(proposals, later, TWO);
      now.set(AT.plus(TwoPersons.VALID));
      waits(proposals, order, TWO);
      now.set(AT.plus(TwoPersons.VALID).plus(TwoPersons.VALID).minus(Duration.ofMillis(1)));
      // Whoever asks after the process began anew finds it as it was.
      var again = new Proposals(books.database(), now::get);
      var approved = (TwoPersons.Answer.Approved) again.ask(order.text(), ONE);
      assertEquals(
          List.of(TWO, ONE),
          approved.approvals().stream().map(TwoPersons.Approval::person).toList());
      assertEquals(1, again.open().size());
      var ordered = new Input.Ordered(order, approved.approvals());
      books.posting().order(ordered, c -> Proposals.use(c, order.text()));
      // It is used up with what it led to, once.
      var e =
          assertThrows(
              StoreException.class,
              () -> books.posting().order(ordered, c -> Proposals.use(c, order.text())));
      assertEquals(StoreException.Fault.MOVED, e.fault());
      assertEquals(5000 * MICRO + 1, books.micro("MINI", AccountKind.POOL));
      waits(again, order, ONE);
    }
  }

  @Test
  void proposalsHaveALimit() throws Exception {
    try (var books = books(Site.RULES)) {
      var proposals = new Proposals(books.database(), () -> AT);
      for (var i = 1; i <= TwoPersons.MAX_OPEN; i++) {
        waits(proposals, order(Act.ADJUST, MINI, Optional.empty(), i), ONE);
      }
      var more = order(Act.ADJUST, MINI, Optional.empty(), 1_000);
      assertTrue(proposals.ask(more.text(), ONE) instanceof TwoPersons.Answer.Busy);
      waits(proposals, order(Act.ADJUST, MINI, Optional.empty(), 1), ONE);
    }
  }

  private static void waits(Proposals proposals, Order order, Person person) throws StoreException {
    assertTrue(proposals.ask(order.text(), person) instanceof TwoPersons.Answer.Waiting);
  }

  @Test
  void twoSupervisorsDoItOverHttp() throws Exception {
    var log = new TestLog("test.example/outcomes/orders");
    try (var ledger = InProcess.open(directory, List.of(log), TestDatabase.create(), "")) {
      var one = Site.client(ledger.site().pki().client("jackpot-supervisor", "one"));
      var two = Site.client(ledger.site().pki().client("jackpot-supervisor", "two"));
      var body = order(Act.ADJUST, MINI, Optional.empty(), 3_000_001).text();
      assertEquals(202, post(one, ledger, body).statusCode());
      var proposals = "https://127.0.0.1:" + ledger.ingestPort() + "/v1/proposals";
      assertTrue(Site.get(one, proposals).body().contains("\"mine\":true"));
      var open = Site.get(two, proposals).body();
      assertTrue(open.contains("\"person\":\"O=op-17,OU=jackpot-supervisor,CN=one\""), open);
      assertTrue(open.contains("{\"action\":" + body) && open.contains("\"mine\":false"), open);
      assertEquals(403, Site.get(ledger.site().appliance(), proposals).statusCode());
      for (var header :
          List.of(
              List.of("Origin", "https://elsewhere.example"),
              List.of("Origin", "http://127.0.0.1:" + ledger.ingestPort()),
              List.of("Origin", "null"),
              List.of("Sec-Fetch-Site", "cross-site"),
              List.of("Sec-Fetch-Site", "same-site"))) {
        var foreign = post(two, ledger, body, header.getFirst(), header.getLast());
        assertEquals(403, foreign.statusCode(), header::toString);
        assertTrue(foreign.body().contains("wrong-origin"), header::toString);
      }
      assertEquals(202, post(one, ledger, body).statusCode());
      assertEquals(403, post(ledger.site().appliance(), ledger, body).statusCode());
      var done = post(two, ledger, body);
      assertEquals(200, done.statusCode(), done.body());
      assertEquals("2", Site.json(done.body()).string("entry"));
      var mini = ledger.queries().pools().levels().getLast();
      assertEquals(5000 * MICRO + 3_000_001, mini.of(AccountKind.POOL));
      var below = order(Act.ADJUST, MINI, Optional.empty(), -9000 * MICRO).text();
      assertEquals(409, post(two, ledger, below).statusCode());
      assertEquals(400, post(two, ledger, "{}").statusCode());
      var trace = "https://127.0.0.1:%d/v1/trace?pool=global.2026&posting=%s";
      var third = Site.get(two, trace.formatted(ledger.ingestPort(), "3"));
      assertEquals(200, third.statusCode(), third.body());
      assertEquals("movement", Site.json(third.body()).string("table"));
      assertEquals(404, Site.get(two, trace.formatted(ledger.ingestPort(), "4")).statusCode());
      assertEquals(400, Site.get(two, trace.formatted(ledger.ingestPort(), "x")).statusCode());
      assertEquals(
          403,
          Site.get(ledger.site().appliance(), trace.formatted(ledger.ingestPort(), "3"))
              .statusCode());
      assertEquals(400, post(two, ledger, "no").statusCode());
      var own = "https://127.0.0.1:" + ledger.ingestPort();
      assertEquals(400, post(two, ledger, "no", "Origin", own).statusCode());
      assertEquals("{\"proposals\":[]}", Site.get(two, proposals).body(), "used up");
    }
  }

  private static HttpResponse<String> post(HttpClient client, InProcess ledger, String body)
      throws Exception {
    return post(client, ledger, body, "Accept", "application/json");
  }

  private static HttpResponse<String> post(
      HttpClient client, InProcess ledger, String body, String header, String value)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + ledger.ingestPort() + "/v1/orders"))
            .header(header, value)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static void done(TestBooks books, Order order) throws Exception {
    assertEquals(Optional.empty(), books.posting().obstacle(order));
    assertTrue(books.posting().order(both(order)) instanceof Books.Done.Posted, order::text);
  }

  private TestBooks books(String rules, TestLog... logs) throws Exception {
    var log = logs.length > 0 ? logs[0] : new TestLog("test.example/outcomes/none");
    return TestBooks.open(directory, rules, List.of(log));
  }
}
