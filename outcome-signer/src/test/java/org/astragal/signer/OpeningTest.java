package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RoundVoided;
import org.astragal.outcome.SealedOutcome;
import org.astragal.signer.LogException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;

/** Goal: a log that has lost anything does not open; one that was interrupted goes on. */
final class OpeningTest {
  @TempDir Path directory;
  @TempDir Path image;

  private static LogException refused(TestLog site) {
    LogException e = assertThrows(LogException.class, () -> site.open().close());
    assertFalse(e.getMessage().isBlank());
    return e;
  }

  private static void refused(TestLog site, Fault fault, String words) {
    LogException e = refused(site);
    assertEquals(fault, e.fault(), e.getMessage());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  /** A closed log of 300 rounds, more than a tile. */
  private TestLog closedLog() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      site.sealMany(log, 300);
    }
    return site;
  }

  @Test
  void aLogIsCreatedOnlyWhenAskedAndNeverTwice() throws Exception {
    var site = new TestLog(directory.resolve("log"));
    refused(site, Fault.NOT_CREATED, "there is no log");
    assertFalse(OutcomeLog.exists(site.directory));
    site.create().close();
    assertTrue(OutcomeLog.exists(site.directory));
    assertEquals(Fault.ALREADY_EXISTS, assertThrows(LogException.class, site::create).fault());
    site.open().close();
    Files.delete(site.directory.resolve("head"));
    assertEquals(Fault.ALREADY_EXISTS, assertThrows(LogException.class, site::create).fault());
  }

  @Test
  void aCreationThatWasInterruptedIsTakenUp() throws Exception {
    var site = new TestLog(directory);
    Files.createDirectories(directory.resolve("store"));
    NativeLibrary.load(Optional.empty(), directory);
    Store.open(directory.resolve("store"), true).close();
    refused(site, Fault.NOT_CREATED, "there is no log");
    try (OutcomeLog log = site.create()) {
      assertEquals(1, log.size());
    }
  }

  @Test
  void twoCannotHaveItOpen() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      refused(site, Fault.LOCKED, "open already");
      TestLog.sealed(log, Rounds.intent(1));
    }
    site.open().close();
  }

  @Test
  void theOriginIsFixedForEver() throws Exception {
    var site = new TestLog(directory);
    site.create().close();
    var other = new SoftwareSigner("other.example/log");
    var config = LogConfig.of("other.example/log", directory, false);
    LogException e =
        assertThrows(
            LogException.class,
            () ->
                StoredLog.open(config, _ -> other).start(site.clock, () -> Rounds.APPLIANCE, site));
    assertEquals(Fault.OTHER_LOG, e.fault());
    LogException key =
        assertThrows(
            LogException.class,
            () ->
                StoredLog.open(site.config(false), _ -> other)
                    .start(site.clock, () -> Rounds.APPLIANCE, site));
    assertEquals(Fault.SIGNER, key.fault());
  }

  @Test
  void aKeyThatTheLogDoesNotNameNeitherSignsItNorHasSignedIt() throws Exception {
    var site = closedLog();
    var stranger = new SoftwareSigner(TestLog.ORIGIN);
    LogException unknown =
        assertThrows(
            LogException.class, () -> StoredLog.open(site.config(false), _ -> stranger).close());
    assertEquals(Fault.SIGNER, unknown.fault());
    Surgery.operate(
        directory,
        (store, batch) -> {
          byte[] forged =
              new Notary(TestLog.ORIGIN, new SoftwareSigner(TestLog.ORIGIN))
                  .sign(
                      new BatchTree(
                          new Tree(store, EdgeLoader.load(store).view()).peaks(300),
                          new Tree(store, EdgeLoader.load(store).view()).leaves(300, 301),
                          new Sha()))
                  .bytes();
          batch.checkpoint(301, forged);
        });
    refused(site, Fault.DAMAGED, "not signed with a key of this log");
  }

  @Test
  void aFlippedBitInTheMiddleOfTheWriteAheadLogIsRefused() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      for (int i = 0; i < 40; i++) {
        TestLog.sealed(log, Rounds.intent(i));
      }
      Surgery.image(directory, image);
    }
    var copy = new TestLog(image, site.signer);
    copy.open().close();
    deleteAll(image);
    // The closed log has an empty write-ahead log; one more crash image.
    try (OutcomeLog log = site.open()) {
      for (int i = 40; i < 80; i++) {
        TestLog.sealed(log, Rounds.intent(i));
      }
      Surgery.image(directory, image);
    }
    Path wal = Surgery.files(image, ".log").getFirst();
    Surgery.flip(wal, Files.size(wal) / 2);
    refused(copy, Fault.DAMAGED, "the store does not open");
    assertFalse(Fsck.check(image, site.policy()).clean());
  }

  private static void deleteAll(Path directory) throws Exception {
    List<Path> files = new ArrayList<>();
    try (var walk = Files.walk(directory)) {
      walk.filter(file -> !file.equals(directory)).forEach(files::add);
    }
    for (Path file : files.reversed()) {
      Files.delete(file);
    }
  }

  @Test
  void aTornTailIsForgottenIfNobodyWasAnswered() throws Exception {
    var site = new TestLog(directory);
    SealedOutcome last;
    try (OutcomeLog log = site.create()) {
      last = site.sealMany(log, 40).getLast();
      // Waits until the head file has caught up.
      awaitHeadFile(log);
      site.signer.delayMillis(60_000);
      var _ = log.submit(Rounds.intent(41), Rounds.play(Rounds.intent(41)));
      awaitRecordWithoutCheckpoint(log);
      Surgery.image(directory, image);
      site.signer.delayMillis(0);
      site.closeLimit = Duration.ZERO;
    } finally {
      site.signer.delayMillis(0);
    }
    Path wal = Surgery.files(image, ".log").getFirst();
    Surgery.cut(wal, Files.size(wal) - 7);
    var copy = new TestLog(image, site.signer);
    try (OutcomeLog log = copy.open()) {
      assertEquals(last, log.byRequest("op-17", "request-39").orElseThrow());
      // The record was torn, its intent was not.
      assertEquals("interrupted", voidedReason(log, "request-41"));
    }
  }

  private static String voidedReason(OutcomeLog log, String request) throws Exception {
    var record = OutcomeRecord.parse(log.byRequest("op-17", request).orElseThrow().record());
    return ((RoundVoided) record.body()).reason();
  }

  private void awaitHeadFile(OutcomeLog log) throws Exception {
    byte[] newest = log.head().bytes();
    while (!Arrays.equals(newest, HeadFile.read(directory).orElse(newest))) {
      Thread.sleep(5);
    }
  }

  private void awaitRecordWithoutCheckpoint(OutcomeLog log) throws Exception {
    long records = log.size() + 1;
    while (true) {
      try (Store store = Store.openReadOnly(directory.resolve("store"), image)) {
        byte[] last = store.lastKey(Store.Family.RECORDS);
        if (last != null && Keys.number(last) + 1 == records) {
          deleteAll(image);
          return;
        }
      }
      Thread.sleep(5);
    }
  }

  @Test
  void aMissingWriteAheadLogIsRefused() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      site.sealMany(log, 40);
      awaitHeadFile(log);
      Surgery.image(directory, image);
    }
    for (Path wal : Surgery.files(image, ".log")) {
      Files.delete(wal);
    }
    var copy = new TestLog(image, site.signer);
    refused(copy);
  }

  @Test
  void aMissingOrCutTableIsRefused() throws Exception {
    var site = closedLog();
    Surgery.image(directory, image);
    var copy = new TestLog(image, site.signer);
    Path table = Surgery.files(image, ".sst").getFirst();
    Surgery.cut(table, Files.size(table) - 1);
    refused(copy, Fault.DAMAGED, "the store does not open");
    Files.delete(table);
    refused(copy, Fault.DAMAGED, "the store does not open");
  }

  @Test
  void aStorePutBackToAnEarlierStateIsRefused() throws Exception {
    var site = closedLog();
    Surgery.image(directory, image);
    try (OutcomeLog log = site.open()) {
      TestLog.sealed(log, Rounds.intent(900));
    }
    Files.delete(image.resolve("head"));
    Files.copy(directory.resolve("head"), image.resolve("head"));
    refused(
        new TestLog(image, site.signer),
        Fault.BEHIND,
        "the store is behind: its newest checkpoint is 301, the head file holds 302");
  }

  @Test
  void aHeadFileThatIsMissingOrOtherwiseIsRefused() throws Exception {
    var site = closedLog();
    byte[] head = Files.readAllBytes(directory.resolve("head"));
    Files.delete(directory.resolve("head"));
    refused(site, Fault.BEHIND, "the head file is missing");
    Files.write(directory.resolve("head"), "nonsense".getBytes(StandardCharsets.UTF_8));
    refused(site, Fault.DAMAGED, "does not hold a checkpoint");
    // Another signature of the same tree: not the one that was stored.
    byte[] again;
    try (Store store = readOnly()) {
      var tree = new Tree(store, EdgeLoader.load(store).view());
      again =
          new Notary(TestLog.ORIGIN, site.signer)
              .sign(new BatchTree(tree.peaks(300), tree.leaves(300, 301), new Sha()))
              .bytes();
    }
    Files.write(directory.resolve("head"), again);
    refused(site, Fault.DAMAGED, "another checkpoint 301");
    Files.write(directory.resolve("head"), head);
    site.open().close();
    deleteAll(directory.resolve("store"));
    refused(site, Fault.BEHIND, "is gone");
  }

  private Store readOnly() throws Exception {
    NativeLibrary.load(Optional.empty(), directory);
    return Store.openReadOnly(directory.resolve("store"), image);
  }

  @Test
  void theHeadFileIsTheNewestCheckpointAfterAnOrderlyEnd() throws Exception {
    var site = new TestLog(directory);
    byte[] head;
    try (OutcomeLog log = site.create()) {
      site.sealMany(log, 100);
      head = log.head().bytes();
    }
    assertArrayEquals(head, Files.readAllBytes(directory.resolve("head")));
  }

  @Test
  void aTreeThatIsNotTheOneSignedIsRefused() throws Exception {
    var site = closedLog();
    Surgery.operate(
        directory,
        (store, batch) -> {
          byte[] tile = store.tile(0, 0).clone();
          tile[77] ^= 1;
          batch.tile(0, 0, tile);
        });
    refused(site, Fault.DAMAGED, "has root");
  }

  @Test
  void aChangedRecordInTheTailIsRefused() throws Exception {
    var site = closedLog();
    Surgery.operate(
        directory,
        (store, batch) -> {
          String record = new String(store.record(290), StandardCharsets.UTF_8);
          batch.record(290, record.replace("\"17\"", "\"18\"").getBytes(StandardCharsets.UTF_8));
        });
    refused(site, Fault.DAMAGED, "has root");
  }

  @Test
  void missingRecordsAndTilesAreRefused() throws Exception {
    var site = closedLog();
    Surgery.image(directory, image);
    var copy = new TestLog(image, site.signer);
    Surgery.operate(
        image,
        (store, batch) -> Surgery.remove(store, batch, Store.Family.RECORDS, Keys.number(280)));
    refused(copy, Fault.DAMAGED, "record 280 is missing");
    deleteAll(image);
    Surgery.image(directory, image);
    Surgery.operate(
        image,
        (store, batch) -> Surgery.remove(store, batch, Store.Family.RECORDS, Keys.number(300)));
    refused(copy, Fault.BEHIND, "records are lost");
    deleteAll(image);
    Surgery.image(directory, image);
    Surgery.operate(
        image, (store, batch) -> Surgery.remove(store, batch, Store.Family.TILES, Keys.tile(0, 0)));
    refused(copy, Fault.DAMAGED, "tile 0/0 is missing");
    deleteAll(image);
    Surgery.image(directory, image);
    Surgery.operate(image, (store, batch) -> batch.tile(0, 1, new byte[TreeEdge.TILE_BYTES]));
    refused(copy, Fault.DAMAGED, "its records are lost");
  }

  @Test
  void openIntentsAreVoidedInOrderAndUnsignedRecordsSigned() throws Exception {
    var site = closedLog();
    Surgery.operate(
        directory,
        (store, batch) -> {
          TreeEdge edge = EdgeLoader.load(store);
          var recorder =
              new Recorder(
                  TestLog.ORIGIN,
                  site.clock,
                  () -> Rounds.APPLIANCE,
                  site,
                  edge.size(),
                  site.clock.instant());
          for (int i = 1000; i < 1005; i++) {
            var ticket = new Ticket(Rounds.intent(i), Rounds.play(Rounds.intent(i)));
            ticket.ordinal(i);
            batch.intent(i, ticket.intent());
            recorder.make(ticket).store(batch, edge);
          }
          for (int i = 2000; i < 2003; i++) {
            batch.intent(i, Rounds.intent(i));
          }
        });
    FsckReport before = Fsck.check(directory, site.policy());
    assertTrue(before.clean(), before.toString());
    assertEquals(5, before.unsigned());
    assertEquals(
        List.of("op-17 request-2000", "op-17 request-2001", "op-17 request-2002"),
        before.openIntents());
    try (OutcomeLog log = site.open()) {
      assertEquals(309, log.size());
      for (int i = 0; i < 5; i++) {
        SealedOutcome outcome = log.bySeq(301 + i).orElseThrow();
        site.verify(outcome);
        assertEquals(
            new Submission.Sealed(outcome, true), TestLog.submit(log, Rounds.intent(1000 + i)));
      }
      for (int i = 0; i < 3; i++) {
        SealedOutcome outcome = log.bySeq(306 + i).orElseThrow();
        site.verify(outcome);
        assertEquals("interrupted", voidedReason(log, "request-" + (2000 + i)));
        assertEquals(
            new Submission.Sealed(outcome, true), TestLog.submit(log, Rounds.intent(2000 + i)));
      }
    }
    FsckReport after = Fsck.check(directory, site.policy());
    assertTrue(after.clean(), after.toString());
    assertEquals(0, after.unsigned());
    assertEquals(List.of(), after.openIntents());
  }

  @Test
  void anIntentWhoseRoundHasARecordIsRefused() throws Exception {
    var site = closedLog();
    Surgery.operate(directory, (store, batch) -> batch.intent(5, Rounds.intent(7)));
    refused(site, Fault.DAMAGED, "although its round has a record");
    FsckReport report = Fsck.check(directory, site.policy());
    assertEquals(FsckReport.Kind.INTENT, report.findings().getFirst().kind());
  }

  @Test
  void theNativeLibraryLeavesNothingBehind() throws Exception {
    closedLog();
    try (var files = Files.list(directory)) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertEquals(List.of("head", "lock", "store"), names);
    }
    assertFalse(RocksDB.rocksdbVersion().toString().isEmpty());
  }
}
