package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a revoked key counts up to the size it was revoked at, and not for one record more. */
final class RevocationTest {
  @TempDir Path folder;

  @Test
  void revokedKeyCountsUpToItsSize() throws Exception {
    TestLog log = TestLog.create().addRounds(4);
    var four = log.seal(0).getLast();
    log.addRounds(1);
    var five = log.seal(0).getLast();
    Policy policy = log.policy().revokedAfter(log.key(), 4);
    var verifier = new OutcomeVerifier(policy);
    assertInstanceOf(Verdict.Accepted.class, verifier.verify(four));
    var refused = assertInstanceOf(Verdict.Refused.class, verifier.verify(five));
    assertEquals(Reason.KEY_REVOKED, refused.reason());
  }

  @Test
  void streamStopsAtTheSize() throws Exception {
    TestLog log = TestLog.create().addRounds(2);
    var stream = StreamVerifier.start(log.policy().revokedAfter(log.key(), 2), TestLog.ORIGIN);
    for (byte[] line : log.seal(0)) {
      assertNotRefused(stream.accept(line));
    }
    log.addRounds(1);
    var refused = assertInstanceOf(StreamResult.Refused.class, stream.accept(log.seal(2).get(0)));
    assertEquals(Reason.KEY_REVOKED, refused.reason());
  }

  @Test
  void anotherLiveKeyOnTheSameNoteIsEnough() throws Exception {
    var old = TestLog.Signer.create(TestLog.ORIGIN);
    var young = TestLog.Signer.create(TestLog.ORIGIN);
    TestLog log = new TestLog(TestLog.ORIGIN, old, young).addRounds(3);
    var verifier = new OutcomeVerifier(log.policy().revokedAfter(old.key(), 0));
    var accepted = assertInstanceOf(Verdict.Accepted.class, verifier.verify(log.seal(0).get(1)));
    assertEquals(young.key(), accepted.key());
  }

  @Test
  void theSmallestSizeOfAKeyCounts() throws Exception {
    TestLog log = TestLog.create().addRounds(3);
    Policy policy = log.policy().revokedAfter(log.key(), 2).revokedAfter(log.key(), 9);
    assertInstanceOf(
        Verdict.Refused.class, new OutcomeVerifier(policy).verify(log.seal(0).getFirst()));
  }

  @Test
  void fileNamesKeysAndSizes() throws Exception {
    TestLog log = TestLog.create().addRounds(3);
    Path file = folder.resolve("revocations");
    Files.writeString(file, "# stolen\n\nrevoke " + log.key().vkey() + " 2\n");
    var verifier = new OutcomeVerifier(log.policy().revoking(file));
    assertInstanceOf(Verdict.Refused.class, verifier.verify(log.seal(0).getFirst()));
    Files.writeString(file, "# nothing\n");
    verifier = new OutcomeVerifier(log.policy().revoking(file));
    assertInstanceOf(Verdict.Accepted.class, verifier.verify(log.seal(0).getFirst()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"revoke", "revoke x 1", "log x", "revoke KEY", "revoke KEY -1"})
  void anotherLineIsRefusedWithItsNumber(String line) throws Exception {
    TestLog log = TestLog.create().addRounds(1);
    Path file = folder.resolve("revocations");
    Files.writeString(file, "\n" + line.replace("KEY", log.key().vkey()) + "\n");
    var refusal = assertThrows(PolicyException.class, () -> log.policy().revoking(file));
    assertEquals(true, refusal.getMessage().contains("line 2"), refusal.getMessage());
  }

  private static void assertNotRefused(StreamResult result) {
    assertEquals(false, result instanceof StreamResult.Refused, result.toString());
  }
}
