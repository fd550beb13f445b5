package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.ConsistencyProof;
import org.astragal.outcome.Hash;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.WitnessKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Goal: the ledger cosigns what it verified, in order, and nothing that contradicts it. */
final class WitnessTest {
  private static final String NAME = "ledger.test/witness";

  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/a");
  private InProcess ledger;
  private WitnessKey witness;

  @BeforeEach
  void open() throws Exception {
    var file = directory.resolve("witness.key");
    var command = new CommandLine(new WitnessKeyCommand());
    assertEquals(0, command.execute("--name", NAME, "--out", file.toString()));
    assertEquals(1, command.execute("--name", NAME, "--out", file.toString()));
    assertEquals(
        "rw-------",
        java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    ledger =
        InProcess.open(
            directory,
            List.of(log),
            TestDatabase.create(),
            "witness: {name: %s, keyFile: witness.key}\n".formatted(NAME));
    var shown = Site.get(HttpClient.newHttpClient(), ledger.openUrl() + "/v1/witness").body();
    witness = WitnessKey.parse(Site.json(shown).string("vkey"));
    log.create();
    log.seal(IntStream.range(0, 20).mapToObj(WitnessTest::body).toList());
  }

  @AfterEach
  void close() throws Exception {
    ledger.close();
  }

  @Test
  void acknowledgementCarriesACosignatureOfTheCheckpoint() throws Exception {
    var before = Instant.now().minusSeconds(1);
    var answer =
        Site.push(
            ledger.appliance(), ledger.ingestPort(), log.origin(), TestLog.body(log.lines(0, 5)));
    var json = Site.json(answer.body());
    var note = SignedNote.parse(json.string("checkpoint").getBytes(StandardCharsets.UTF_8));
    assertEquals(log.note(5).text(), note.text());
    var at = witness.cosignedAt(with(note, json.string("cosignature"))).orElseThrow();
    assertFalse(at.isBefore(before));
    assertFalse(at.isAfter(Instant.now()));
  }

  @Test
  void continuationOfWhatWasPostedIsCosigned() throws Exception {
    ledger.push(log.lines(0, 5));
    var note = log.note(12);
    var answer = add(5, note);
    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(witness.cosignedAt(with(note, answer.body())).isPresent());
    // From there on, this is the newest one: a smaller one is cosigned no more.
    assertConflict("12", add(5, log.note(8)));
    var pushed =
        Site.push(
            ledger.appliance(), ledger.ingestPort(), log.origin(), TestLog.body(log.lines(5, 8)));
    assertFalse(Site.json(pushed.body()).find("cosignature").isPresent(), pushed.body());
    ledger.push(log.lines(8, 21));
    assertConflict("21", add(12, log.note(21)));
    assertEquals(200, add(21, log.note(21)).statusCode());
  }

  @Test
  void whoDoesNotKnowWhereToBeginIsTold() throws Exception {
    ledger.push(log.lines(0, 7));
    assertConflict("7", add(0, log.note(9)));
    assertConflict("7", add(3, log.note(9)));
  }

  @Test
  void logNeverSeenBeginsAtZero() throws Exception {
    assertEquals(200, add(0, log.note(9)).statusCode());
    ledger.push(log.lines(0, 21));
    assertEquals(21, position());
  }

  @Test
  void whatIsNotProvenOrNotSignedIsNotCosigned() throws Exception {
    ledger.push(log.lines(0, 5));
    var note = log.note(12);
    assertEquals(422, send("old 5\n\n" + note).statusCode());
    assertEquals(422, send("old 5\n" + Hash.EMPTY_ROOT.base64() + "\n\n" + note).statusCode());
    assertEquals(400, send("old 13\n\n" + note).statusCode());
    assertEquals(400, send("old 05\n\n" + note).statusCode());
    assertEquals(400, send("new 5\n\n" + note).statusCode());
    assertEquals(400, send("old 5\nnot base64\n\n" + note).statusCode());
    assertEquals(400, send("x".repeat(30_000)).statusCode());
    var unsigned = note.toString().replace("— ", "— not-").replace(log.origin() + " ", "x ");
    assertEquals(403, send("old 5\n\n" + unsigned).statusCode());
    var stranger = new TestLog("test.example/other");
    stranger.create();
    assertEquals(404, send("old 0\n\n" + stranger.note(1)).statusCode());
    var forger = new TestLog(log.origin());
    forger.create();
    assertEquals(403, send("old 0\n\n" + forger.note(1)).statusCode());
    assertEquals(200, add(5, note).statusCode());
  }

  @Test
  void anotherTreeOfASizeThatWasPostedStopsTheLog() throws Exception {
    ledger.push(log.lines(0, 5));
    ledger.push(log.lines(5, 9));
    var fork = log.fork(2);
    fork.seal(IntStream.range(50, 55).mapToObj(WitnessTest::body).toList());
    assertEquals(409, send("old 7\n\n" + fork.note(7)).statusCode());
    assertStopped(fork.note(7));
  }

  @Test
  void streamThatContradictsWhatWasCosignedStopsTheLog() throws Exception {
    ledger.push(log.lines(0, 5));
    var fork = log.fork(5);
    fork.seal(IntStream.range(50, 55).mapToObj(WitnessTest::body).toList());
    assertEquals(200, add(fork, 5, fork.note(10)).statusCode());
    ledger.push(log.lines(5, 8));
    var answer =
        Site.push(
            ledger.appliance(), ledger.ingestPort(), log.origin(), TestLog.body(log.lines(8, 12)));
    assertEquals(422, answer.statusCode());
    assertEquals("log-stopped", Site.json(answer.body()).string("reason"));
    assertStopped(fork.note(10));
    assertEquals(8, position());
    assertEquals(403, add(8, log.note(12)).statusCode());
  }

  private void assertStopped(SignedNote other) throws Exception {
    var open = HttpClient.newHttpClient();
    var shown = Site.get(open, ledger.openUrl() + "/v1/contradictions").body();
    var escaped = other.text().replace("\n", "\\n");
    assertTrue(shown.contains("\"other\":\"" + escaped), shown);
    assertTrue(Site.get(open, ledger.openUrl() + "/v1/logs").body().contains("\"log-forked\""));
  }

  private static void assertConflict(String size, HttpResponse<String> answer) {
    assertEquals(409, answer.statusCode());
    assertEquals(size + "\n", answer.body());
    assertEquals("text/x.tlog.size", answer.headers().firstValue("Content-Type").orElseThrow());
  }

  private HttpResponse<String> add(int old, SignedNote note) throws Exception {
    return add(log, old, note);
  }

  private HttpResponse<String> add(TestLog of, int old, SignedNote note) throws Exception {
    var size = Integer.parseInt(note.text().lines().toList().get(1));
    var older = new CompactRange();
    var leaves = leaves(of, size);
    leaves.subList(0, Math.min(old, size)).forEach(older::append);
    var lines = new StringBuilder("old " + old + "\n");
    for (var hash : ConsistencyProof.prove(older, leaves.subList(Math.min(old, size), size))) {
      lines.append(hash.base64()).append('\n');
    }
    return send(lines + "\n" + note);
  }

  private static List<Hash> leaves(TestLog of, int size) throws Exception {
    var leaves = new java.util.ArrayList<Hash>();
    for (var line : of.lines(0, size)) {
      leaves.add(SealedOutcome.parse(line).leaf());
    }
    return leaves;
  }

  private HttpResponse<String> send(String body) throws Exception {
    return Site.client(ledger.site().pki().client("auditor"))
        .send(
            HttpRequest.newBuilder(
                    URI.create("https://127.0.0.1:" + ledger.ingestPort() + "/add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private long position() throws StoreException {
    return ledger.queries().head(log.origin()).orElseThrow().position();
  }

  private static SignedNote with(SignedNote note, String line) throws Exception {
    return SignedNote.parse((note + line).getBytes(StandardCharsets.UTF_8));
  }

  private static org.astragal.outcome.RoundSettled body(int i) {
    return Round.of("r-" + i, 100L + i).body();
  }
}
