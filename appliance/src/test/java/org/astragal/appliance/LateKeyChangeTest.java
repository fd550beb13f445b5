package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.hsm.KeyAlgorithm;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenConfig;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Event;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.Verdict;
import org.astragal.outcome.VerifierKey;
import org.astragal.signer.CheckpointSigner;
import org.astragal.signer.KeyHolder;
import org.astragal.signer.LogConfig;
import org.astragal.signer.OutcomeLog;
import org.astragal.signer.SigningException;
import org.astragal.signer.StoredLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a change of keys whose record is sealed late has its whole effect, though nobody waits for
 * it any more.
 */
final class LateKeyChangeTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final ApplianceInfo PROGRAM =
      new ApplianceInfo("boot", Hash.EMPTY_ROOT, new ApplianceInfo.Rng("none", "none", 0));

  @TempDir Path folder;

  @Test
  void theLastActiveKeyCannotBeRetiredWhileTheOneBeforeItIsOnItsWayOut() throws Exception {
    withKeys((changes, log, signer, gate, label) -> {
      VerifierKey first = changes.history().signing().getFirst().key();
      changes.publish(label);
      VerifierKey second = changes.history().signing().getLast().key();
      changes.activate(second.kid(), List.of());
      abandon(gate, () -> changes.retire(first.kid()));
      var refused = assertThrows(ProblemException.class, () -> changes.retire(second.kid()));
      assertEquals(ProblemType.UNAVAILABLE, refused.problem().type());
      gate.open();
      sealed(log);
      assertEquals(LogKey.State.VERIFY_ONLY, state(changes, first));
      assertEquals(LogKey.State.ACTIVE, state(changes, second));
      assertEquals(List.of(second), signer.keys());
      assertEquals(1, log.events(KeyHistory.RETIRED).size());
      // The next change finds the way free, and its reason to refuse is the right one.
      var last = assertThrows(ProblemException.class, () -> changes.retire(second.kid()));
      assertEquals(ProblemType.KEY_STATE, last.problem().type());
    });
  }

  @Test
  void aPublishedKeySignsItsOwnRecordHoweverLateThatIs() throws Exception {
    withKeys((changes, log, signer, gate, label) -> {
      abandon(gate, () -> changes.publish(label));
      gate.open();
      sealed(log);
      VerifierKey added =
          changes.history().in(LogKey.State.PUBLISHED).findFirst().orElseThrow().key();
      assertTrue(signer.keys().contains(added));
      SealedOutcome record = log.events(KeyHistory.PUBLISHED).getFirst();
      var verifier = new OutcomeVerifier(Policy.of(List.of(added)));
      assertTrue(verifier.verify(record.bytes()) instanceof Verdict.Accepted);
    });
  }

  private static LogKey.State state(KeyChanges changes, VerifierKey key) {
    return changes.history().find(key.kid()).orElseThrow().state();
  }

  /** Waits until everything before is sealed. */
  private static void sealed(OutcomeLog log) throws Exception {
    log.append(new Event("param.test", PROGRAM, Json.Obj.of(Map.of()))).get();
  }

  /** Asks for a change that cannot be signed, and stops waiting when its record is in the log. */
  private static void abandon(Gate gate, Executable change) throws Exception {
    gate.shut();
    Thread officer =
        Thread.ofPlatform().start(() -> assertThrows(InterruptedException.class, change));
    while (!gate.isWaitedFor()) {
      Thread.sleep(1);
    }
    officer.interrupt();
    officer.join();
  }

  /** What a test does with the keys of a new log. */
  private interface Steps {
    void run(
        KeyChanges changes, OutcomeLog log, CheckpointSigner signer, Gate gate, String freshLabel)
        throws Exception;
  }

  private void withKeys(Steps steps) throws Exception {
    String label = "astragal:outcomes:test:late" + NUMBER.incrementAndGet();
    var config =
        new TokenConfig(
            TestSite.MODULE,
            TestSite.LABEL,
            TestSite.get().folder.resolve("pin"),
            Duration.ofSeconds(10));
    try (Token token = Token.open(config)) {
      token.generateKey(label);
      var keys = new TokenKeys(token, TestSite.ORIGIN, TestSite.KEY);
      var gate = new Gate();
      KeyHolder gated = records -> gate.before(keys.signer(records));
      LogConfig logConfig = LogConfig.of(TestSite.ORIGIN, folder.resolve("log"), true);
      try (StoredLog stored = StoredLog.open(logConfig, gated);
          OutcomeLog log = stored.start(Clock.systemUTC(), () -> PROGRAM, (_, _) -> {})) {
        var changes =
            new KeyChanges(log, token, keys, TestSite.ORIGIN, KeyAlgorithm.ES256, () -> PROGRAM);
        steps.run(changes, log, keys.signer(), gate, label);
      }
    }
  }

  /** Holds signatures back. */
  private static final class Gate {
    private final Semaphore free = new Semaphore(1);

    void shut() {
      free.acquireUninterruptibly();
    }

    void open() {
      free.release();
    }

    boolean isWaitedFor() {
      return free.hasQueuedThreads();
    }

    CheckpointSigner before(CheckpointSigner signer) {
      return new CheckpointSigner() {
        @Override
        public List<VerifierKey> keys() {
          return signer.keys();
        }

        @Override
        public List<NoteSignature> sign(byte[] noteText) throws SigningException {
          free.acquireUninterruptibly();
          free.release();
          return signer.sign(noteText);
        }
      };
    }
  }
}
