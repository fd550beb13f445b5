package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Trigger;
import org.astragal.outcome.VerifierKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: whoever pays is told of each win by one signed instruction, whatever is killed when. */
@Timeout(300)
final class SettlementTest {
  private static final String PAID =
      "{\"identity\":\"passed\",\"payment\":\"accepted\",\"risk\":\"passed\"}";

  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/settled");
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private final Semaphore came = new Semaphore(0);
  private volatile Reply reply = _ -> Optional.of(new SettlementPort.Answer(200, bytes(PAID)));
  private HttpServer payer = receiver();

  /** Who pays: says nothing if it is empty. */
  private interface Reply {
    Optional<SettlementPort.Answer> to(Got got);
  }

  private record Got(String key, String signature, String signer, String body) {}

  private HttpServer receiver() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/pay", this::handle);
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var one =
        new Got(
            headers.getFirst(Webhook.KEY),
            headers.getFirst(Webhook.SIGNATURE),
            headers.getFirst(Webhook.SIGNED_BY),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    got.add(one);
    var answer = reply.to(one);
    came.release();
    if (answer.isPresent()) {
      exchange.sendResponseHeaders(answer.get().status(), answer.get().body().length);
      exchange.getResponseBody().write(answer.get().body());
    }
    exchange.close();
  }

  @BeforeEach
  void begin() {
    payer.start();
  }

