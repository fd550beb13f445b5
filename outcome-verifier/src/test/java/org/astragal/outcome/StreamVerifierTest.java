package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goal: a whole log passes with one signature for each checkpoint; nothing else passes. */
final class StreamVerifierTest {
  @Test
  void wholeLogIsVerifiedBatchByBatch() throws Exception {
    TestLog log = TestLog.create();
    StreamVerifier stream = StreamVerifier.start(log.policy(), TestLog.ORIGIN);
    for (int batch : new int[] {1, 1, 5, 8, 2, 17}) {
      int from = log.size();
      List<byte[]> lines = log.addRounds(batch).seal(from);
      for (byte[] line : lines.subList(0, batch - 1)) {
        var pending = assertInstanceOf(StreamResult.Pending.class, stream.accept(line));
        assertEquals(log.size(), pending.until());
        assertEquals(from, stream.verified().size());
      }
      var verified = assertInstanceOf(StreamResult.Verified.class, stream.accept(lines.getLast()));
      assertEquals(batch, verified.records().size());
      for (int i = 0; i < batch; i++) {
        assertEquals(Samples.record(TestLog.ORIGIN, from + i), verified.records().get(i));
        assertEquals(Hash.leaf(log.record(from + i)), verified.leaves().get(i));
      }
      assertEquals(log.note().text(), verified.checkpoint().text());
      assertEquals(verified.checkpoint().text(), verified.note().text());
      assertEquals(log.key(), verified.key());
      assertEquals(log.size(), stream.verified().size());
      assertEquals(verified.checkpoint().root(), stream.verified().root());
      assertEquals(0, stream.waiting());
    }
  }

  @Test
  void anotherImplementationOfTheArithmeticHasTheLastWord() throws Exception {
    TestLog log = TestLog.create().addRounds(2);
    List<byte[]> lines = log.seal(0);
    var asked = new ArrayList<byte[]>();
    Policy agreeing = log.policy().checkedBy((_, text, _) -> asked.add(text));
    assertVerified(StreamVerifier.start(agreeing, TestLog.ORIGIN), lines);
    assertEquals(1, asked.size());
    assertEquals(log.note().text(), new String(asked.getFirst(), StandardCharsets.UTF_8));
    StreamVerifier refusing =
        StreamVerifier.start(log.policy().checkedBy((_, _, _) -> false), TestLog.ORIGIN);
    refusing.accept(lines.getFirst());
    assertRefused(Reason.BAD_SIGNATURE, 1, refusing.accept(lines.getLast()));
  }

  @Test
  void verifierGoesOnFromWhatAnotherOneKept() throws Exception {
    TestLog log = TestLog.create().addRounds(5);
    StreamVerifier first = StreamVerifier.start(log.policy(), TestLog.ORIGIN);
    log.seal(0).forEach(first::accept);
    CompactRange kept = CompactRange.of(first.verified().size(), first.verified().peaks());
    StreamVerifier second = StreamVerifier.resume(log.policy(), TestLog.ORIGIN, kept);
    log.addRounds(3);
    assertVerified(second, log.seal(5));
    assertEquals(5, kept.size());
  }

  @Test
  void gapAndRepetitionAreRefusedAndChangeNothing() throws Exception {
    TestLog log = TestLog.create().addRounds(4);
    List<byte[]> lines = log.seal(0);
    StreamVerifier stream = StreamVerifier.start(log.policy(), TestLog.ORIGIN);
    assertRefused(Reason.GAP, 0, stream.accept(lines.get(1)));
    stream.accept(lines.get(0));
    assertRefused(Reason.ALREADY_SEEN, 1, stream.accept(lines.get(0)));
    assertRefused(Reason.GAP, 1, stream.accept(lines.get(2)));
    assertEquals(1, stream.waiting());
    assertVerified(stream, lines.subList(1, 4));
    assertRefused(Reason.ALREADY_SEEN, 4, stream.accept(lines.get(3)));
    assertEquals(4, stream.verified().size());
  }

