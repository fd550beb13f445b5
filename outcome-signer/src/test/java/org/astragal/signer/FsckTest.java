package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.astragal.outcome.Event;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.Policy;
import org.astragal.signer.FsckReport.Kind;
import org.astragal.signer.Store.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: each kind of damage is found and named; a sound log is found sound, and not touched. */
final class FsckTest {
  @TempDir Path directory;

  private TestLog site() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      site.sealMany(log, 300);
      log.append(new Event("rng.self-test", Rounds.APPLIANCE, Json.Obj.EMPTY)).get();
    }
    return site;
  }

  private static void found(TestLog site, Kind kind, String where, String detail) throws Exception {
    FsckReport report = Fsck.check(site.directory, site.policy());
    assertTrue(
        report.findings().stream()
            .anyMatch(
                f -> f.kind() == kind && f.where().equals(where) && f.detail().contains(detail)),
        report.toString());
    assertFalse(report.clean());
  }

  @Test
  void aSoundLogIsSoundAndStaysAsItWas() throws Exception {
    TestLog site = site();
    Map<Path, Hash> before = contents();
    FsckReport report = Fsck.check(directory, site.policy());
    assertTrue(report.clean(), report.toString());
    assertEquals(TestLog.ORIGIN, report.origin());
    assertEquals(302, report.records());
    assertEquals(1, report.tiles());
    assertEquals(0, report.unsigned());
    assertEquals(List.of(), report.openIntents());
    assertEquals(before, contents());
  }

  private Map<Path, Hash> contents() throws Exception {
    Map<Path, Hash> contents = new HashMap<>();
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file, Hash.sha256(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  @Test
  void itWorksBesideAWriter() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      for (int i = 0; i < 5; i++) {
        int from = i * 100;
        for (int j = from; j < from + 100; j++) {
          var _ = log.submit(Rounds.intent(j), Rounds.play(Rounds.intent(j)));
        }
        FsckReport report = Fsck.check(directory, site.policy());
        assertTrue(report.clean(), report.toString());
      }
    }
    assertEquals(501, Fsck.check(directory, site.policy()).records());
  }

  @Test
  void noLogIsNotASoundLog() {
    var site = new TestLog(directory);
    assertEquals(
        LogException.Fault.NOT_CREATED,
        assertThrows(LogException.class, () -> Fsck.check(directory, site.policy())).fault());
  }

  @Test
  void anotherKeyThanThePolicysIsFound() throws Exception {
    site();
    Policy other =
        Policy.parse("log " + new SoftwareSigner(TestLog.ORIGIN).key().vkey() + "\nquorum none\n");
    FsckReport report = Fsck.check(directory, other);
    assertTrue(report.findings().stream().allMatch(f -> f.kind() == Kind.CHECKPOINT));
    assertEquals(report.checkpoints(), report.findings().size() + report.more());
  }

  @Test
  void aChangedRecordIsFoundByItsTileAndItsCheckpoint() throws Exception {
    TestLog site = site();
    Surgery.operate(
        directory,
        (store, batch) -> {
          String record = new String(store.record(7), StandardCharsets.UTF_8);
          batch.record(7, record.replace("\"17\"", "\"18\"").getBytes(StandardCharsets.UTF_8));
        });
    // The start reads the edge of the tree only: it is for the full check to find this.
    site.open().close();
    found(site, Kind.TILE, "tile 0/0", "does not hold the hashes");
    found(site, Kind.CHECKPOINT, "checkpoint 302", "has root");
  }

  @Test
  void aMissingRecordIsFound() throws Exception {
    TestLog site = site();
    Surgery.operate(
        directory,
        (store, batch) -> Surgery.remove(store, batch, Family.RECORDS, Keys.number(100)));
    found(site, Kind.RECORD, "record 100", "is missing");
  }

  @Test
  void recordsThatLieAboutThemselvesAreFound() throws Exception {
    TestLog site = site();
    Surgery.operate(
        directory,
        (store, batch) -> {
          batch.record(8, store.record(9));
          batch.record(10, "{}".getBytes(StandardCharsets.UTF_8));
          String record = new String(store.record(12), StandardCharsets.UTF_8);
          String early = record.replaceAll("\"at\":\"20..", "\"at\":\"1999");
          batch.record(12, early.getBytes(StandardCharsets.UTF_8));
          batch.record(0, store.record(13));
        });
    found(site, Kind.RECORD, "record 8", "says to be record 9");
    found(site, Kind.RECORD, "record 10", "does not parse");
    found(site, Kind.RECORD, "record 12", "is of 1999");
    found(site, Kind.RECORD, "record 0", "is round.settled");
  }

  @Test
  void wrongMissingAndSurplusTilesAreFound() throws Exception {
    TestLog site = site();
    Surgery.operate(
        directory,
        (store, batch) -> {
          Surgery.remove(store, batch, Family.TILES, Keys.tile(0, 0));
          batch.tile(0, 1, new byte[TreeEdge.TILE_BYTES]);
          batch.tile(1, 0, new byte[TreeEdge.TILE_BYTES]);
        });
    found(site, Kind.TILE, "tile 0/0", "is missing");
    found(site, Kind.TILE, "tile 0/1", "has no records");
    found(site, Kind.TILE, "tile 1/0", "has no records");
  }

  @Test
  void checkpointsOfAnotherTreeOrTooLargeAreFound() throws Exception {
    TestLog site = site();
    Surgery.operate(
        directory,
        (store, batch) -> {
          byte[] newest = store.newestCheckpoint().orElseThrow().note();
          batch.checkpoint(400, newest);
          batch.checkpoint(5, newest);
          batch.checkpoint(6, "nonsense".getBytes(StandardCharsets.UTF_8));
          var notary = new Notary(TestLog.ORIGIN, site.signer);
          var other = new BatchTree(new Peaks(0), new byte[7 * Sha.BYTES], new Sha());
          batch.checkpoint(7, notary.sign(other).bytes());
        });
    found(site, Kind.CHECKPOINT, "checkpoint 400", "there are only 302 records");
    found(site, Kind.CHECKPOINT, "checkpoint 5", "says to be checkpoint 302");
    found(site, Kind.CHECKPOINT, "checkpoint 6", "does not parse");
    found(site, Kind.CHECKPOINT, "checkpoint 7", "has root");
  }

  @Test
  void indexEntriesThatAreWrongMissingOrTooManyAreFound() throws Exception {
    TestLog site = site();
    Surgery.operate(
        directory,
        (store, batch) -> {
          Surgery.remove(store, batch, Family.REQUESTS, Keys.request("op-17", "request-1"));
          Surgery.remove(store, batch, Family.ROUNDS, Keys.round("op-17", "round-2", 0));
          batch.index(Rounds.intent("op-17", "request-3", "round-3"), 9);
          batch.index(Rounds.intent("op-17", "request-x", "round-x"), 11);
          batch.index(Rounds.intent("op-17", "request-y", "round-y"), 9999);
        });
    FsckReport report = Fsck.check(directory, site.policy());
    assertTrue(report.findings().stream().allMatch(f -> f.kind() == Kind.INDEX));
    found(site, Kind.INDEX, "record 2", "its request is not in the index");
    found(site, Kind.INDEX, "record 3", "no or another record for its round");
    found(site, Kind.INDEX, "record 4", "another record or body for its request");
    found(site, Kind.INDEX, "op-17 request-x", "an entry of requests has no record");
    found(site, Kind.INDEX, "op-17 request-y", "an entry of requests has no record");
    found(site, Kind.INDEX, "op-17 round-x", "an entry of rounds has no record");
  }

  @Test
  void intentsThatDoNotParseAreFound() throws Exception {
    TestLog site = site();
    Surgery.operate(
        directory,
        (store, batch) ->
            batch.unwrap().put(store.handle(Family.INTENTS), Keys.number(3), new byte[] {9}));
    found(site, Kind.INTENT, "intent 3", "does not parse");
  }

  @Test
  void aHeadFileThatIsMissingOrNotOursIsFound() throws Exception {
    TestLog site = site();
    Files.write(directory.resolve("head"), new byte[] {1});
    found(site, Kind.HEAD, "head", "is not a checkpoint");
    Files.delete(directory.resolve("head"));
    found(site, Kind.HEAD, "head", "is missing");
  }

  @Test
  void aFlippedBitInATableIsFound() throws Exception {
    TestLog site = site();
    Path table = Surgery.files(directory, ".sst").getFirst();
    Surgery.flip(table, Files.size(table) / 3);
    FsckReport report = Fsck.check(directory, site.policy());
    assertTrue(report.findings().stream().anyMatch(f -> f.kind() == Kind.STORE), report.toString());
  }
}
