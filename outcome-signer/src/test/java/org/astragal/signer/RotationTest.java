package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.astragal.outcome.Event;
import org.astragal.outcome.Json;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.Verdict;
import org.astragal.outcome.VerifierKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: one key takes over from another, and whoever trusts either of them can follow. */
class RotationTest {
  @TempDir Path directory;

  /** Signs with as many keys as it is told. */
  private static final class Several implements CheckpointSigner {
    private final AtomicReference<List<SoftwareSigner>> signers = new AtomicReference<>();

    Several(SoftwareSigner... first) {
      set(first);
    }

    void set(SoftwareSigner... now) {
      signers.set(List.of(now));
    }

    @Override
    public List<VerifierKey> keys() {
      return signers.get().stream().map(SoftwareSigner::key).toList();
    }

    @Override
    public List<NoteSignature> sign(byte[] noteText) throws SigningException {
      var signatures = new ArrayList<NoteSignature>();
      for (SoftwareSigner signer : signers.get()) {
        signatures.addAll(signer.sign(noteText));
      }
      return signatures;
    }
  }

  private final SoftwareSigner old = new SoftwareSigner(TestLog.ORIGIN);
  private final SoftwareSigner next = new SoftwareSigner(TestLog.ORIGIN);

  @Test
  void whileBothSignEitherKeyIsEnoughAndAfterwardsTheNewOneIs() throws Exception {
    var site = new TestLog(directory, old);
    var both = new Several(old);
    try (OutcomeLog log = open(site, true, both)) {
      SealedOutcome before = TestLog.sealed(log, Rounds.intent(1));
      both.set(old, next);
      SealedOutcome event = log.append(published(next)).get(30, TimeUnit.SECONDS);
      SealedOutcome during = TestLog.sealed(log, Rounds.intent(2));
      both.set(next);
      SealedOutcome after = TestLog.sealed(log, Rounds.intent(3));
      assertEquals(List.of(true, false), trusted(before));
      assertEquals(List.of(true, true), trusted(event));
      assertEquals(List.of(true, true), trusted(during));
      assertEquals(List.of(false, true), trusted(after));
      assertInstanceOf(WitnessResult.Agrees.class, log.checkAgainst(log.head()));
    }
    // A restart finds the new key in the log, and takes nothing but it and the first.
    var heard = new AtomicReference<List<OutcomeRecord>>();
    try (OutcomeLog log =
        StoredLog.open(
                site.config(false),
                history -> {
                  heard.set(history);
                  return both;
                })
            .start(site.clock, () -> Rounds.APPLIANCE, site)) {
      assertEquals(
          List.of("log.created", "key.published"),
          heard.get().stream().map(record -> record.body().type()).toList());
      assertEquals(List.of(false, true), trusted(TestLog.sealed(log, Rounds.intent(4))));
      assertEquals(1, log.events("key.").size());
      assertEquals(0, log.events("rng.").size());
    }
    assertTrue(Fsck.check(directory, Policy.of(List.of(old.key(), next.key()))).clean());
  }

  @Test
  void aKeyThatIsNotInTheLogDoesNotGoOn() throws Exception {
    var site = new TestLog(directory, old);
    open(site, true, new Several(old)).close();
    LogException e =
        assertThrows(LogException.class, () -> open(site, false, new Several(old, next)));
    assertEquals(LogException.Fault.SIGNER, e.fault());
  }

  @Test
  void anEventOfAKeyThatIsNoneIsNotTaken() throws Exception {
    var site = new TestLog(directory, old);
    try (OutcomeLog log = site.create()) {
      var event =
          new Event(
              "key.published",
              Rounds.APPLIANCE,
              Json.Obj.of(Map.of("vkey", new Json.Str("no key at all"))));
      assertThrows(IllegalArgumentException.class, () -> log.append(event));
    }
  }

  private static OutcomeLog open(TestLog site, boolean create, CheckpointSigner signer)
      throws LogException {
    return StoredLog.open(site.config(create), _ -> signer)
        .start(site.clock, () -> Rounds.APPLIANCE, site);
  }

  private static Event published(SoftwareSigner key) {
    return new Event(
        "key.published",
        Rounds.APPLIANCE,
        Json.Obj.of(Map.of("vkey", new Json.Str(key.key().vkey()))));
  }

  /** {@return whether those accept it who trust the old key only, and the new key only} */
  private List<Boolean> trusted(SealedOutcome outcome) throws Exception {
    return List.of(accepts(old, outcome), accepts(next, outcome));
  }

  private static boolean accepts(SoftwareSigner key, SealedOutcome outcome) throws Exception {
    Policy policy = Policy.of(List.of(key.key()));
    return new OutcomeVerifier(policy).verify(outcome.bytes()) instanceof Verdict.Accepted;
  }
}