  @Test
  void changedRecordIsRefusedAtItsCheckpoint() throws Exception {
    TestLog log = TestLog.create().addRounds(3);
    List<byte[]> lines = log.seal(0);
    byte[] forged =
        new OutcomeRecord(TestLog.ORIGIN, 1, Samples.AT, Samples.settled("forged")).encode();
    byte[] swapped = SealedOutcome.of(forged, log.receipt(1, log.note()).text()).bytes();
    SignedNote note = SealedOutcome.parse(lines.get(0)).receipt().checkpoint();
    byte[] sameNote = SealedOutcome.of(forged, log.receipt(1, note).text()).bytes();
    StreamVerifier stream = StreamVerifier.start(log.policy(), TestLog.ORIGIN);
    stream.accept(lines.get(0));
    // Signed again, the note has other bytes; that alone is refused.
    assertRefused(Reason.CHECKPOINT_CHANGED, 1, stream.accept(swapped));
    assertInstanceOf(StreamResult.Pending.class, stream.accept(sameNote));
    assertRefused(Reason.ROOT_MISMATCH, 2, stream.accept(lines.get(2)));
    assertEquals(0, stream.verified().size());
    stream.discardWaiting();
    assertVerified(stream, lines);
  }

  @Test
  @Tag("exhaustive")
  void everyBitOfABatchsLastLineCounts() throws Exception {
    TestLog log = TestLog.create().addRounds(4);
    List<byte[]> lines = log.seal(0);
    StreamVerifier stream = StreamVerifier.start(log.policy(), TestLog.ORIGIN);
    lines.subList(0, 3).forEach(stream::accept);
    byte[] line = lines.get(3);
    String text = new String(line, java.nio.charset.StandardCharsets.ISO_8859_1);
    // The path is not followed in a stream: its two hashes may be any, if well written.
    int pathFrom = text.indexOf("index 3\\n") + "index 3\\n".length();
    int pathTo = text.indexOf("\\n\\n", pathFrom);
    for (int bit = 0; bit < line.length * 8; bit++) {
      if (bit / 8 >= pathFrom && bit / 8 < pathTo) {
        continue;
      }
      byte[] changed = line.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertInstanceOf(StreamResult.Refused.class, stream.accept(changed), "bit " + bit);
      assertEquals(3, stream.waiting());
    }
    assertVerified(stream, lines.subList(3, 4));
  }

  @Test
  void anotherHistoryIsRefused() throws Exception {
    var signer = TestLog.Signer.create(TestLog.ORIGIN);
    TestLog log = new TestLog(TestLog.ORIGIN, signer).addRounds(3);
    TestLog fork = new TestLog(TestLog.ORIGIN, signer);
    fork.add(new OutcomeRecord(TestLog.ORIGIN, 0, Samples.AT, Samples.settled("fork")).encode());
    fork.addRounds(4);
    StreamVerifier stream = StreamVerifier.start(log.policy(), TestLog.ORIGIN);
    assertVerified(stream, log.seal(0));
    List<byte[]> forked = fork.seal(3);
    stream.accept(forked.get(0));
    assertRefused(Reason.ROOT_MISMATCH, 4, stream.accept(forked.get(1)));
    assertEquals(3, stream.verified().size());
  }

  @Test
  void badOrUnknownSignatureIsRefusedAtTheCheckpoint() throws Exception {
    var signer = TestLog.Signer.create(TestLog.ORIGIN);
    TestLog log = new TestLog(TestLog.ORIGIN, signer).addRounds(1);
    String text = log.note().text();
    StreamVerifier stream = StreamVerifier.start(log.policy(), TestLog.ORIGIN);
    SignedNote bad = SignedNote.of(text, List.of(signer.sign("x\n")));
    assertRefused(Reason.BAD_SIGNATURE, 0, stream.accept(log.sealed(0, bad)));
    var stranger = TestLog.Signer.create(TestLog.ORIGIN);
    SignedNote unknown = SignedNote.of(text, List.of(stranger.sign(text)));
    assertRefused(Reason.UNKNOWN_KEY, 0, stream.accept(log.sealed(0, unknown)));
    assertVerified(stream, log.seal(0));
  }

