package org.astragal.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whatever around a ledger dies, is cut off or falls silent under load, each outcome is in
 * the books once, every total is right, and it goes on by itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class FaultsTest {
  private static final int KILLS = Integer.getInteger("astragal.kills", 1);

  /** Records of a log that an outage lasts for: about two seconds. */
  private static final int OUTAGE = 300;

  private Optional<FaultyLine> toDatabase = Optional.empty();
  private Optional<FaultyLine> toBroker = Optional.empty();
  private Optional<FaultedLedger> faulted = Optional.empty();

  @BeforeAll
  void begin(@TempDir Path directory) throws Exception {
    var address = TestDatabase.create();
    var port = Integer.parseInt(address.url().replaceAll(".*:(\\d+)/.*", "$1"));
    var broker = TestBroker.get();
    toDatabase = Optional.of(FaultyLine.open(0, port));
    toBroker = Optional.of(FaultyLine.open(broker.proxy(), broker.behindProxy()));
    faulted =
        Optional.of(
            FaultedLedger.overKafka(
                directory, 1, 2, address, toDatabase, "127.0.0.1:" + broker.proxy()));
  }

  @AfterAll
  void end() throws Exception {
    if (faulted.isPresent()) {
      faulted.get().close();
    }
    database().close();
    broker().close();
  }

  private FaultedLedger ledger() {
    return faulted.orElseThrow();
  }

  private FaultyLine database() {
    return toDatabase.orElseThrow();
  }

  private FaultyLine broker() {
    return toBroker.orElseThrow();
  }

  @Test
  void ledgerIsKilled() throws Exception {
    for (var kill = 1; kill <= KILLS; kill++) {
      ledger().survives("ledger killed", ledger()::kill, ledger()::start);
    }
  }

  @Test
  void brokerIsKilled() throws Exception {
    ledger().survives("broker killed", TestBroker.get()::kill, TestBroker.get()::restart);
  }

  @Test
  void postgresIsKilled() throws Exception {
    ledger()
        .survives(
            "PostgreSQL killed",
            () -> TestDatabase.postmaster().orElseThrow().destroyForcibly(),
            () -> FaultedLedger.await(() -> TestDatabase.postmaster().isPresent()));
  }

  @Test
  void lineToPostgresIsCut() throws Exception {
    ledger()
        .survives(
            "line to PostgreSQL cut",
            () -> {
              database().cut();
              ledger().outlast(OUTAGE);
            },
            database()::heal);
  }

  @Test
  void lineToPostgresFallsSilent() throws Exception {
    ledger()
        .survives(
            "line to PostgreSQL silent",
            () -> {
              database().fallSilent();
              ledger().outlast(OUTAGE);
            },
            database()::heal);
  }

  @Test
  void lineToTheBrokerIsCut() throws Exception {
    ledger()
        .survives(
            "line to the broker cut",
            () -> {
              broker().cut();
              ledger().outlast(OUTAGE);
            },
            broker()::heal);
  }

  @Test
  void lineToTheBrokerFallsSilent() throws Exception {
    ledger()
        .survives(
            "line to the broker silent",
            () -> {
              broker().fallSilent();
              ledger().outlast(OUTAGE);
            },
            broker()::heal);
  }

  @Test
  void inputIsNotWhatItShouldBe() throws Exception {
    var pushed = ledger().all().get(2);
    var read = ledger().all().get(0);
    var next = List.of(seal(pushed), seal(pushed), seal(pushed));
    assertRefused("root-mismatch", pushed, List.of(forged(next.get(0)), next.get(1), next.get(2)));
    assertRefused("gap", pushed, List.of(next.get(1), next.get(0), next.get(2)));
    assertRefused("wrong-log", pushed, read.lines(0, 1));
    ledger().write(read, pushed.origin(), next);
    ledger().write(read, read.origin(), List.of(forged(seal(read)), "junk".getBytes(UTF_8)));
    ledger().write(read, read.origin(), read.lines(0, Math.toIntExact(read.size())));
    assertEquals(200, ledger().push(pushed, next).statusCode());
    var again = ledger().push(pushed, next);
    assertEquals("3", Site.json(again.body()).string("duplicates"));
    ledger().assertWhole();
    // Two trees of one size, both signed: the log stops, the others go on, people decide.
    var other = pushed.fork(pushed.size() - 1);
    other.seal(List.of(Round.of("another", 1_000_000).body()));
    var size = Math.toIntExact(other.size());
    assertRefused("log-forked", pushed, other.lines(size - 1, size));
    var honest = seal(pushed);
    assertRefused("log-stopped", pushed, List.of(honest));
    seal(read);
    ledger().write(read, read.origin(), read.lines(0, Math.toIntExact(read.size())));
    FaultedLedger.await(() -> ledger().posted(read) == read.size());
    assertEquals(202, resume(pushed, "one").statusCode());
    assertEquals(200, resume(pushed, "two").statusCode());
    assertEquals(200, ledger().push(pushed, List.of(honest)).statusCode());
    ledger().assertWhole();
  }

  /** {@return the line of one more round} */
  private static byte[] seal(TestLog log) {
    return log.seal(List.of(Feeder.round(log, log.size()).body())).getFirst();
  }

  /** {@return the line with a stake that begins with another digit} */
  private static byte[] forged(byte[] line) {
    return new String(line, UTF_8)
        .replaceFirst("\"minor\":\"([0-9]+)\"", "\"minor\":\"9$1\"")
        .getBytes(UTF_8);
  }

  private void assertRefused(String reason, TestLog log, List<byte[]> lines) throws Exception {
    var answer = ledger().push(log, lines);
    assertTrue(answer.statusCode() == 409 || answer.statusCode() == 422, answer::body);
    assertTrue(answer.body().contains(reason), answer::body);
  }

  private HttpResponse<String> resume(TestLog log, String supervisor) throws Exception {
    var client = Site.client(ledger().site().pki().client("jackpot-supervisor", supervisor));
    var url = "https://127.0.0.1:" + ledger().process().ingestPort() + "/v1/rulings";
    var ruling = "{\"act\":\"resume\",\"log\":\"" + log.origin() + "\",\"reason\":\"looked at\"}";
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .POST(HttpRequest.BodyPublishers.ofString(ruling))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** {@return why the rules on disk are not in force} */
  private Optional<String> refused() throws Exception {
    return ledger().get("/v1/pools").obj("rules").find("refused").orElseThrow()
            instanceof Json.Str(var why)
        ? Optional.of(why)
        : Optional.empty();
  }

  @Test
  void rulesFileIsPoisoned() throws Exception {
    var file = ledger().site().directory().resolve("rules/global.yaml");
    var good = Files.readString(file);
    var bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (var i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    var poisons =
        List.of(
            "\0\0\0",
            bomb.toString(),
            good.replace("EUR", "USD"),
            good.replace("5000,", "1000001,"));
    ledger()
        .survives(
            "rules poisoned",
            () -> {
              var told = new HashSet<String>();
              for (var poison : poisons) {
                Files.writeString(file, poison);
                FaultedLedger.await(() -> refused().filter(told::add).isPresent());
              }
            },
            () -> Files.writeString(file, good));
    FaultedLedger.await(() -> refused().isEmpty());
    // Nobody is there who could keep the old rules: the start says what is wrong with the new ones.
    ledger()
        .survives(
            "ledger killed while the rules were poisoned",
            () -> {
              ledger().kill();
              Files.writeString(file, "\0\0\0", UTF_8);
              var refused =
                  LedgerProcess.start(
                      ledger().site(), "serve", "--config", ledger().site().config().toString());
              assertEquals(2, refused.awaitExit());
              assertTrue(refused.log().contains("global.yaml"), refused.log());
            },
            () -> {
              Files.writeString(file, good);
              ledger().start();
            });
  }
}
