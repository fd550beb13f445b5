package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: what a trusted log recorded is accepted; changed in one bit, it is refused. */
final class OutcomeVerifierTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 65})
  void everyOutcomeOfALogIsAccepted(int size) throws Exception {
    TestLog log = TestLog.create().addRounds(size);
    var verifier = new OutcomeVerifier(log.policy());
    List<byte[]> lines = log.seal(0);
    for (int i = 0; i < size; i++) {
      var accepted = assertInstanceOf(Verdict.Accepted.class, verifier.verify(lines.get(i)));
      assertEquals(Samples.record(TestLog.ORIGIN, i), accepted.record());
      assertEquals(size, accepted.checkpoint().size());
      assertEquals(log.key(), accepted.key());
    }
  }

  @Test
  @Tag("exhaustive")
  void outcomeChangedInAnySingleBitIsRefused() throws Exception {
    TestLog log = TestLog.create().addRounds(5);
    assertEveryFlipIsRefused(log);
  }

  @Test
  @Tag("exhaustive")
  void outcomeUnderTwoKnownKeysChangedInAnySingleBitIsRefused() throws Exception {
    var old = TestLog.Signer.create(TestLog.ORIGIN);
    var young = TestLog.Signer.create(TestLog.ORIGIN);
    assertEveryFlipIsRefused(new TestLog(TestLog.ORIGIN, old, young).addRounds(2));
  }

  @Test
  @Tag("exhaustive")
  void outcomeUnderKeysOfBothKindsChangedInAnySingleBitIsRefused() throws Exception {
    var old = TestLog.Signer.create(TestLog.ORIGIN);
    var young = TestLog.Signer.createEd25519(TestLog.ORIGIN);
    assertEveryFlipIsRefused(new TestLog(TestLog.ORIGIN, old, young).addRounds(1));
  }

  @Test
  void digitThatIdAndSignatureShareCountsForKeysOfBothKinds() throws Exception {
    var old = TestLog.Signer.create(TestLog.ORIGIN);
    var young = TestLog.Signer.createEd25519(TestLog.ORIGIN);
    TestLog log = new TestLog(TestLog.ORIGIN, old, young).addRounds(1);
    var verifier = new OutcomeVerifier(log.policy());
    String line = new String(log.sealed(0, log.note()), StandardCharsets.UTF_8);
    String start = "\u2014 " + TestLog.ORIGIN + " ";
    for (int at = line.indexOf(start); at >= 0; at = line.indexOf(start, at + 1)) {
      int shared = at + start.length() + 5; // 32 bits of id: five digits and a third
      for (char digit :
          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray()) {
        String changed = line.substring(0, shared) + digit + line.substring(shared + 1);
        if (!changed.equals(line)) {
          assertInstanceOf(
              Verdict.Refused.class,
              verifier.verify(changed.getBytes(StandardCharsets.UTF_8)),
              changed);
        }
      }
    }
  }

  @Test
  void keyOfAnotherKindBesideATrustedOneIsNoHindrance() throws Exception {
    var old = TestLog.Signer.create(TestLog.ORIGIN);
    var young = TestLog.Signer.createEd25519(TestLog.ORIGIN);
    TestLog log = new TestLog(TestLog.ORIGIN, old, young).addRounds(1);
    byte[] line = log.seal(0).getFirst();
    for (TestLog.Signer one : List.of(old, young)) {
      var verifier = new OutcomeVerifier(Policy.of(List.of(one.key())));
      var accepted = assertInstanceOf(Verdict.Accepted.class, verifier.verify(line));
      assertEquals(one.key(), accepted.key());
    }
  }

  private static void assertEveryFlipIsRefused(TestLog log) throws Exception {
    var verifier = new OutcomeVerifier(log.policy());
    SignedNote note = log.note();
    for (int index : new TreeSet<>(List.of(0, log.size() - 1))) {
      byte[] line = log.sealed(index, note);
      assertInstanceOf(Verdict.Accepted.class, verifier.verify(line));
      for (int bit = 0; bit < line.length * 8; bit++) {
        byte[] changed = line.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertInstanceOf(
            Verdict.Refused.class,
            verifier.verify(changed),
            () -> "accepted: " + new String(changed, StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  @Tag("exhaustive")
  void outcomeCutShortOrExtendedAnywhereIsRefused() throws Exception {
    TestLog log = TestLog.create().addRounds(3);
    var verifier = new OutcomeVerifier(log.policy());
    byte[] line = log.sealed(1, log.note());
    for (int at = 0; at < line.length; at++) {
      assertInstanceOf(Verdict.Refused.class, verifier.verify(Arrays.copyOf(line, at)));
      for (byte more : new byte[] {' ', '\n', '0', '=', 0}) {
        byte[] longer = new byte[line.length + 1];
        System.arraycopy(line, 0, longer, 0, at);
        longer[at] = more;
        System.arraycopy(line, at, longer, at + 1, line.length - at);
        assertInstanceOf(Verdict.Refused.class, verifier.verify(longer));
      }
    }
  }

  @Test
  void otherLogIsRefused() throws Exception {
    TestLog log = TestLog.create().addRounds(1);
    Policy other = new TestLog("other", TestLog.Signer.create("other")).policy();
    assertRefused(Reason.UNKNOWN_LOG, new OutcomeVerifier(other).verify(log.seal(0).getFirst()));
  }

  @Test
  void otherKeyOfTheSameNameIsRefused() throws Exception {
    TestLog log = TestLog.create().addRounds(1);
    assertRefused(
        Reason.UNKNOWN_KEY,
        new OutcomeVerifier(TestLog.create().policy()).verify(log.seal(0).getFirst()));
  }

  @Test
  void signatureOfAnotherTextIsRefused() throws Exception {
    var signer = TestLog.Signer.create(TestLog.ORIGIN);
    TestLog log = new TestLog(TestLog.ORIGIN, signer).addRounds(2);
    String text = log.note().text();
    SignedNote wrong = SignedNote.of(text, List.of(signer.sign(text + "x")));
    assertRefused(Reason.BAD_SIGNATURE, verify(log, 0, wrong));
  }

  @Test
  void oneBadSignatureOfAKnownKeySpoilsTheNote() throws Exception {
    var good = TestLog.Signer.create(TestLog.ORIGIN);
    var bad = TestLog.Signer.create(TestLog.ORIGIN);
    TestLog log = new TestLog(TestLog.ORIGIN, good, bad).addRounds(1);
    String text = log.note().text();
    SignedNote note = SignedNote.of(text, List.of(good.sign(text), bad.sign("x\n")));
    assertRefused(Reason.BAD_SIGNATURE, verify(log, 0, note));
  }

  @Test
  void signaturesOfUnknownKeysAreIgnored() throws Exception {
    var known = TestLog.Signer.create(TestLog.ORIGIN);
    var successor = TestLog.Signer.create(TestLog.ORIGIN);
    var witness = TestLog.Signer.create("witness.example");
    TestLog log = new TestLog(TestLog.ORIGIN, known).addRounds(1);
    String text = log.note().text();
    SignedNote note =
        SignedNote.of(text, List.of(successor.sign(text), witness.sign("x\n"), known.sign(text)));
    var accepted = assertInstanceOf(Verdict.Accepted.class, verify(log, 0, note));
    assertEquals(known.key(), accepted.key());
  }

  @Test
  void keyOfAnotherLogOfThePolicyDoesNotCount() throws Exception {
    var mine = TestLog.Signer.create(TestLog.ORIGIN);
    var other = TestLog.Signer.create("other");
    TestLog log = new TestLog(TestLog.ORIGIN, mine).addRounds(1);
    String text = log.note().text();
    byte[] line = log.sealed(0, SignedNote.of(text, List.of(other.sign(text))));
    var verifier = new OutcomeVerifier(Policy.of(List.of(mine.key(), other.key())));
    assertRefused(Reason.UNKNOWN_KEY, verifier.verify(line));
  }

  @Test
  void signatureOfAKnownKeyUnderAnotherNameOrIdIsRefused() throws Exception {
    var signer = TestLog.Signer.create(TestLog.ORIGIN);
    TestLog log = new TestLog(TestLog.ORIGIN, signer).addRounds(1);
    String text = log.note().text();
    NoteSignature right = signer.sign(text);
    for (NoteSignature wrong :
        List.of(
            new NoteSignature(TestLog.ORIGIN, right.keyId() ^ 1, right.signature()),
            new NoteSignature("someone", right.keyId(), right.signature()))) {
      SignedNote note = SignedNote.of(text, List.of(right, wrong));
      assertRefused(Reason.MISLABELLED_SIGNATURE, verify(log, 0, note));
      assertRefused(Reason.UNKNOWN_KEY, verify(log, 0, SignedNote.of(text, List.of(wrong))));
    }
  }

  @Test
  void lineUnderTheLogsNameThatIsNoSignatureOfAnyKindIsRefused() throws Exception {
    var signer = TestLog.Signer.create(TestLog.ORIGIN);
    TestLog log = new TestLog(TestLog.ORIGIN, signer).addRounds(1);
    String text = log.note().text();
    for (int length : new int[] {1, 63, 64, 65, 72, 73, 2420}) {
      var other = new NoteSignature(TestLog.ORIGIN, 7, new byte[length]);
      SignedNote note = SignedNote.of(text, List.of(signer.sign(text), other));
      if (length == 64 || length > 72) {
        assertInstanceOf(Verdict.Accepted.class, verify(log, 0, note));
      } else {
        assertRefused(Reason.BAD_SIGNATURE, verify(log, 0, note));
      }
    }
  }

  @Test
  void receiptOfAnotherPlaceIsRefused() throws Exception {
    TestLog log = TestLog.create().addRounds(4);
    SignedNote note = log.note();
    Receipt right = log.receipt(2, note);
    assertRefused(
        Reason.ROOT_MISMATCH, verify(log, log.record(2), Receipt.of(3, right.path(), note)));
    assertRefused(
        Reason.INDEX_BEYOND_TREE, verify(log, log.record(2), Receipt.of(4, right.path(), note)));
    assertRefused(
        Reason.WRONG_PATH_LENGTH,
        verify(log, log.record(2), Receipt.of(2, right.path().subList(0, 1), note)));
    var longer = new ArrayList<>(right.path());
    longer.add(Hash.EMPTY_ROOT);
    assertRefused(
        Reason.WRONG_PATH_LENGTH, verify(log, log.record(2), Receipt.of(2, longer, note)));
    assertRefused(Reason.ROOT_MISMATCH, verify(log, log.record(1), right));
  }

  @Test
  void emptyTreeHoldsNothing() throws Exception {
    TestLog log = TestLog.create();
    SignedNote note = log.note();
    byte[] record = Samples.record(TestLog.ORIGIN, 0).encode();
    assertRefused(Reason.INDEX_BEYOND_TREE, verify(log, record, Receipt.of(0, List.of(), note)));
  }

  @Test
  void recordOfAnotherLogOrPlaceIsRefusedThoughItIsInTheTree() throws Exception {
    TestLog log = TestLog.create();
    log.add(Samples.record("elsewhere", 0).encode());
    log.add(Samples.record(TestLog.ORIGIN, 7).encode());
    assertRefused(Reason.WRONG_LOG, verify(log, 0, log.note()));
    assertRefused(Reason.WRONG_SEQ, verify(log, 1, log.note()));
  }

  @Test
  void bytesInTheTreeThatAreNoRecordAreRefused() throws Exception {
    TestLog log = TestLog.create();
    log.add(utf8("{\"v\":1,\"v\":1}"));
    log.add(utf8("{\"v\":1}"));
    log.add(utf8("{\"v\":2}"));
    SignedNote note = log.note();
    assertRefused(Reason.RECORD_NOT_JSON, verify(log, 0, note));
    assertRefused(Reason.INVALID_RECORD, verify(log, 1, note));
    assertRefused(Reason.RECORD_VERSION, verify(log, 2, note));
  }

  @Test
  void recordIsNotAskedToBeCanonicalSinceItsBytesAreHashed() throws Exception {
    TestLog log = TestLog.create();
    String canonical =
        new String(Samples.record(TestLog.ORIGIN, 0).encode(), StandardCharsets.UTF_8);
    log.add(utf8(canonical.replace("\"v\":1", "\"v\" : 1")));
    assertInstanceOf(Verdict.Accepted.class, verify(log, 0, log.note()));
  }

  @Test
  void receiptWithExtraLineIsRefusedInASealedOutcome() throws Exception {
    TestLog log = TestLog.create().addRounds(1);
    Receipt receipt = log.receipt(0, log.note()).withExtra(new byte[] {1});
    assertRefused(Reason.MALFORMED_RECEIPT, verify(log, log.record(0), receipt));
  }

  @Test
  void checkpointWithExtensionLinesIsRefused() throws Exception {
    TestLog log = TestLog.create().addRounds(1);
    SignedNote note = log.note(log.note().text() + "extension\n");
    assertRefused(Reason.MALFORMED_CHECKPOINT, verify(log, 0, note));
  }

  @Test
  void limitsComeBeforeEverythingElse() throws Exception {
    TestLog log = TestLog.create().addRounds(1);
    var verifier = new OutcomeVerifier(log.policy());
    assertRefused(Reason.TOO_LONG, verifier.verify(new byte[SealedOutcome.MAX_BYTES + 1]));
    assertRefused(Reason.MALFORMED_ENVELOPE, verifier.verify(new byte[0]));
    String longRecord = "{\"outcome\":" + "1".repeat(65_536) + ",\"receipt\":\"x\"}";
    assertRefused(Reason.RECORD_SIZE, verifier.verify(utf8(longRecord)));
    String longReceipt = "{\"outcome\":1,\"receipt\":\"" + "x".repeat(16_385) + "\"}";
    assertRefused(Reason.RECEIPT_TOO_LONG, verifier.verify(utf8(longReceipt)));
    assertEquals(
        Reason.RECORD_SIZE,
        assertInstanceOf(
                SealVerdict.Broken.class,
                verifier.verifySealOnly(new byte[65_536], log.receipt(0, log.note())))
            .reason());
  }

  @Test
  void codesAreDistinctStableAndInLowerCaseWithHyphens() {
    var codes = new HashSet<String>();
    for (Reason reason : Reason.values()) {
      assertTrue(reason.code().matches("[a-z]+(-[a-z]+)*"), reason.code());
      assertTrue(codes.add(reason.code()), reason.code());
      assertEquals(
          reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'), reason.code());
      assertTrue(reason.sentence().endsWith("."), reason.sentence());
    }
  }

  private static Verdict verify(TestLog log, int index, SignedNote note) throws Exception {
    return new OutcomeVerifier(log.policy()).verify(log.sealed(index, note));
  }

  private static Verdict verify(TestLog log, byte[] record, Receipt receipt) throws Exception {
    byte[] line = SealedOutcome.of(record, receipt.text()).bytes();
    return new OutcomeVerifier(log.policy()).verify(line);
  }

  private static void assertRefused(Reason reason, Verdict verdict) {
    assertEquals(reason, assertInstanceOf(Verdict.Refused.class, verdict).reason());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