  @Test
  void otherLogIsRefused() throws Exception {
    TestLog log = TestLog.create().addRounds(1);
    var other = TestLog.Signer.create("other");
    StreamVerifier strange = StreamVerifier.start(Policy.of(List.of(other.key())), TestLog.ORIGIN);
    assertRefused(Reason.UNKNOWN_LOG, 0, strange.accept(log.seal(0).getFirst()));
    StreamVerifier both = StreamVerifier.start(Policy.of(List.of(other.key(), log.key())), "other");
    assertRefused(Reason.WRONG_LOG, 0, both.accept(log.seal(0).getFirst()));
  }

  @Test
  void checkpointThatChangesWithinABatchIsRefused() throws Exception {
    TestLog log = TestLog.create().addRounds(3);
    byte[] first = log.seal(0).get(0);
    List<byte[]> again = log.seal(0);
    log.addRounds(1);
    List<byte[]> longer = log.seal(0);
    StreamVerifier stream = StreamVerifier.start(log.policy(), TestLog.ORIGIN);
    stream.accept(first);
    assertRefused(Reason.CHECKPOINT_CHANGED, 1, stream.accept(again.get(1)));
    assertRefused(Reason.CHECKPOINT_CHANGED, 1, stream.accept(longer.get(1)));
  }

  @Test
  void recordsOfAnotherPlaceLogOrFormAreRefused() throws Exception {
    TestLog log = TestLog.create();
    log.add(Samples.record("elsewhere", 0).encode());
    assertRefused(
        Reason.WRONG_LOG,
        0,
        StreamVerifier.start(log.policy(), TestLog.ORIGIN).accept(log.seal(0).getFirst()));
    TestLog late = TestLog.create();
    late.add(Samples.record(TestLog.ORIGIN, 1).encode());
    assertRefused(
        Reason.WRONG_SEQ,
        0,
        StreamVerifier.start(late.policy(), TestLog.ORIGIN).accept(late.seal(0).getFirst()));
    TestLog junk = TestLog.create();
    junk.add(new byte[] {'{', '}'});
    assertRefused(
        Reason.INVALID_RECORD,
        0,
        StreamVerifier.start(junk.policy(), TestLog.ORIGIN).accept(junk.seal(0).getFirst()));
  }

  @Test
  void pathOfAWrongLengthIsRefused() throws Exception {
    TestLog log = TestLog.create().addRounds(4);
    SignedNote note = log.note();
    var path = new ArrayList<>(log.receipt(0, note).path());
    path.removeLast();
    byte[] line = SealedOutcome.of(log.record(0), Receipt.of(0, path, note).text()).bytes();
    StreamVerifier stream = StreamVerifier.start(log.policy(), TestLog.ORIGIN);
    assertRefused(Reason.WRONG_PATH_LENGTH, 0, stream.accept(line));
  }

  @Test
  void batchIsTakenToItsLimitAndNoFurther() throws Exception {
    TestLog log = TestLog.create().addRounds(1);
    StreamVerifier stream = StreamVerifier.start(log.policy(), TestLog.ORIGIN);
    assertInstanceOf(
        StreamResult.Pending.class, stream.accept(first(log, StreamVerifier.MAX_BATCH, 16)));
    stream.discardWaiting();
    assertRefused(
        Reason.BATCH_TOO_LONG, 0, stream.accept(first(log, StreamVerifier.MAX_BATCH + 1, 17)));
  }

  /** Record 0 under a checkpoint of this size, whose path has this length. */
  private static byte[] first(TestLog log, long size, int pathLength) throws Exception {
    SignedNote note = log.note(new Checkpoint(TestLog.ORIGIN, size, Hash.EMPTY_ROOT).text());
    Receipt receipt = Receipt.of(0, NaiveTree.leaves(pathLength), note);
    return SealedOutcome.of(log.record(0), receipt.text()).bytes();
  }

  private static void assertVerified(StreamVerifier stream, List<byte[]> lines) {
    for (byte[] line : lines.subList(0, lines.size() - 1)) {
      assertInstanceOf(StreamResult.Pending.class, stream.accept(line));
    }
    assertInstanceOf(StreamResult.Verified.class, stream.accept(lines.getLast()));
  }

  private static void assertRefused(Reason reason, long seq, StreamResult result) {
    var refused = assertInstanceOf(StreamResult.Refused.class, result);
    assertEquals(reason, refused.reason(), refused.toString());
    assertEquals(seq, refused.seq());
  }
}