  @AfterEach
  void end() {
    payer.stop(0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String configuration() {
    return "settlement: {url: 'http://127.0.0.1:%d/pay', timeout: 10s}\n"
        .formatted(payer.getAddress().getPort());
  }

  private List<byte[]> won(String round) {
    var before = Math.toIntExact(log.size());
    log.seal(
        List.of(
            GameWinsTest.with(
                Round.of(round, 1000).body(),
                List.of(new Trigger("1", 0, "MINI", "global.2026")))));
    return log.lines(before, Math.toIntExact(log.size()));
  }

  private void awaitCame(int count) throws InterruptedException {
    assertTrue(came.tryAcquire(count, 120, TimeUnit.SECONDS), "instructions: " + got.size());
  }

  private static void assertSigned(Got one) throws Exception {
    var key = VerifierKey.parse(one.signer());
    assertTrue(
        key.verify(
            Instruction.message(bytes(one.body())), Base64.getDecoder().decode(one.signature())));
  }

  @Test
  void eachWinIsInstructedOnceAndWhatIsNotAnsweredIsSentAgainTheSame() throws Exception {
    // Not there, then undecided, then paid; the second win is paid at once.
    reply =
        one ->
            switch ((int) got.stream().filter(g -> g.key().equals(one.key())).count()) {
              case 1 -> Optional.of(new SettlementPort.Answer(503, new byte[0]));
              case 2 ->
                  Optional.of(
                      new SettlementPort.Answer(200, bytes(PAID.replace("accepted", "pending"))));
              default -> Optional.of(new SettlementPort.Answer(200, bytes(PAID)));
            };
    try (var ledger =
        InProcess.open(directory, List.of(log), TestDatabase.create(), configuration())) {
      var lines = new java.util.ArrayList<byte[]>(List.of(log.create()));
      lines.addAll(won("r-1"));
      ledger.push(lines);
      awaitCame(3);
      ledger.push(won("r-2"));
      awaitCame(3);
      var shown = "/v1/settlements";
      var http = HttpClient.newHttpClient();
      while (Site.get(http, ledger.openUrl() + shown).body().contains("\"due\"")) {
        Thread.sleep(20);
      }
      assertEquals(6, got.size(), got::toString);
      assertEquals(2, new HashSet<>(got).size(), "the same bytes each time");
      for (var one : got) {
        assertSigned(one);
      }
      var first = Site.json(got.getFirst().body());
      assertEquals(got.getFirst().key(), first.string("id"));
      assertEquals("r-1", first.string("round"));
      assertEquals("5004", first.string("minor"));
      assertEquals("5004", first.string("netMinor"));
      assertEquals("EUR", first.string("currency"));
      assertEquals("ledger.example/journal", first.string("journal"));
    }
  }

  @Test
  void aClockThatWasSetBackHoldsUpNoInstruction() throws Exception {
    var address = TestDatabase.create();
    var away = new AtomicBoolean(true);
    reply = _ -> Optional.of(new SettlementPort.Answer(away.get() ? 503 : 200, bytes(PAID)));
    try (var ledger = InProcess.open(directory, List.of(log), address, configuration());
        var c = DriverManager.getConnection(address.url(), address.properties());
        var s = c.createStatement()) {
      var lines = new java.util.ArrayList<byte[]>(List.of(log.create()));
      lines.addAll(won("r-1"));
      ledger.push(lines);
      awaitCame(3);
      FaultedLedger.await(() -> {
        try (var r = s.executeQuery("select attempts from instruction_due")) {
          return r.next() && r.getInt(1) == 3;
        }
      });
      // As if the last attempt had been an hour later than now.
      assertEquals(1, s.executeUpdate("update instruction_due set due = now() + interval '1 h'"));
      away.set(false);
      var http = HttpClient.newHttpClient();
      FaultedLedger.await(
          () -> Site.get(http, ledger.openUrl() + "/v1/settlements").body().contains("answered"));
    }
  }

  @Test
  @SuppressWarnings("try") // close() may be interrupted like any wait
  void killedBetweenSendingAndRecordingItSendsTheSameAgain() throws Exception {
    var address = TestDatabase.create();
    var owner = address.owner().orElseThrow();
    var site =
        new Site(
            directory,
            List.of(log),
            "{url: '%s', user: %s, passwordFile: db.password, owner: {user: %s, passwordFile: %s}}"
                .formatted(address.url(), address.user(), owner.user(), "owner.password"),
            Site.RULES);
    InProcess.password(directory.resolve("db.password"), address);
    InProcess.password(directory.resolve("owner.password"), owner);
    Files.writeString(site.config(), configuration(), StandardOpenOption.APPEND);
    try (var first = LedgerProcess.serve(site)) {
      // It is killed while who pays has taken the instruction and not yet answered.
      reply =
          _ -> {
            ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
            return Optional.empty();
          };
      var lines = new java.util.ArrayList<byte[]>(List.of(log.create()));
      lines.addAll(won("r-1"));
      assertEquals(
          200,
          Site.push(site.appliance(), first.ingestPort(), log.origin(), TestLog.body(lines))
              .statusCode());
      awaitCame(1);
      first.awaitExit();
    }
    reply = _ -> Optional.of(new SettlementPort.Answer(200, bytes(PAID)));
    try (var again = LedgerProcess.serve(site);
        var database = Database.open(address)) {
      awaitCame(1);
      assertEquals(got.getFirst(), got.getLast());
      assertSigned(got.getLast());
      Optional<String> answer = Optional.empty();
      while (answer.isEmpty()) {
        answer = database.read(c -> Settlements.answer(c, "global.2026", 4));
        Thread.sleep(20);
      }
      assertEquals(PAID, answer.get());
      assertEquals(0, again.stop());
    }
    assertEquals(2, got.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|{\"identity\":\"passed\",\"payment\":\"refused\",\"risk\":\"failed\"}|",
        "200|{\"identity\":\"passed\",\"payment\":\"pending\",\"risk\":\"passed\"}|payment is not"
            + " decided",
        "200|{\"identity\":\"passed\",\"risk\":\"passed\"}|does not tell",
        "200|[]|no JSON object",
        "200|no|does not tell",
        "302|{}|status 302",
        "404|{}|status 404",
      })
  void onlyADecidedAnswerEndsIt(int status, String body, String obstacle) {
    var found = Settlements.obstacle(new SettlementPort.Answer(status, bytes(body)));
    assertEquals(obstacle == null, found.isEmpty(), found::toString);
    found.ifPresent(why -> assertTrue(why.contains(String.valueOf(obstacle)), why));
  }

  @Test
  void theSignatureIsOfAnotherKindThanAHead() {
    assertArrayEquals(bytes("astragal settlement v1\0{}"), Instruction.message(bytes("{}")));
  }
}
