package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.Hash;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a checkpoint that a ledger kept proves a loss or a fork, and nothing else does. */
final class WitnessTest {
  @TempDir Path directory;

  private static SignedNote note(SoftwareSigner signer, String text) throws Exception {
    return SignedNote.of(text, signer.sign(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void everyCheckpointOfOursAgrees() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      for (SealedOutcome outcome : site.sealMany(log, 600)) {
        SignedNote theirs = outcome.receipt().checkpoint();
        long size = Checkpoint.parse(theirs.text()).size();
        assertEquals(new WitnessResult.Agrees(size, 601), log.checkAgainst(theirs));
      }
      String empty = new Checkpoint(TestLog.ORIGIN, 0, Hash.EMPTY_ROOT).text();
      assertEquals(new WitnessResult.Agrees(0, 601), log.checkAgainst(note(site.signer, empty)));
    }
  }

  @Test
  void aLargerCheckpointOfOursMeansThatWeLostRecords() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      String text = new Checkpoint(TestLog.ORIGIN, 2, Hash.sha256(new byte[1])).text();
      assertEquals(new WitnessResult.Behind(2, 1), log.checkAgainst(note(site.signer, text)));
    }
  }

  @Test
  void anotherRootUnderOurKeyIsAFork() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      site.sealMany(log, 10);
      Hash other = Hash.sha256(new byte[1]);
      var result =
          assertInstanceOf(
              WitnessResult.Disagrees.class,
              log.checkAgainst(note(site.signer, new Checkpoint(TestLog.ORIGIN, 5, other).text())));
      assertEquals(5, result.size());
      assertEquals(other, result.theirs());
    }
  }

  @Test
  void whatWeDidNotSignProvesNothing() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      String ours = log.head().text();
      var stranger = new SoftwareSigner(TestLog.ORIGIN);
      notOurs(log, note(stranger, ours), "no key of this log");
      List<NoteSignature> wrong =
          site.signer.sign("something else".getBytes(StandardCharsets.UTF_8));
      notOurs(log, SignedNote.of(ours, wrong), "no key of this log");
      String elsewhere = new Checkpoint("other.example/log", 1, Hash.EMPTY_ROOT).text();
      notOurs(log, note(site.signer, elsewhere), "it is of the log other.example/log");
      notOurs(log, note(site.signer, "not a checkpoint\n"), "it is not a checkpoint");
    }
  }

  @Test
  void aStoredLogIsComparedBeforeAnythingIsSignedInItsName() throws Exception {
    var site = new TestLog(directory);
    SignedNote theirs;
    try (OutcomeLog log = site.create()) {
      site.sealMany(log, 10);
      theirs = log.head();
    }
    // An intent that no checkpoint covers: rolling it forward would need a signature.
    Surgery.operate(directory, (store, batch) -> batch.intent(0, Rounds.intent(1_000)));
    String text = new Checkpoint(TestLog.ORIGIN, 12, Hash.sha256(new byte[1])).text();
    SignedNote ahead = note(site.signer, text);
    int signatures = site.signer.signatures();
    try (StoredLog stored = StoredLog.open(site.config(false), _ -> site.signer)) {
      assertEquals(new WitnessResult.Agrees(11, 11), stored.checkAgainst(theirs));
      assertEquals(new WitnessResult.Behind(12, 11), stored.checkAgainst(ahead));
      assertEquals(signatures, site.signer.signatures());
      try (OutcomeLog log = stored.start(site.clock, () -> Rounds.APPLIANCE, site)) {
        assertEquals(12, log.size());
        assertEquals(signatures + 1, site.signer.signatures());
      }
    }
  }

  @Test
  void aLogStillToBeCreatedIsBehindWhoeverRemembersIt() throws Exception {
    var site = new TestLog(directory);
    String theirs = new Checkpoint(TestLog.ORIGIN, 1, Hash.sha256(new byte[1])).text();
    try (StoredLog stored = StoredLog.open(site.config(true), _ -> site.signer)) {
      assertEquals(new WitnessResult.Behind(1, 0), stored.checkAgainst(note(site.signer, theirs)));
    }
    // Given up before its first record, it can still be created.
    LogException e =
        assertThrows(
            LogException.class, () -> StoredLog.open(site.config(false), _ -> site.signer).close());
    assertEquals(LogException.Fault.NOT_CREATED, e.fault());
    site.create().close();
  }

  private static void notOurs(OutcomeLog log, SignedNote note, String why) throws Exception {
    var result = assertInstanceOf(WitnessResult.NotOurs.class, log.checkAgainst(note));
    assertTrue(result.why().contains(why), result.why());
  }
}
